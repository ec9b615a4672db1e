import { decodeUtf8, encodeUtf8 } from '../core/util/utf8.js';
import { InOrder } from './in-order.js';
import { MOST_UNDECRYPTED, PREFERRED_PAYLOAD, RELAY_WATERMARKS } from '../core/wire/limits.js';
import { Mailbox } from './mailbox.js';

/** @typedef {import('./pipe').Pipe} Pipe */

/**
 * A `WebSocket` has no event for a drained buffer, so it is looked at. Credit arrives while data flows and makes the
 * sender look as well; this timer covers the rest, in milliseconds.
 */
const POLL = 10;

/** First bytes of messages. */
const CONTROL = 0;
const DATA = 1;
const END = 2;

/**
 * The reason why a relay is over. `done`: this side is; `ended`: the other side said so; `broken`: the socket closed
 * without a word, or a message was not as the protocol says; `forged`: a message is not what the other side encrypted.
 *
 * @typedef {'done' | 'ended' | 'broken' | 'forged'} RelayEnd
 */

/**
 * A relay socket as a pipe. It is open once the server has joined both sides.
 *
 *    opening ──an empty message: both sides are there──► open ──close, END, or the socket closes──► ended
 *       └───────────────── close, anything else, or the socket closes ────────────────────────────────┘
 *
 * @implements {Pipe}
 */
export class RelayPipe {
  /** @type {'relay'} */
  kind = 'relay';
  headroom = 1;
  highWatermark = RELAY_WATERMARKS.high;
  maxPayload = PREFERRED_PAYLOAD;
  /** @type {'opening' | 'open' | 'ended'} */
  #state = 'opening';
  #socket;
  #cipher;
  #clock;
  /** @type {Mailbox} */
  #mailbox = new Mailbox(this);
  #events;
  /** @type {(() => void) | null} */
  #cancelPoll = null;
  #sealing = new InOrder(() => this.#end('broken'));
  #decrypting = new InOrder(() => this.#end('forged'));

  /**
   * @param {object} options
   * @param {() => WebSocket} options.create opens the socket with the subprotocol and the token; may throw
   * @param {import('./relay-cipher.js').RelayCipher | null} options.cipher null: in the clear
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {{ open: (pipe: import('./pipe').Pipe) => void, end: (reason: RelayEnd) => void }} options.events
   */
  constructor({ create, cipher, clock, events }) {
    this.#cipher = cipher;
    this.#clock = clock;
    this.#events = events;
    this.#socket = create();
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onmessage = (event) => this.#arrived(event.data);
    this.#socket.onclose = () => this.#closed();
  }

  get isOpen() {
    return this.#state === 'open';
  }

  /** @returns {import('../types').Route} */
  get route() {
    return this.#cipher === null ? 'readable' : 'encrypted';
  }

  get buffered() {
    return this.#socket.bufferedAmount + this.#sealing.pending;
  }

  get counters() {
    return this.#mailbox.counters;
  }

  /** @param {import('./pipe').PipeHandler} handler */
  attach(handler) {
    this.#mailbox.attach(handler);
  }

  /** @param {() => void} heard runs once, when something arrives */
  listen(heard) {
    this.#mailbox.listen(heard);
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
    this.#end('done');
  }

  /** @param {unknown} data */
  #arrived(data) {
    if (!(data instanceof ArrayBuffer)) return this.#end('broken');
    if (this.#state === 'opening') return this.#joined(data.byteLength);
    if (this.#cipher === null) return this.#received(new Uint8Array(data));
    // Credit keeps an honest sender far below this.
    if (this.#decrypting.pending + data.byteLength > MOST_UNDECRYPTED) return this.#end('broken');
    this.#decrypting.add(data.byteLength, this.#cipher.open(data), (plain) => this.#received(new Uint8Array(plain)));
  }

  /** @param {number} length of the server's message that both sides are there, which is empty */
  #joined(length) {
    if (length !== 0) return this.#end('broken');
    this.#state = 'open';
    this.#events.open(this);
  }

  /** @param {Uint8Array} message */
  #received(message) {
    switch (message[0]) {
      case CONTROL: return this.#control(message.subarray(1));
      case DATA: return this.#mailbox.frame(message.subarray(1));
      case END: return this.#end('ended');
      default: return this.#end('broken');
    }
  }

  /** @param {Uint8Array} bytes */
  #control(bytes) {
    const text = decodeUtf8(bytes);
    if (text === null) this.#end('broken');
    else this.#mailbox.control(text);
  }

  /** The socket has closed. Messages that came before count, though they may still have to be decrypted. */
  #closed() {
    this.#decrypting.after(() => this.#end('broken'));
  }

  /** @param {Uint8Array} message */
  #send(message) {
    if (this.#state !== 'open') return false;
    this.#pass(message);
    this.#mailbox.counters.sent += message.length;
    return true;
  }

  /** @param {Uint8Array} message whose buffer is used again when this returns */
  #pass(message) {
    if (this.#cipher === null) this.#socket.send(message);
    else this.#sealing.add(message.length, this.#cipher.seal(message), (sealed) => this.#socket.send(sealed));
  }

  /** @param {RelayEnd} reason */
  #end(reason) {
    if (this.#state === 'ended') return;
    const saysGoodbye = this.#state === 'open' && reason === 'done';
    this.#state = 'ended';
    this.#cancelPoll?.();
    this.#decrypting.stop();
    this.#socket.onmessage = this.#socket.onclose = null;
    if (saysGoodbye) this.#pass(Uint8Array.of(END));
    else this.#sealing.stop();
    if (saysGoodbye && this.#cipher !== null) this.#sealing.after(() => this.#socket.close(1000));
    else this.#socket.close(1000);
    this.#mailbox.closed();
    this.#events.end(reason);
  }
}
