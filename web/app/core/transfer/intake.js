import { Arrivals } from './arrivals.js';
import { Layout } from './layout.js';
import { WINDOW } from './limits.js';

/** Credit is sent at least each time this share of the window was taken. */
const SHARE = 8;

/**
 * @typedef {import('./frame.js').Frame} Frame
 * @typedef {import('../wire/conversation-types').FileEndMessage} FileEndMessage
 * @typedef {import('../wire/conversation-types').FileFailedMessage} FileFailedMessage
 * @typedef {import('../../types').TransferError} TransferError
 *
 * @typedef {{ type: 'open', file: number }
 *     | { type: 'write', file: number, payload: Uint8Array }
 *     | { type: 'finish', file: number }
 *     | { type: 'say', message: FileFailedMessage }
 *     | { type: 'discard', file: number, error: TransferError }
 *     | { type: 'progress' }} IntakeAction
 * `open`, `finish`: of the file's sink; `opened` and `stored`, or `notStored`, follow. `discard`: the file is broken, its
 * sink is thrown away. `progress`: more is acknowledged, or the next file has begun.
 *
 * @typedef {'going' | 'complete' | 'violation'} IntakeResult `complete`: every file is stored or failed. `violation`: the
 *     sender broke the protocol.
 */

/**
 * The files of an accepted transfer on their way from the frames into their sinks, and the credit for further ones. One
 * file after the other:
 *
 *                opened         all of it is here         stored
 *   opening ─────────────► open ─────────────────► finishing ────► opening, of the next file
 *      │                     │                         │                      ▲
 *      └─────────────────────┴──── notStored ──────────┘                      │
 *                                  │                                          │
 *                                  ▼         all of it is here                │
 *                                failed ──────────────────────────────────────┘
 *
 * A file that its sender could not read any further ends early, without `finishing`. Each method adds what is to be done
 * to `actions`.
 */
export class Intake {
  #id;
  #layout;
  #arrivals = new Arrivals();
  /** The current file, and how far its sink is. */
  #file = 0;
  /** @type {'opening' | 'open' | 'finishing' | 'failed'} */
  #sink = 'opening';
  /** Chunks of the current file that were handed to its sink, and of those the ones it has taken. */
  #handed = 0;
  #taken = 0;
  /** Chunks that count as acknowledged because a `resume` said so. */
  #floor = 0;
  #granted = 0;
  /** The `acked` that was said last. */
  #said = 0;
  /** Whether a file has ended since, which is said at once. */
  #hasEnded = false;
  /** @type {Map<number, TransferError>} */
  #failures = new Map();

  /**
   * @param {string} id of the transfer
   * @param {readonly number[]} sizes of the files, in bytes
   * @param {number} payload bytes of a full chunk
   */
  constructor(id, sizes, payload) {
    this.#id = id;
    this.#layout = new Layout(sizes, payload);
  }

  get layout() {
    return this.#layout;
  }

  /** The file that is being received, -1 before its first chunk; the files before it have ended. */
  get furthest() {
    return this.#file > 0 || this.hasBegun ? this.#file : -1;
  }

  /** Whether any chunk has come. */
  get hasBegun() {
    return this.acked > 0 || this.#handed > 0;
  }

  /** @returns {ReadonlyMap<number, TransferError>} files that failed, here or there, with the cause */
  get failures() {
    return this.#failures;
  }

