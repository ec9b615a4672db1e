/**
 * @typedef {object} Outcome How a transfer ended.
 * @property {'complete' | 'declined' | 'cancelled' | 'failed'} status
 * @property {import('../../types').TransferError | null} error why, unless it is complete or a person cancelled it
 * @property {'us' | 'them' | null} by on which side that lies; null: on neither
 */

/** Causes that make the reason of a `decline` more precise; any other counts as none. */
const DECLINE_CAUSES = /** @type {const} */ (['do-not-disturb', 'unanswered', 'too-often']);

/**
 * The other side has declined.
 *
 * @param {import('../wire/conversation-types').DeclineMessage} message
 * @returns {Outcome}
 */
export function declinedBy({ reason, cause }) {
  const known = DECLINE_CAUSES.find((other) => other === cause);
  return { status: 'declined', error: reason === 'busy' && known !== undefined ? known : reason, by: 'them' };
}

/**
 * The other side has ended it.
 *
 * @param {import('../wire/conversation-types').CancelMessage} message
 * @returns {Outcome}
 */
export function cancelledBy({ reason, cause }) {
  if (reason === 'failed') return { status: 'failed', error: 'gave-up', by: 'them' };
  if (reason !== 'cancelled') return { status: 'failed', error: reason, by: 'them' };
  if (cause === 'stopped') return { status: 'failed', error: 'stopped', by: 'them' };
  return { status: 'cancelled', error: null, by: 'them' };
}
