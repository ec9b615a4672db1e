/**
 * Possessions of the person that outlive a page made anew in another language.
 * @typedef {object} Kept
 * @property {Map<string, string>} drafts text that was written and not sent, by device
 * @property {import('../ui/dropped-files.js').Found} waiting files for which there is no device yet
 * @property {Set<string>} followed transfers that were accepted on the shelf, until they are looked at, dismissed or
 *     gone
 */

/** @returns {Kept} */
export function nothingKept() {
  return { drafts: new Map(), waiting: { files: [], missed: [] }, followed: new Set() };
}
