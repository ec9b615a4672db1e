/**
 * @typedef {import('../../types').ErrorCode} ErrorCode
 */

/**
 * The reason why no path opened in time.
 *
 * @param {Pick<import('./machine-types').Facts, 'isOnline' | 'isDirectOnly' | 'serverRelays'>} facts
 * @param {{ isUDPBlocked: boolean, isRefused: boolean }} direct `isUDPBlocked`: nothing answers over UDP; `isRefused`:
 *     the browser makes no connection
 * @returns {ErrorCode}
 */
export function verdict({ isOnline, isDirectOnly, serverRelays }, { isUDPBlocked, isRefused }) {
  if (!isOnline) return 'SERVER_GONE';
  if (serverRelays && !isDirectOnly) return 'CALL_TIMEOUT';
  if (isRefused) return 'CONFIG_REFUSED';
  if (isUDPBlocked) return 'UDP_BLOCKED';
  return serverRelays ? 'NO_PATH' : 'RELAY_OFF';
}
