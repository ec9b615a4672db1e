/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 */

/**
 * Why no path opened in time.
 *
 * @param {import('./ladder-world').Conditions} conditions
 * @param {boolean} isUDPBlocked whether the direct path found that nothing answers over UDP
 * @returns {ErrorCode}
 */
export function verdict({ isOnline, isDirectOnly, serverRelays }, isUDPBlocked) {
  if (!isOnline) return 'SERVER_GONE';
  if (serverRelays && !isDirectOnly) return 'CALL_TIMEOUT';
  if (isUDPBlocked) return 'UDP_BLOCKED';
  return serverRelays ? 'NO_PATH' : 'RELAY_OFF';
}
