/**
 * Whether a file would be lost with this page: it is held, and the browser's downloads do not have it yet.
 *
 * @param {import('../types').FileState} file
 */
export function isUnsaved({ place, handed }) {
  return place === 'held' && handed !== 'done';
}
