/**
 * Errors that lie in the transfer itself. All others mean that it never reached the other page, or was cut off from it.
 *
 * @type {ReadonlySet<import('../types').TransferError | null>}
 */
const OF_ITS_OWN = new Set(
  /** @type {const} */ ([
    'declined', 'too-large', 'do-not-disturb', 'busy', 'unanswered', 'too-often', 'invalid', 'storage', 'stopped',
    'unreadable', 'changed', 'protocol', 'unknown', null,
  ]),
);

/**
 * Whether an entry of ours failed for want of a connection. All such entries have one cause and are tried again
 * together.
 *
 * @param {import('../types').Entry} entry
 */
export function isUnreached(entry) {
  if (entry.type === 'notice' || entry.direction === 'in' || entry.status !== 'failed') return false;
  return entry.type === 'text' || (!entry.retried && !OF_ITS_OWN.has(entry.error));
}
