import { isUnsaved } from '../state/unsaved.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').ConversationState} ConversationState */
/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {State['devices'][number]} Device */

/** @typedef {{ sending: boolean, receiving: boolean, interrupted: boolean, done: number, total: number }} Movement */

/**
 * @param {import('../types.js').Entry} entry
 * @returns {entry is TransferEntry}
 */
function isTransfer(entry) {
  return entry.type === 'transfer';
}

/** @param {TransferEntry} transfer */
export function isUnderWay(transfer) {
  return transfer.status === 'transferring' || transfer.status === 'interrupted';
}

/**
 * The transfers of a conversation, oldest first.
 * @param {ConversationState | undefined} conversation
 */
export function transfers(conversation) {
  return conversation ? conversation.entries.filter(isTransfer) : [];
}

/**
 * The movement of these transfers, taken together; null if none moves.
 * @param {readonly TransferEntry[]} entries
 * @returns {Movement | null}
 */
export function movement(entries) {
  const moving = entries.filter(isUnderWay);
  if (moving.length === 0) return null;
  return {
    sending: moving.some((transfer) => transfer.direction === 'out'),
    receiving: moving.some((transfer) => transfer.direction === 'in'),
    interrupted: moving.every((transfer) => transfer.status === 'interrupted'),
    done: moving.reduce((sum, transfer) => sum + transfer.done, 0),
    total: moving.reduce((sum, transfer) => sum + transfer.total, 0),
  };
}

/** @param {State} state */
function allTransfers(state) {
  return Object.values(state.conversations).flatMap(transfers);
}

/**
 * The movement in the whole page.
 * @param {State} state
 */
export function allMovement(state) {
  return movement(allTransfers(state));
}

/**
 * Whether the page has something to do that a device should stay awake for: to carry files, or to save them.
 * @param {State} state
 */
export function isWorking(state) {
  return allTransfers(state).some((transfer) => isUnderWay(transfer) || transfer.handOver !== null);
}

/**
 * Whether closing the page would lose something: its work, or files that nobody has saved.
 * @param {State} state
 */
export function wouldBeLost(state) {
  return isWorking(state) || allTransfers(state).some((transfer) => transfer.files.some(isUnsaved));
}

/**
 * Offers that wait for this person's answer, newest first.
 * @param {State} state
 * @returns {{ peer: string, transfer: TransferEntry }[]}
 */
export function openOffers(state) {
  return Object.values(state.conversations)
    .flatMap((conversation) => offersIn(conversation).map((transfer) => ({ peer: conversation.peer, transfer })))
    .sort((one, other) => other.transfer.at - one.transfer.at);
}

/**
 * Offers in one conversation that wait for an answer.
 * @param {ConversationState | undefined} conversation
 */
export function offersIn(conversation) {
  return transfers(conversation).filter((transfer) => transfer.direction === 'in' && transfer.status === 'offered');
}

/**
 * The number of entries that the person has not seen.
 * @param {State} state
 */
export function unreadTotal(state) {
  return Object.values(state.conversations).reduce((sum, conversation) => sum + conversation.unread, 0);
}

/**
 * A device by its ID, also when it has left.
 * @param {State} state
 * @param {string} id
 */
export function deviceOf(state, id) {
  return state.devices.find((device) => device.id === id);
}
