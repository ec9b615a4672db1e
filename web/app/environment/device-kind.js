/**
 * The kind of device this browser runs on, by its user agent and its touch points.
 *
 * @param {{ userAgent: string, maxTouchPoints: number }} navigator
 * @returns {import('../types').DeviceKind}
 */
export function deviceKind({ userAgent, maxTouchPoints }) {
  if (/iPhone|iPod/.test(userAgent)) return 'phone';
  // An iPad says it is a Macintosh, but no Macintosh has a touch screen.
  if (/iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1)) return 'tablet';
  if (/Android/.test(userAgent)) return /Mobile/.test(userAgent) ? 'phone' : 'tablet';
  if (/Tablet/.test(userAgent)) return 'tablet';
  return /Mobile|Mobi/.test(userAgent) ? 'phone' : 'desktop';
}
