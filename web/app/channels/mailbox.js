import { fitsUtf8 } from '../core/util/utf8.js';
import { LARGEST_BACKLOG, LONGEST_CONTROL } from '../core/wire/limits.js';

/** @typedef {import('./pipe').Pipe} Pipe */
/** @typedef {import('./pipe').PipeHandler} PipeHandler */

/** The messages that arrive on a pipe: counted, checked for size, and kept until a handler is attached. */
export class Mailbox {
  #pipe;
  /** @type {PipeHandler | null} */
  #handler = null;
  /** @type {((handler: PipeHandler) => void)[]} */
  #backlog = [];
  #backlogBytes = 0;
  #isClosed = false;
  /** @type {(() => void) | null} */
  #onArrival = null;
  counters = { sent: 0, received: 0 };

  /** @param {Pipe} pipe */
  constructor(pipe) {
    this.#pipe = pipe;
  }

  /** @param {PipeHandler} handler */
  attach(handler) {
    this.#handler = handler;
    const backlog = this.#backlog;
    this.#backlog = [];
    for (const deliver of backlog) deliver(handler);
  }

  /** @param {() => void} heard runs once, when the next message arrives */
  listen(heard) {
    this.#onArrival = heard;
  }

  /** @param {string} text */
  control(text) {
    this.#count(text.length);
    if (!fitsUtf8(text, LONGEST_CONTROL)) return this.#pipe.close();
    if (this.#handler !== null) this.#handler.control(this.#pipe, text);
    else this.#keep(text.length, (handler) => handler.control(this.#pipe, text));
  }

  /** @param {Uint8Array} frame */
  frame(frame) {
    this.#count(frame.byteLength);
    if (this.#handler !== null) this.#handler.frame(this.#pipe, frame);
    else this.#keep(frame.byteLength, (handler) => handler.frame(this.#pipe, frame));
  }

  low() {
    this.#handler?.low(this.#pipe);
  }

  closed() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#handler !== null) this.#handler.closed(this.#pipe);
    else this.#backlog.push((handler) => handler.closed(this.#pipe));
  }

  /** @param {number} length of what has arrived */
  #count(length) {
    this.counters.received += length;
    const heard = this.#onArrival;
    this.#onArrival = null;
    heard?.();
  }

  /**
   * @param {number} length
   * @param {(handler: PipeHandler) => void} deliver
   */
  #keep(length, deliver) {
    this.#backlogBytes += length;
    if (this.#backlogBytes <= LARGEST_BACKLOG) this.#backlog.push(deliver);
    else this.#pipe.close();
  }
}
