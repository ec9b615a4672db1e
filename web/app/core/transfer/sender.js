import { Layout } from './layout.js';
import { cancelledBy, declinedBy } from './outcome.js';
import { sideOf } from './origin.js';

/**
 * @typedef {import('../wire/conversation-types').TransferMessage} TransferMessage
 * @typedef {import('../wire/conversation-types').Credit} Credit
 *
 * @typedef {import('./outcome.js').Outcome} Outcome
 *
 * @typedef {{ type: 'offer', round: number }
 *     | { type: 'say', message: TransferMessage }
 *     | { type: 'seek', file: number, offset: number }
 *     | { type: 'progress' }
 *     | { type: 'file-failed', file: number, error: import('../../types').TransferError }
 *     | { type: 'end', outcome: Outcome }} SenderAction
 * `offer`: send the manifest. `seek`: chunks are wanted from here on.
 *
 * @typedef {{ type: 'chunk', file: number, sequence: number, offset: number, length: number }
 *     | { type: 'mark', file: number, sequence: number }
 *     | { type: 'end', message: TransferMessage }} Step What to send next. `mark`: a frame without payload.
 */

/**
 * The sending side of a transfer, without files and pipes: events in, actions out. docs/protocol.md, Transfers.
 *
 * `waiting`: to be offered. `offered`: waits for the answer. `sending`. `adrift`: accepted, without a pipe. `moving`:
 * has asked to go on on another pipe.
 */
export class Sender {
  /** @type {'waiting' | 'offered' | 'sending' | 'adrift' | 'moving' | 'ended'} */
  #state = 'waiting';
  #sizes;
  /** @type {Layout | null} */
  #layout = null;
  /** The next chunk: its file and its number there. */
  #file = 0;
  #sequence = 0;
  /** How often it was bound to a pipe, less one. */
  #round = -1;
  /** Whether this round has yet to be marked: what comes before the mark is of an earlier time on the same pipe. */
  #mustMark = false;
  #credit = { acked: 0, granted: 0 };
  /** @type {Map<number, import('../wire/conversation-types').BrokenReason>} Files that cannot be sent. */
  #broken = new Map();

  /**
   * @param {string} id
   * @param {readonly number[]} sizes of the files, in bytes
   */
  constructor(id, sizes) {
    this.id = id;
    this.#sizes = sizes;
  }

  get state() {
    return this.#state;
  }

  /** Whether it was on a pipe, so that the other side may know of it. */
  get wasOffered() {
    return this.#round >= 0;
  }

  get layout() {
    return this.#layout;
  }

  /** Chunks the receiver has taken. */
  get acked() {
    return this.#credit.acked;
  }

  /** The file that is being sent. */
  get file() {
    return this.#file;
  }

