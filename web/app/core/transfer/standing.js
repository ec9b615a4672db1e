import { sideOf } from './origin.js';

/**
 * The part of a sending or receiving machine from which it follows how its transfer stands.
 *
 * @typedef {object} Machine
 * @property {'waiting' | 'offered' | 'sending' | 'receiving' | 'adrift' | 'moving' | 'ended'} state
 * @property {import('./outcome.js').Outcome | null} outcome
 * @property {import('./layout.js').Layout | null} layout null until it is accepted
 * @property {number} acked chunks that the receiver has taken
 * @property {number} furthest the furthest file that was begun, those before it have ended; -1: none
 * @property {ReadonlyMap<number, import('../../types').TransferError>} failures files that failed, with the cause
 *
 * @typedef {Pick<import('../../types').TransferEntry, 'status' | 'error' | 'by'>} Standing
 * @typedef {Pick<import('../../types').FileState, 'status' | 'error' | 'by'>} FileStanding
 */

/** @type {Readonly<Record<Exclude<Machine['state'], 'ended'>, import('../../types').TransferStatus>>} */
const STATUS = {
  waiting: 'offered',
  offered: 'offered',
  sending: 'transferring',
  receiving: 'transferring',
  adrift: 'interrupted',
  moving: 'interrupted',
};

/**
 * How a transfer stands. If no file arrived it has failed, though both sides did as agreed.
 *
 * @param {Machine} machine
 * @param {'in' | 'out'} direction
 * @param {number} files
 * @returns {Standing}
 */
export function standing({ state, outcome, failures }, direction, files) {
  if (state === 'ended' && outcome !== null) {
    const first = failures.get(0);
    const hasNothing = outcome.status === 'complete' && first !== undefined && failures.size === files;
    return hasNothing ? failed(first, direction) : outcome;
  }
  return { status: STATUS[/** @type {Exclude<Machine['state'], 'ended'>} */ (state)], error: null, by: null };
}

/**
 * How one of its files stands.
 *
 * @param {Machine} machine
 * @param {'in' | 'out'} direction
 * @param {number} file
 * @returns {FileStanding}
 */
export function fileStanding({ outcome, layout, acked, furthest, failures }, direction, file) {
  const error = failures.get(file);
  if (error !== undefined) return failed(error, direction);
  const hasArrived = layout !== null && file < furthest && layout.end(file) <= acked;
  if (hasArrived || outcome?.status === 'complete') return { status: 'complete', error: null, by: null };
  if (outcome !== null) return { ...outcome, status: outcome.status === 'cancelled' ? 'cancelled' : 'failed' };
  return { status: layout !== null && file <= furthest ? 'transferring' : 'waiting', error: null, by: null };
}

/**
 * @param {import('../../types').TransferError} error
 * @param {'in' | 'out'} direction
 */
function failed(error, direction) {
  return { status: /** @type {const} */ ('failed'), error, by: sideOf(error, direction) };
}
