import { decodeUtf8, encodeUtf8 } from '../util/utf8.js';
import { PREFERRED_PAYLOAD, RELAY_WATERMARKS } from './limits.js';
import { Mailbox } from './mailbox.js';

/** @typedef {import('./pipe').Pipe} Pipe */

/** Subprotocol of the relay socket; the token goes beside it. docs/protocol.md, Relay. */
export const SUBPROTOCOL = 'ferry.relay.1';

/** The other side has 20 seconds to come; then the server closes. This only covers a server that does not answer. */
const OPENING_LIMIT = 25_000;

/**
 * A `WebSocket` has no event for a drained buffer, so it is looked at. Credit arrives while data flows and makes the
 * sender look as well; this timer covers the rest, in milliseconds.
 */
const POLL = 10;

const CONTROL = 0;
const DATA = 1;

/**
 * A relay socket as a pipe. It is open once the server has joined both sides.
 *
 * @implements {Pipe}
 */
export class RelayPath {
  /** @type {'relay'} */
  kind = 'relay';
  headroom = 1;
  highWatermark = RELAY_WATERMARKS.high;
  maxPayload = PREFERRED_PAYLOAD;
  /** @type {'opening' | 'open' | 'ended'} */
  #state = 'opening';
  #socket;
  #clock;
  /** @type {Mailbox} */
  #mailbox = new Mailbox(this);
  #events;
  #cancelLimit;
  /** @type {(() => void) | null} */
  #cancelPoll = null;

  /**
   * @param {object} options
   * @param {() => WebSocket} options.create opens the socket with the subprotocol and the token; may throw
   * @param {import('../util/clock.js').Clock} options.clock
   * @param {{ open: (pipe: import('./pipe').Pipe) => void, end: (code: number) => void }} options.events
   */
  constructor({ create, clock, events }) {
    this.#clock = clock;
    this.#events = events;
    this.#socket = create();
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onmessage = (event) => this.#received(event.data);
    this.#socket.onclose = (event) => this.#end(event.code);
    this.#cancelLimit = clock.after(OPENING_LIMIT, () => this.close());
  }

  get isOpen() {
    return this.#state === 'open';
  }

  get buffered() {
    return this.#socket.bufferedAmount;
  }

  get counters() {
    return this.#mailbox.counters;
  }

  /** @param {import('./pipe').PipeHandler} handler */
  attach(handler) {
    this.#mailbox.attach(handler);
  }

  /** @param {string} text */
  sendControl(text) {
    const bytes = encodeUtf8(text);
    const message = new Uint8Array(bytes.length + 1);
    message[0] = CONTROL;
    message.set(bytes, 1);
    return this.#send(message);
  }

  /** @param {Uint8Array} message */
  sendFrame(message) {
    message[0] = DATA;
    return this.#send(message);
  }

  notifyWhenLow() {
    this.#cancelPoll ??= this.#clock.after(POLL, () => {
      this.#cancelPoll = null;
      if (this.#state !== 'open') return;
      if (this.buffered > RELAY_WATERMARKS.low) this.notifyWhenLow();
      else this.#mailbox.low();
    });
  }

  close() {
    this.#end(1000);
  }

  /** @param {unknown} data */
  #received(data) {
    if (!(data instanceof ArrayBuffer)) return this.close();
    const message = new Uint8Array(data);
    if (this.#state === 'opening') return this.#joined(message);
    if (message.length > 0 && message[0] === CONTROL) return this.#control(message.subarray(1));
    if (message.length > 0 && message[0] === DATA) return this.#mailbox.frame(message.subarray(1));
    this.close();
  }

  /** @param {Uint8Array} message */
  #joined(message) {
    if (message.length !== 0) return this.close();
    this.#cancelLimit();
    this.#state = 'open';
    this.#events.open(this);
  }

  /** @param {Uint8Array} bytes */
  #control(bytes) {
    const text = decodeUtf8(bytes);
    if (text === null) this.close();
    else this.#mailbox.control(text);
  }

  /** @param {Uint8Array} message */
  #send(message) {
    if (this.#state !== 'open') return false;
    this.#socket.send(message);
    this.#mailbox.counters.sent += message.length;
    return true;
  }

  /** @param {number} code */
  #end(code) {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#cancelLimit();
    this.#cancelPoll?.();
    this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close(1000);
    this.#mailbox.closed();
    this.#events.end(code);
  }
}