  /**
   * The transfer has a pipe from now on.
   *
   * @returns {SenderAction[]}
   */
  bind() {
    this.#round += 1;
    switch (this.#state) {
      case 'ended': return [];
      case 'waiting':
      case 'offered':
        this.#state = 'offered';
        return [{ type: 'offer', round: this.#round }];
      default:
        this.#state = 'moving';
        return [say({ type: 'move', id: this.id, round: this.#round })];
    }
  }

  /** The pipe is gone. */
  unbind() {
    if (this.#state === 'offered') this.#state = 'waiting';
    if (this.#state === 'sending' || this.#state === 'moving') this.#state = 'adrift';
  }

  /**
   * @param {TransferMessage} message that a receiver sends about this transfer
   * @param {number} maxPayload what both sides take on this pipe, in bytes
   * @returns {SenderAction[]}
   */
  received(message, maxPayload) {
    if (this.#state === 'ended') return [];
    switch (message.type) {
      case 'accept': return this.#accepted(message, maxPayload);
      case 'resume': return this.#resumed(message, maxPayload);
      case 'credit': return this.#credited(message);
      case 'decline': return this.#declined(message);
      case 'file-failed': return this.#fileFailed(message.file, message.reason);
      case 'complete': return this.#completed();
      case 'cancel': return this.#end(cancelledBy(message));
      default: return [];
    }
  }

  /** @returns {SenderAction[]} */
  cancel() {
    if (this.#state === 'ended') return [];
    const message = say({ type: 'cancel', id: this.id, reason: 'cancelled' });
    return [message, ...this.#end({ status: 'cancelled', error: null, by: 'us' })];
  }

  /**
   * No path will come.
   *
   * @param {import('../../types').TransferError} error why
   * @param {'us' | 'them' | null} [by] where the cause does not say it
   * @returns {SenderAction[]}
   */
  fail(error, by = sideOf(error, 'out')) {
    if (this.#state === 'ended') return [];
    const message = say({ type: 'cancel', id: this.id, reason: 'failed' });
    return [message, ...this.#end({ status: 'failed', error, by })];
  }

  /**
   * The other side broke the protocol.
   *
   * @returns {SenderAction[]}
   */
  violate() {
    if (this.#state === 'ended') return [];
    const message = say({ type: 'cancel', id: this.id, reason: 'protocol' });
    return [message, ...this.#end({ status: 'failed', error: 'protocol', by: 'us' })];
  }

  /**
   * What to send next, null while there is nothing or no credit.
   *
   * @returns {Step | null}
   */
  next() {
    const layout = this.#layout;
    if (this.#state !== 'sending' || layout === null || this.#file === layout.files) return null;
    if (this.#mustMark) return { type: 'mark', file: this.#file, sequence: this.#round };
    if (this.#broken.has(this.#file) || this.#sequence === layout.count(this.#file)) return this.#fileEnd();
    if (layout.start(this.#file) + this.#sequence >= this.#credit.granted) return null;
    return {
      type: 'chunk',
      file: this.#file,
      sequence: this.#sequence,
      offset: this.#sequence * layout.payload,
      length: layout.length(this.#file, this.#sequence),
    };
  }

  /**
   * The step that `next` named is done.
   *
   * @param {Step} step
   */
  sent(step) {
    if (step.type === 'mark') {
      this.#mustMark = false;
    } else if (step.type === 'chunk') {
      this.#sequence += 1;
    } else {
      this.#file += 1;
      this.#sequence = 0;
    }
  }

  /**
   * The file that is being sent cannot be read any further.
   *
   * @param {import('../wire/conversation-types').BrokenReason} reason
   * @returns {SenderAction[]}
   */
  broke(reason) {
    this.#broken.set(this.#file, reason);
    return [{ type: 'file-failed', file: this.#file, error: reason }];
  }

  /** @returns {Step} */
  #fileEnd() {
    const reason = this.#broken.get(this.#file);
    const message = { type: /** @type {const} */ ('file-end'), id: this.id, file: this.#file, chunks: this.#sequence };
    return { type: 'end', message: reason === undefined ? message : { ...message, reason } };
  }

  /**
   * @param {import('../wire/conversation-types').AcceptMessage} message
   * @param {number} maxPayload
   */
  #accepted(message, maxPayload) {
    if (this.#state !== 'offered') return [];
    if (message.payload > maxPayload || message.acked !== 0) return this.violate();
    this.#layout = new Layout(this.#sizes, message.payload);
    return this.#start(message);
  }

  /**
   * @param {import('../wire/conversation-types').ResumeMessage} message
   * @param {number} maxPayload
   */
  #resumed(message, maxPayload) {
    if (this.#state !== 'moving') return [];
    // An answer to an earlier `move` on a pipe that was left and is used again.
    if (message.round !== undefined && message.round !== this.#round) return [];
    this.#mustMark = message.round !== undefined;
    const isSame = message.payload === this.#layout?.payload && message.payload <= maxPayload;
    const isKnown = message.acked >= this.#credit.acked && message.acked <= this.#position;
    return isSame && isKnown ? this.#start(message) : this.violate();
  }

  /**
   * @param {Credit & { payload: number }} credit
   * @returns {SenderAction[]}
   */
  #start({ acked, granted, payload }) {
    const layout = /** @type {Layout} */ (this.#layout);
    if (granted < acked || granted > layout.chunks) return this.violate();
    this.#state = 'sending';
    this.#credit = { acked, granted };
    this.#file = layout.fileAt(acked);
    this.#sequence = acked - layout.start(this.#file);
    const seek = /** @type {const} */ ({ type: 'seek', file: this.#file, offset: this.#sequence * payload });
    return [seek, { type: 'progress' }];
  }

  /**
   * @param {Credit} credit
   * @returns {SenderAction[]}
   */
  #credited({ acked, granted }) {
    if (this.#state !== 'sending' || this.#layout === null) return [];
    const grows = acked >= this.#credit.acked && granted >= this.#credit.granted;
    const isPossible = acked <= this.#position && acked <= granted && granted <= this.#layout.chunks;
    if (!grows || !isPossible) return this.violate();
    this.#credit = { acked, granted };
    return [{ type: 'progress' }];
  }

  /** Number of the next chunk, counted through the transfer. */
  get #position() {
    return this.#layout === null ? 0 : this.#layout.start(this.#file) + this.#sequence;
  }

  /** @param {import('../wire/conversation-types').DeclineMessage} message */
  #declined(message) {
    if (this.#state !== 'offered') return this.violate();
    return this.#end(declinedBy(message));
  }

  /**
   * @param {number} file
   * @param {import('../wire/conversation-types').FailedReason} reason
   * @returns {SenderAction[]}
   */
  #fileFailed(file, reason) {
    if (this.#layout === null || file > this.#file || file >= this.#layout.files) return this.violate();
    return [{ type: 'file-failed', file, error: reason }];
  }

  #completed() {
    if (this.#layout === null || this.#file < this.#layout.files) return this.violate();
    this.#credit.acked = this.#layout.chunks;
    return this.#end({ status: 'complete', error: null, by: null });
  }

  /**
   * @param {Outcome} outcome
   * @returns {SenderAction[]}
   */
  #end(outcome) {
    this.#state = 'ended';
    return [{ type: 'end', outcome }];
  }
}

/**
 * @param {TransferMessage} message
 * @returns {SenderAction}
 */
function say(message) {
  return { type: 'say', message };
}
