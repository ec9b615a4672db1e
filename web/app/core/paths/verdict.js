/**
 * @typedef {import('../../types').ErrorCode} ErrorCode
 */

/**
 * Why no path opened in time.
 *
 * @param {Pick<import('./machine-types').Facts, 'isOnline' | 'isDirectOnly' | 'serverRelays'>} facts
 * @param {{ isUDPBlocked: boolean, isRefused: boolean }} direct what the direct path found: nothing answers over UDP; the
 *     browser refuses connections
 * @returns {ErrorCode}
 */
export function verdict({ isOnline, isDirectOnly, serverRelays }, { isUDPBlocked, isRefused }) {
  if (!isOnline) return 'SERVER_GONE';
  if (serverRelays && !isDirectOnly) return 'CALL_TIMEOUT';
  if (isRefused) return 'CONFIG_REFUSED';
  if (isUDPBlocked) return 'UDP_BLOCKED';
  return serverRelays ? 'NO_PATH' : 'RELAY_OFF';
}
