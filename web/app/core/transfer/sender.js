import { Layout } from './layout.js';
import { cancelledBy, declinedBy } from './outcome.js';
import { sideOf } from './origin.js';

/**
 * @typedef {import('../wire/conversation-types').TransferMessage} TransferMessage
 * @typedef {import('../wire/conversation-types').BrokenReason} BrokenReason
 * @typedef {import('../wire/conversation-types').Credit} Credit
 * @typedef {import('../../types').TransferError} TransferError
 * @typedef {import('./outcome.js').Outcome} Outcome
 *
 * @typedef {{ type: 'bound' | 'unbound' | 'cancel' | 'violation' }
 *     | { type: 'message', message: TransferMessage, maxPayload: number }
 *     | { type: 'file-broken', reason: BrokenReason }
 *     | { type: 'fail', error: TransferError, by?: 'us' | 'them' | null }} SenderEvent
 * `bound`: the transfer has another pipe from now on. `unbound`: its pipe is gone. `message`: the receiver said this
 * about the transfer; `maxPayload` is the largest payload that both sides take on this pipe, in bytes. `file-broken`: the
 * file that is being sent cannot be read any further. `cancel`: the person does not want it any more. `fail`: no pipe
 * will come, for this cause; `by` where the cause alone does not say on which side it lies. `violation`: the other side
 * broke the protocol.
 *
 * @typedef {{ type: 'offer', round: number }
 *     | { type: 'say', message: TransferMessage }
 *     | { type: 'seek', file: number, offset: number }
 *     | { type: 'progress' }
 *     | { type: 'file-failed', file: number, error: TransferError }
 *     | { type: 'end', outcome: Outcome }} SenderAction
 * `offer`: send the manifest. `seek`: chunks are wanted from here on. `progress`: more is acknowledged, or granted.
 *
 * @typedef {{ type: 'chunk', file: number, sequence: number, offset: number, length: number }
 *     | { type: 'mark', file: number, sequence: number }
 *     | { type: 'end', message: TransferMessage }} Step What to send next. `mark`: a frame without payload.
 */

/**
 * The sending side of a transfer, without files and pipes. A value: events in, actions out. docs/protocol.md, Transfers.
 *
 *              bound            'accept'            'complete'
 *   waiting ─────────► offered ─────────► sending ─────────────► ended
 *      ▲                  │               │     ▲
 *      └──────────────────┘       unbound │     │ 'resume'
 *            unbound                      ▼     │
 *                                       adrift ──────► moving
 *                                         ▲    bound     │
 *                                         └──────────────┘
 *                                             unbound
 *
 *   offered: 'decline' ends it. sending: `bound` again (a better pipe) leads to moving.
 *   Every state: `cancel`, `fail`, `violation` and 'cancel' of the receiver end it.
 *
 * `waiting`: has to be offered. `offered`: waits for the answer. `adrift`: was accepted, has no pipe. `moving`: has asked
 * to go on on another pipe. While it is `sending`, its steps are pulled: `next` names one, `sent` says that it is done.
 */
export class Sender {
  /** @type {'waiting' | 'offered' | 'sending' | 'adrift' | 'moving' | 'ended'} */
  #state = 'waiting';
  #sizes;
  /** @type {Layout | null} Known once it is accepted. */
  #layout = null;
  /** The next chunk: its file and its number there. */
  #file = 0;
  #sequence = 0;
  /** The furthest file that was reached; a `resume` may lead back from it. */
  #furthest = 0;
  /** How often it was bound to a pipe, less one. */
  #round = -1;
  /** Whether this round has yet to be marked: frames before the mark are of an earlier time on the same pipe. */
  #mustMark = false;
  #credit = { acked: 0, granted: 0 };
  /** @type {Map<number, BrokenReason>} Files that cannot be sent. */
  #broken = new Map();
  /** @type {Map<number, TransferError>} Files that failed, here or there, with the last cause. */
  #failures = new Map();
  /** @type {Outcome | null} */
  #outcome = null;
  /** @type {TransferMessage | null} */
  #lastWord = null;

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

  /** How it ended, null while it has not. */
  get outcome() {
    return this.#outcome;
  }

