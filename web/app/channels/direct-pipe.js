import { DIRECT_WATERMARKS, payloadWithin } from '../core/wire/limits.js';
import { Mailbox } from './mailbox.js';

/** @typedef {import('./pipe').Pipe} Pipe */

/** Both channels carry this `protocol`. docs/protocol.md, Pipes. */
const CHANNEL_PROTOCOL = 'ferry.1';

/**
 * Two data channels of one connection as a pipe.
 *
 * @implements {Pipe}
 */
export class DirectPipe {
  /** @type {'direct'} */
  kind = 'direct';
  /**
   * The route that the statistics named last.
   *
   * @type {import('../types').Route}
   */
  route = 'direct';
  headroom = 0;
  highWatermark = DIRECT_WATERMARKS.high;
  /** Set once the connection is open. */
  maxPayload = payloadWithin(0);
  #connection;
  #control;
  #data;
  /** @type {Mailbox} */
  #mailbox = new Mailbox(this);
  #onEnd;

  /**
   * @param {RTCPeerConnection} connection
   * @param {() => void} onOpen both channels are open
   * @param {() => void} onEnd one of them has closed; called after the handler of the pipe was told
   */
  constructor(connection, onOpen, onEnd) {
    this.#connection = connection;
    this.#onEnd = onEnd;
    this.#control = this.#channel('control', 0);
    this.#data = this.#channel('data', 1);
    this.#data.bufferedAmountLowThreshold = DIRECT_WATERMARKS.low;
    this.#control.onmessage = (event) => {
      if (typeof event.data === 'string') this.#mailbox.control(event.data);
      else this.close();
    };
    this.#data.onmessage = (event) => {
      if (event.data instanceof ArrayBuffer) this.#mailbox.frame(new Uint8Array(event.data));
      else this.close();
    };
    this.#control.onopen = this.#data.onopen = () => {
      if (!this.isOpen) return;
      this.maxPayload = payloadWithin(connection.sctp?.maxMessageSize ?? 65_536);
      onOpen();
    };
    this.#control.onclose = this.#data.onclose = () => this.close();
  }

  get isOpen() {
    return this.#control.readyState === 'open' && this.#data.readyState === 'open';
  }

  get buffered() {
    return this.#data.bufferedAmount;
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
    return this.#send(text.length, () => this.#control.send(text));
  }

  /** @param {Uint8Array} message */
  sendFrame(message) {
    return this.#send(message.byteLength, () => this.#data.send(message));
  }

  notifyWhenLow() {
    this.#data.onbufferedamountlow = () => {
      this.#data.onbufferedamountlow = null;
      this.#mailbox.low();
    };
  }

  close() {
    this.#control.onclose = this.#data.onclose = null;
    this.#control.onmessage = this.#data.onmessage = null;
    this.#control.close();
    this.#data.close();
    this.#mailbox.closed();
    this.#onEnd();
  }

  /**
   * @param {string} label
   * @param {number} id
   */
  #channel(label, id) {
    const options = { negotiated: true, id, ordered: true, protocol: CHANNEL_PROTOCOL };
    const channel = this.#connection.createDataChannel(label, options);
    channel.binaryType = 'arraybuffer';
    return channel;
  }

  /**
   * A channel throws when it is closing or its queue is full; both end in `closed`.
   *
   * @param {number} length
   * @param {() => void} send
   */
  #send(length, send) {
    try {
      send();
    } catch {
      return false;
    }
    this.#mailbox.counters.sent += length;
    return true;
  }
}
