import { Layout } from './layout.js';
import { WINDOW } from './limits.js';
import { sideOf } from './origin.js';
import { cancelledBy } from './outcome.js';

/** Credit is sent at least each time this share of the window was taken. */
const SHARE = 8;

/**
 * @typedef {import('../wire/conversation-types').TransferMessage} TransferMessage
 * @typedef {import('./outcome.js').Outcome} Outcome
 * @typedef {import('./frame.js').Frame} Frame
 *
 * @typedef {{ type: 'say', message: TransferMessage }
 *     | { type: 'open', file: number }
 *     | { type: 'write', file: number, payload: Uint8Array }
 *     | { type: 'finish', file: number }
 *     | { type: 'discard', file: number, error: import('../../types').TransferError }
 *     | { type: 'progress' }
 *     | { type: 'end', outcome: Outcome }} ReceiverAction
 * `open`, `finish`: of the file's sink; `opened` and `stored` or `failed` follow. `discard`: the file is broken, its
 * sink is thrown away.
 */

/**
 * The receiving side of a transfer, without sinks and pipes: events in, actions out. docs/protocol.md, Transfers.
 *
 * Files go into their sinks one after the other. The next one begins when the one before is stored; what arrives
 * earlier is held, which credit bounds.
 *
 * `offered`: waits for the person. `receiving`. `adrift`: accepted, without a pipe.
 */
export class Receiver {
  /** @type {'offered' | 'receiving' | 'adrift' | 'ended'} */
  #state = 'offered';
  #sizes;
  /** @type {Layout | null} */
  #layout = null;
  #file = 0;
  /** @type {'opening' | 'open' | 'finishing' | 'failed'} The sink of the current file. */
  #sink = 'opening';
  /** Chunks of the current file that went to its sink, and of those the ones it has taken. */
  #handed = 0;
  #taken = 0;
  /** Chunks that count as acknowledged because a `resume` said so. */
  #floor = 0;
  #granted = 0;
  #lastSaid = 0;
  /** The next chunk to arrive. */
  #arrival = { file: 0, sequence: 0 };
  /** @type {number | null} The round whose mark has yet to come; frames before it are of an earlier time here. */
  #mark = null;
  /** @type {Frame[]} Frames whose file has not begun. */
  #held = [];
  /** @type {Map<number, import('../wire/conversation-types').FileEndMessage>} Ends that were announced and not yet reached. */
  #ends = new Map();
  /** @type {TransferMessage[]} `file-failed` of each file that could not be stored. */
  #failures = [];

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

  get layout() {
    return this.#layout;
  }

  /** The file that is being received. */
  get file() {
    return this.#file;
  }

