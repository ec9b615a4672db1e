import { isUnreached } from '../state/unreached.js';

/** @typedef {import('../types.js').Entry} Entry */

/**
 * The relation of an entry to the others. `behind`: an offer that waits until the one before it is answered. `again`: a
 * press on its 'Try again' takes up `one`, this entry, or `all` that failed for want of a connection.
 * @typedef {{ behind: boolean, again: 'one' | 'all' | null }} Standing
 */

/**
 * The standings of a conversation's entries. For one cause there is one 'Try again': that of the head if the connection
 * has failed, else that of the newest entry.
 * @param {readonly Entry[]} entries oldest first
 * @param {boolean} isBroken the head says that the connection failed, and offers to try again
 * @returns {Standing[]}
 */
export function standings(entries, isBroken) {
  const asked = entries.some((entry) => isOwnOffer(entry) && entry.path !== null);
  const newest = isBroken ? undefined : entries.filter(isUnreached).at(-1);
  return entries.map((entry) => ({
    behind: asked && isOwnOffer(entry) && entry.path === null,
    again: isUnreached(entry) ? (entry === newest ? 'all' : null) : 'one',
  }));
}

/**
 * @param {Entry} entry
 * @returns {entry is import('../types.js').TransferEntry}
 */
function isOwnOffer(entry) {
  return entry.type === 'transfer' && entry.direction === 'out' && entry.status === 'offered';
}