  /** Chunks that are in their sinks. */
  get acked() {
    if (this.#file === this.#layout.files) return this.#layout.chunks;
    return Math.max(this.#floor, this.#layout.start(this.#file) + this.#taken);
  }

  /** Whether the sender has sent what it may, so that it is for the sinks here to go on. */
  get isBehind() {
    if (this.#sink === 'finishing' || (this.#sink === 'opening' && this.#arrivals.isHolding)) return true;
    return this.#arrivals.position(this.#layout) >= this.#granted && this.#granted < this.#layout.chunks;
  }

  /** Credit that has to be said now, null if too little was taken since the last time. */
  takeDueCredit() {
    const share = Math.max(1, WINDOW / SHARE / this.#layout.payload);
    const isDue = this.#hasEnded || this.acked - this.#said >= share;
    this.#hasEnded = false;
    return isDue && this.acked !== this.#said ? this.credit() : null;
  }

  /** Files that could not be stored here, to be said again: the pipe that carried it may have broken. */
  get notStoredMessages() {
    return [...this.#failures].flatMap(([file, error]) => (error === 'storage' ? [notStored(this.#id, file)] : []));
  }

  /** Credit as it is now, to be said to the sender. */
  credit() {
    const { acked } = this;
    this.#said = acked;
    this.#hasEnded = false;
    this.#granted = Math.max(this.#granted, Math.min(this.#layout.chunks, acked + WINDOW / this.#layout.payload));
    return { acked, granted: this.#granted };
  }

  /**
   * The sender goes on on another pipe, behind the last chunk that was handed to a sink.
   *
   * @param {number | null} mark the round whose mark comes first
   */
  move(mark) {
    this.#arrivals.begin(this.#file, this.#handed, mark);
    this.#floor = Math.max(this.acked, this.#layout.start(this.#file) + this.#handed);
  }

  /**
   * @param {Frame} frame
   * @param {IntakeAction[]} actions
   * @returns {IntakeResult}
   */
  frame(frame, actions) {
    switch (this.#arrivals.add(frame, this.#layout, this.#granted)) {
      case 'held': return this.#drain(actions);
      case 'ignored': return 'going';
      case 'wrong': return 'violation';
    }
  }

  /**
   * @param {FileEndMessage} end
   * @param {IntakeAction[]} actions
   * @returns {IntakeResult}
   */
  fileEnded(end, actions) {
    if (end.file < this.#file) return 'going';
    return this.#arrivals.addEnd(end, this.#layout) ? this.#drain(actions) : 'violation';
  }

  /**
   * The sink of `file` can be written to.
   *
   * @param {number} file
   * @param {IntakeAction[]} actions
   * @returns {IntakeResult}
   */
  opened(file, actions) {
    if (file !== this.#file || this.#sink !== 'opening') return 'going';
    this.#sink = 'open';
    return this.#drain(actions);
  }

  /**
   * The sink of `file` has taken further `chunks`.
   *
   * @param {number} file
   * @param {number} chunks
   * @param {IntakeAction[]} actions
   * @returns {IntakeResult}
   */
  taken(file, chunks, actions) {
    if (file !== this.#file) return 'going';
    this.#taken = Math.min(this.#handed, this.#taken + chunks);
    actions.push({ type: 'progress' });
    return 'going';
  }

  /**
   * `file` is where it belongs.
   *
   * @param {number} file
   * @param {IntakeAction[]} actions
   * @returns {IntakeResult}
   */
  stored(file, actions) {
    if (file !== this.#file || this.#sink !== 'finishing') return 'going';
    return this.#nextFile(actions) === 'complete' ? 'complete' : this.#drain(actions);
  }

  /**
   * `file` cannot be stored. Its chunks are still counted.
   *
   * @param {number} file
   * @param {IntakeAction[]} actions
   * @returns {IntakeResult}
   */
  notStored(file, actions) {
    if (file !== this.#file || this.#sink === 'failed') return 'going';
    this.#sink = 'failed';
    this.#taken = this.#handed;
    this.#failures.set(file, 'storage');
    actions.push({ type: 'say', message: notStored(this.#id, file) }, { type: 'discard', file, error: 'storage' });
    return this.#drain(actions);
  }

  /** Nothing more is taken. */
  close() {
    this.#arrivals.clear();
  }

  /**
   * Hands frames to the current file's sink and ends the file when it is due.
   *
   * @param {IntakeAction[]} actions
   * @returns {IntakeResult}
   */
  #drain(actions) {
    while (this.#sink === 'open' || this.#sink === 'failed') {
      const frame = this.#arrivals.take(this.#file);
      if (frame !== null) {
        this.#hand(frame, actions);
        continue;
      }
      const end = this.#arrivals.end(this.#file);
      if (end === null) break;
      if (end.chunks !== this.#handed) {
        // Frames are in order: with one of a later file here, the missing ones never come.
        return end.chunks < this.#handed || this.#arrivals.isHolding ? 'violation' : 'going';
      }
      if (this.#endFile(end, actions) === 'complete') return 'complete';
    }
    return 'going';
  }

  /**
   * @param {Frame} frame
   * @param {IntakeAction[]} actions
   */
  #hand({ file, payload }, actions) {
    this.#handed += 1;
    if (this.#sink === 'open') {
      actions.push({ type: 'write', file, payload });
    } else {
      this.#taken += 1;
      actions.push({ type: 'progress' });
    }
  }

  /**
   * All of the current file is here.
   *
   * @param {FileEndMessage} end
   * @param {IntakeAction[]} actions
   */
  #endFile({ reason }, actions) {
    if (this.#sink === 'open' && reason === undefined) {
      this.#sink = 'finishing';
      actions.push({ type: 'finish', file: this.#file });
      return 'going';
    }
    if (this.#sink === 'open' && reason !== undefined) {
      this.#failures.set(this.#file, reason);
      actions.push({ type: 'discard', file: this.#file, error: reason });
    }
    return this.#nextFile(actions);
  }

  /** @param {IntakeAction[]} actions */
  #nextFile(actions) {
    this.#arrivals.passed(this.#file);
    this.#file += 1;
    this.#handed = 0;
    this.#taken = 0;
    this.#hasEnded = true;
    actions.push({ type: 'progress' });
    if (this.#file === this.#layout.files) return 'complete';
    this.#sink = 'opening';
    actions.push({ type: 'open', file: this.#file });
    return 'going';
  }
}

/**
 * @param {string} id
 * @param {number} file
 * @returns {FileFailedMessage}
 */
function notStored(id, file) {
  return { type: 'file-failed', id, file, reason: 'storage' };
}