  /** Whether the sender has sent what it may, so that it is for the sinks here to go on. */
  get isBehind() {
    const layout = this.#layout;
    if (layout === null) return false;
    if (this.#sink === 'finishing' || (this.#sink === 'opening' && this.#held.length > 0)) return true;
    const arrived = layout.start(this.#arrival.file) + this.#arrival.sequence;
    return arrived >= this.#granted && this.#granted < layout.chunks;
  }

  /** What was said about files that could not be stored; it is said again on each new pipe. */
  get failures() {
    return this.#failures;
  }

  /** Chunks that are in their sinks. */
  get acked() {
    if (this.#layout === null) return 0;
    if (this.#file === this.#layout.files) return this.#layout.chunks;
    return Math.max(this.#floor, this.#layout.start(this.#file) + this.#taken);
  }

  /**
   * The person said yes.
   *
   * @param {number} payload bytes of a full chunk, what both sides take
   * @param {boolean} isBound whether there is a pipe; without one the answer follows when the offer comes again
   * @returns {ReceiverAction[]}
   */
  accept(payload, isBound) {
    if (this.#state !== 'offered') return [];
    this.#layout = new Layout(this.#sizes, payload);
    this.#state = isBound ? 'receiving' : 'adrift';
    this.#grant();
    const open = /** @type {const} */ ({ type: 'open', file: 0 });
    return isBound ? [this.#sayNumbers('accept'), open] : [open];
  }

  /**
   * @param {import('../wire/conversation-types').DeclineReason} reason
   * @returns {ReceiverAction[]}
   */
  decline(reason) {
    if (this.#state !== 'offered') return [];
    const message = say({ type: 'decline', id: this.id, reason });
    return [message, ...this.#end({ status: 'declined', error: reason, by: 'us' })];
  }

  /**
   * The offer came again on another pipe, because the sender has not seen an answer.
   *
   * @returns {ReceiverAction[]}
   */
  offeredAgain() {
    if (this.#state === 'offered' || this.#state === 'ended') return [];
    if (this.acked > 0 || this.#handed > 0) return this.violate();
    this.#state = 'receiving';
    return [this.#sayNumbers('accept')];
  }

  /**
   * The sender goes on on another pipe.
   *
   * @param {number} [round] of its `move`
   * @returns {ReceiverAction[]}
   */
  moved(round) {
    if (this.#state === 'ended') return [];
    if (this.#layout === null) return this.violate();
    this.#state = 'receiving';
    this.#mark = round ?? null;
    this.#held = [];
    this.#ends.clear();
    this.#arrival = { file: this.#file, sequence: this.#handed };
    this.#floor = Math.max(this.acked, this.#layout.start(this.#file) + this.#handed);
    this.#grant();
    return [...this.#failures.map(say), this.#sayNumbers('resume', round), { type: 'progress' }];
  }

  /** The pipe is gone. */
  unbind() {
    if (this.#state === 'receiving') this.#state = 'adrift';
  }

  /**
   * @param {Frame} frame
   * @returns {ReceiverAction[]}
   */
  frame(frame) {
    if (this.#state !== 'receiving') return [];
    if (this.#mark !== null) {
      if (frame.payload.length === 0 && frame.sequence === this.#mark) this.#mark = null;
      return [];
    }
    if (!this.#isExpected(frame)) return this.violate();
    this.#arrival = { file: frame.file, sequence: frame.sequence + 1 };
    this.#held.push(frame);
    return this.#drain();
  }

  /**
   * @param {import('../wire/conversation-types').FileEndMessage} end
   * @returns {ReceiverAction[]}
   */
  fileEnded(end) {
    const layout = this.#layout;
    if (this.#state !== 'receiving' || layout === null || end.file < this.#file) return [];
    if (end.file >= layout.files || this.#ends.has(end.file)) return this.violate();
    const count = layout.count(end.file);
    if (end.reason === undefined ? end.chunks !== count : end.chunks > count) return this.violate();
    this.#ends.set(end.file, end);
    return this.#drain();
  }

  /**
   * The sink of `file` is ready to be written to.
   *
   * @param {number} file
   * @returns {ReceiverAction[]}
   */
  opened(file) {
    if (!this.#isCurrent(file) || this.#sink !== 'opening') return [];
    this.#sink = 'open';
    return this.#drain();
  }

  /**
   * The sink of `file` has taken further `chunks`.
   *
   * @param {number} file
   * @param {number} chunks
   * @returns {ReceiverAction[]}
   */
  taken(file, chunks) {
    if (!this.#isCurrent(file)) return [];
    this.#taken = Math.min(this.#handed, this.#taken + chunks);
    return [...this.#creditIfDue(), { type: 'progress' }];
  }

  /**
   * `file` is where it belongs.
   *
   * @param {number} file
   * @returns {ReceiverAction[]}
   */
  stored(file) {
    if (!this.#isCurrent(file) || this.#sink !== 'finishing') return [];
    return [...this.#nextFile(), ...this.#drain()];
  }

  /**
   * `file` could not be stored. Its chunks are still counted.
   *
   * @param {number} file
   * @returns {ReceiverAction[]}
   */
  failed(file) {
    if (!this.#isCurrent(file) || this.#sink === 'failed') return [];
    this.#sink = 'failed';
    this.#taken = this.#handed;
    /** @type {TransferMessage} */
    const message = { type: 'file-failed', id: this.id, file, reason: 'storage' };
    this.#failures.push(message);
    return [say(message), { type: 'discard', file, error: 'storage' }, ...this.#drain()];
  }

  /** @returns {ReceiverAction[]} */
  cancel() {
    if (this.#state === 'ended') return [];
    const message = say({ type: 'cancel', id: this.id, reason: 'cancelled' });
    return [message, ...this.#end({ status: 'cancelled', error: null, by: 'us' })];
  }

  /**
   * The browser has ended the download: its person did, or the disk is full, and it does not say which.
   *
   * @returns {ReceiverAction[]}
   */
  stopped() {
    if (this.#state === 'ended') return [];
    const message = say({ type: 'cancel', id: this.id, reason: 'cancelled', cause: 'stopped' });
    return [message, ...this.#end({ status: 'failed', error: 'stopped', by: 'us' })];
  }

  /**
   * @param {import('../wire/conversation-types').CancelMessage} message
   * @returns {ReceiverAction[]}
   */
  cancelled(message) {
    return this.#state === 'ended' ? [] : this.#end(cancelledBy(message));
  }

  /**
   * No path will come.
   *
   * @param {import('../../types').TransferError} error why
   * @param {'us' | 'them' | null} [by] where the cause does not say it
   * @returns {ReceiverAction[]}
   */
  fail(error, by = sideOf(error, 'in')) {
    if (this.#state === 'ended') return [];
    const message = say({ type: 'cancel', id: this.id, reason: 'failed' });
    return [message, ...this.#end({ status: 'failed', error, by })];
  }

  /**
   * The other side broke the protocol.
   *
   * @returns {ReceiverAction[]}
   */
  violate() {
    if (this.#state === 'ended') return [];
    const message = say({ type: 'cancel', id: this.id, reason: 'protocol' });
    return [message, ...this.#end({ status: 'failed', error: 'protocol', by: 'us' })];
  }

  /**
   * Whether `frame` is the next one, or the first of a later file; the latter is right if the files between end
   * short of it, which their `file-end` has to say.
   *
   * @param {Frame} frame
   */
  #isExpected({ file, sequence, payload }) {
    const layout = this.#layout;
    if (layout === null || file >= layout.files || sequence >= layout.count(file)) return false;
    const isNext = file === this.#arrival.file && sequence === this.#arrival.sequence;
    const isLater = file > this.#arrival.file && sequence === 0;
    return (
      (isNext || isLater) &&
      layout.start(file) + sequence < this.#granted &&
      payload.length === layout.length(file, sequence)
    );
  }

  /**
   * Hands held frames to the current file's sink and ends the file when it is due.
   *
   * @returns {ReceiverAction[]}
   */
  #drain() {
    /** @type {ReceiverAction[]} */
    const actions = [];
    while (this.#state === 'receiving' || this.#state === 'adrift') {
      if (this.#sink === 'opening' || this.#sink === 'finishing') break;
      if (this.#held[0]?.file === this.#file) actions.push(...this.#hand(/** @type {Frame} */ (this.#held.shift())));
      else if (!this.#endFile(actions)) break;
    }
    return actions;
  }

  /**
   * @param {Frame} frame
   * @returns {ReceiverAction[]}
   */
  #hand({ file, payload }) {
    this.#handed += 1;
    if (this.#sink === 'open') return [{ type: 'write', file, payload }];
    this.#taken += 1;
    return [...this.#creditIfDue(), { type: 'progress' }];
  }

  /**
   * Ends the current file if all of it is here.
   *
   * @param {ReceiverAction[]} actions
   * @returns {boolean} whether there may be more to do
   */
  #endFile(actions) {
    const end = this.#ends.get(this.#file);
    if (end === undefined) return false;
    if (end.chunks !== this.#handed) {
      // Frames are in order: with one of a later file here, the missing ones never come.
      if (end.chunks < this.#handed || this.#held.length > 0) actions.push(...this.violate());
      return false;
    }
    if (end.reason === undefined && this.#sink === 'open') {
      this.#sink = 'finishing';
      actions.push({ type: 'finish', file: this.#file });
      return false;
    }
    if (end.reason !== undefined && this.#sink === 'open') {
      actions.push({ type: 'discard', file: this.#file, error: end.reason });
    }
    actions.push(...this.#nextFile());
    return true;
  }

  /** @returns {ReceiverAction[]} */
  #nextFile() {
    const layout = /** @type {Layout} */ (this.#layout);
    this.#ends.delete(this.#file);
    this.#file += 1;
    this.#handed = 0;
    this.#taken = 0;
    if (this.#file === layout.files) {
      const message = say({ type: 'complete', id: this.id });
      return [{ type: 'progress' }, message, ...this.#end({ status: 'complete', error: null, by: null })];
    }
    this.#sink = 'opening';
    return [...this.#credit(), { type: 'progress' }, { type: 'open', file: this.#file }];
  }

  /** @param {number} file */
  #isCurrent(file) {
    return file === this.#file && (this.#state === 'receiving' || this.#state === 'adrift');
  }

  #creditIfDue() {
    const share = Math.max(1, WINDOW / SHARE / /** @type {Layout} */ (this.#layout).payload);
    return this.acked - this.#lastSaid >= share ? this.#credit() : [];
  }

  /** @returns {ReceiverAction[]} */
  #credit() {
    this.#grant();
    if (this.acked === this.#lastSaid || this.#state !== 'receiving') return [];
    this.#lastSaid = this.acked;
    return [say({ type: 'credit', id: this.id, acked: this.acked, granted: this.#granted })];
  }

  #grant() {
    const layout = /** @type {Layout} */ (this.#layout);
    this.#granted = Math.max(this.#granted, Math.min(layout.chunks, this.acked + WINDOW / layout.payload));
  }

  /**
   * @param {'accept' | 'resume'} type
   * @param {number} [round] of the `move` that a `resume` answers
   */
  #sayNumbers(type, round) {
    const { payload } = /** @type {Layout} */ (this.#layout);
    this.#lastSaid = this.acked;
    const numbers = { type, id: this.id, payload, acked: this.acked, granted: this.#granted };
    return say(round === undefined ? numbers : { ...numbers, round });
  }

  /**
   * @param {Outcome} outcome
   * @returns {ReceiverAction[]}
   */
  #end(outcome) {
    this.#state = 'ended';
    this.#held = [];
    this.#ends.clear();
    return [{ type: 'end', outcome }];
  }
}

/**
 * @param {TransferMessage} message
 * @returns {ReceiverAction}
 */
function say(message) {
  return { type: 'say', message };
}
