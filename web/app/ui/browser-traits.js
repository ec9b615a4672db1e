/**
 * Traits of this browser: abilities that it gives a page, and questions that it asks its person beside the page, which
 * is not told of them.
 *
 * @typedef {object} BrowserTraits
 * @property {boolean} isSecure it gives the abilities it keeps for secure addresses
 * @property {boolean} asksForSeveral whether a page may save several files
 * @property {boolean} asksToKeep whether to keep a file that a page on plain HTTP has saved
 * @property {boolean} asksBeforeLeaving whether to leave a page that would lose something
 */

/**
 * @param {{ userAgent: string, isSecure: boolean }} browser
 * @param {import('../types.js').DeviceKind} kind
 * @returns {BrowserTraits}
 */
export function browserTraits({ userAgent, isSecure }, kind) {
  const isChromium = /Chrom(e|ium)\//.test(userAgent);
  return {
    isSecure,
    asksForSeveral: isChromium,
    // Chromium holds back most kinds of files until 'Keep' is chosen in its list of downloads.
    asksToKeep: isChromium && !isSecure,
    // Safari on iPhones and iPads never asks, and every phone may close a page that is out of sight to have its memory.
    asksBeforeLeaving: kind !== 'phone' && kind !== 'tablet',
  };
}
