import { transfers } from './summary.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {{ peer: string, transfer: TransferEntry }} ShelfItem */

/**
 * Offers that wait for an answer while their conversation is not open, and transfers that were accepted on the shelf:
 * the newest first.
 * @param {State} state
 * @param {string | null} open the device of the open conversation
 * @param {ReadonlySet<string>} followed transfers that were accepted on the shelf
 * @returns {ShelfItem[]}
 */
export function shelfItems(state, open, followed) {
  return Object.values(state.conversations)
    .filter(({ peer }) => peer !== open)
    .flatMap((conversation) =>
      transfers(conversation)
        .filter(({ id, direction, status }) => (direction === 'in' && status === 'offered') || followed.has(id))
        .map((transfer) => ({ peer: conversation.peer, transfer })),
    )
    .sort((one, other) => other.transfer.at - one.transfer.at);
}
