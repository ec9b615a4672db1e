import { RELAY_WATERMARKS, payloadWithin } from '../../app/core/wire/limits.js';
import { Mailbox } from '../../app/channels/mailbox.js';

/**
 * @typedef {import('../../app/channels/pipe').Pipe} Pipe
 * @typedef {Pipe['kind']} PathKind
 */

/**
 * One end of a pipe in virtual time. Like data channels, control and data of a direct pipe are not ordered to each
 * other; on a relay they are.
 *
 * @implements {Pipe}
 */
export class FakePipe {
  isOpen = true;
  highWatermark = RELAY_WATERMARKS.high;
  buffered = 0;
  #wantsLow = false;
  /** @type {Mailbox} */
  #mailbox = new Mailbox(this);
  /** @type {FakePipe | null} */
  #other = null;
  #lastArrival = { control: 0, data: 0 };

  /**
   * @param {PathKind} kind
   * @param {import('./virtual-clock.js').VirtualClock} clock
   * @param {() => number} latency of the next message, in milliseconds
   * @param {number} [maxMessageSize]
   */
  constructor(kind, clock, latency, maxMessageSize = 262_144) {
    this.kind = kind;
    this.route = kind === 'direct' ? /** @type {const} */ ('direct') : /** @type {const} */ ('readable');
    this.clock = clock;
    this.latency = latency;
    this.headroom = kind === 'relay' ? 1 : 0;
    this.maxPayload = payloadWithin(maxMessageSize);
  }

  get counters() {
    return this.#mailbox.counters;
  }

  /** @param {import('../../app/channels/pipe').PipeHandler} handler */
  attach(handler) {
    this.#mailbox.attach(handler);
  }

  /** @param {FakePipe} other */
  join(other) {
    this.#other = other;
  }

  /** @param {string} text */
  sendControl(text) {
    return this.#send('control', text.length, (mailbox) => mailbox.control(text));
  }

  /** @param {Uint8Array} message */
  sendFrame(message) {
    const frame = message.slice(this.headroom);
    return this.#send('data', frame.length, (mailbox) => mailbox.frame(frame));
  }

  notifyWhenLow() {
    this.#wantsLow = true;
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#mailbox.closed();
    const other = this.#other;
    this.clock.after(this.latency(), () => other?.close());
  }

  /**
   * @param {'control' | 'data'} channel
   * @param {number} length
   * @param {(mailbox: Mailbox) => void} deliver
   */
  #send(channel, length, deliver) {
    if (!this.isOpen) return false;
    this.counters.sent += length;
    if (channel === 'data') this.buffered += length;
    const arrival = Math.max(this.clock.now() + this.latency(), this.#after(channel));
    this.#lastArrival[channel] = arrival;
    this.clock.after(arrival - this.clock.now(), () => this.#arrive(channel, length, deliver));
    return true;
  }

  /** @param {'control' | 'data'} channel */
  #after(channel) {
    const { control, data } = this.#lastArrival;
    return this.kind === 'relay' ? Math.max(control, data) : this.#lastArrival[channel];
  }

  /**
   * @param {'control' | 'data'} channel
   * @param {number} length
   * @param {(mailbox: Mailbox) => void} deliver
   */
  #arrive(channel, length, deliver) {
    if (channel === 'data') this.buffered -= length;
    // Messages under way are lost when either end closes.
    if (!this.isOpen || this.#other === null || !this.#other.isOpen) return;
    deliver(this.#other.#mailbox);
    if (!this.#wantsLow || this.buffered > RELAY_WATERMARKS.low) return;
    this.#wantsLow = false;
    this.#mailbox.low();
  }
}

/**
 * Both ends of a pipe.
 *
 * @param {PathKind} kind
 * @param {import('./virtual-clock.js').VirtualClock} clock
 * @param {() => number} latency
 * @param {number} [maxMessageSize]
 * @returns {[FakePipe, FakePipe]}
 */
export function fakePipes(kind, clock, latency, maxMessageSize) {
  const one = new FakePipe(kind, clock, latency, maxMessageSize);
  const other = new FakePipe(kind, clock, latency, maxMessageSize);
  one.join(other);
  other.join(one);
  return [one, other];
}