  /** The message by which this side ended it; null: it has not ended, or the other side ended it. */
  get lastWord() {
    return this.#lastWord;
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

  /** The furthest file of which something was sent; the files before it were sent. */
  get furthest() {
    return this.#furthest;
  }

  /** @returns {ReadonlyMap<number, TransferError>} files that failed, here or there, with the cause */
  get failures() {
    return this.#failures;
  }

  /**
   * @param {SenderEvent} event
   * @returns {SenderAction[]}
   */
  step(event) {
    if (this.#state === 'ended') return [];
    switch (event.type) {
      case 'bound': return this.#bound();
      case 'unbound': return this.#unbound();
      case 'message': return this.#heard(event.message, event.maxPayload);
      case 'file-broken':
        this.#broken.set(this.#file, event.reason);
        return this.#fileFailed(this.#file, event.reason);
      case 'cancel': return this.#endWith('cancelled', { status: 'cancelled', error: null, by: 'us' });
      case 'fail': {
        const { error, by = sideOf(error, 'out') } = event;
        return this.#endWith('failed', { status: 'failed', error, by });
      }
      case 'violation': return this.#violated();
    }
  }

  /**
   * The next step, null while there is nothing to send or no credit.
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
      this.#furthest = Math.max(this.#furthest, this.#file);
    }
  }

  /** @returns {SenderAction[]} */
  #bound() {
    this.#round += 1;
    if (this.#state === 'waiting' || this.#state === 'offered') {
      this.#state = 'offered';
      return [{ type: 'offer', round: this.#round }];
    }
    this.#state = 'moving';
    return [say({ type: 'move', id: this.id, round: this.#round })];
  }

  /** @returns {SenderAction[]} */
  #unbound() {
    if (this.#state === 'offered') this.#state = 'waiting';
    if (this.#state === 'sending' || this.#state === 'moving') this.#state = 'adrift';
    return [];
  }

  /**
   * @param {TransferMessage} message
   * @param {number} maxPayload
   * @returns {SenderAction[]}
   */
  #heard(message, maxPayload) {
    switch (message.type) {
      case 'accept': return this.#accepted(message, maxPayload);
      case 'resume': return this.#resumed(message, maxPayload);
      case 'credit': return this.#credited(message);
      case 'decline': return this.#state === 'offered' ? this.#end(declinedBy(message)) : this.#violated();
      case 'file-failed': return this.#notStored(message.file, message.reason);
      case 'complete': return this.#completed();
      case 'cancel': return this.#end(cancelledBy(message));
      default: return [];
    }
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
    if (message.payload > maxPayload || message.acked !== 0) return this.#violated();
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
    return isSame && isKnown ? this.#start(message) : this.#violated();
  }

  /**
   * @param {Credit & { payload: number }} credit
   * @returns {SenderAction[]}
   */
  #start({ acked, granted, payload }) {
    const layout = /** @type {Layout} */ (this.#layout);
    if (granted < acked || granted > layout.chunks) return this.#violated();
    this.#state = 'sending';
    this.#credit = { acked, granted };
    this.#file = layout.fileAt(acked);
    this.#furthest = Math.max(this.#furthest, this.#file);
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
    if (!grows || !isPossible) return this.#violated();
    this.#credit = { acked, granted };
    return [{ type: 'progress' }];
  }

  /** Number of the next chunk, counted through the transfer. */
  get #position() {
    return this.#layout === null ? 0 : this.#layout.start(this.#file) + this.#sequence;
  }

  /**
   * The receiver could not store `file`.
   *
   * @param {number} file
   * @param {import('../wire/conversation-types').FailedReason} reason
   * @returns {SenderAction[]}
   */
  #notStored(file, reason) {
    if (this.#layout === null || file > this.#file || file >= this.#layout.files) return this.#violated();
    return this.#fileFailed(file, reason);
  }

  /**
   * @param {number} file
   * @param {TransferError} error
   * @returns {SenderAction[]}
   */
  #fileFailed(file, error) {
    this.#failures.set(file, error);
    return [{ type: 'file-failed', file, error }];
  }

  #completed() {
    if (this.#layout === null || this.#file < this.#layout.files) return this.#violated();
    this.#credit.acked = this.#layout.chunks;
    return this.#end({ status: 'complete', error: null, by: null });
  }

  /** The other side broke the protocol. */
  #violated() {
    return this.#endWith('protocol', { status: 'failed', error: 'protocol', by: 'us' });
  }

  /**
   * This side ends it, and says so.
   *
   * @param {import('../wire/conversation-types').CancelReason} reason
   * @param {Outcome} outcome
   */
  #endWith(reason, outcome) {
    this.#lastWord = { type: 'cancel', id: this.id, reason };
    return [say(this.#lastWord), ...this.#end(outcome)];
  }

  /**
   * @param {Outcome} outcome
   * @returns {SenderAction[]}
   */
  #end(outcome) {
    this.#state = 'ended';
    this.#outcome = outcome;
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
