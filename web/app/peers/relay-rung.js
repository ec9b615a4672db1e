import { identifier } from '../core/util/random.js';
import { Pairing } from '../channels/pairing.js';

/**
 * A request that has crossed one of the other side, which gives way, leads to a pairing within this time, or was never
 * heard: the other side had lost the server then without knowing. In milliseconds.
 */
const CROSSING_LIMIT = 1_000;

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 *
 * @typedef {object} RelayRungEvents
 * @property {(pipe: Pipe) => void} opened
 * @property {(reason: import('../channels/relay.js').RelayEnd) => void} ended by itself
 * @property {(call: string) => void} late the server made no pairing in time
 */

/** The relay of a ladder: none, or one from the wish for it to its end. */
export class RelayRung {
  /** @type {Pairing | null} */
  #pairing = null;
  #options;

  /**
   * @param {object} options
   * @param {SubtleCrypto | null} options.subtle
   * @param {{ own: () => string, peer: string }} options.ids of both devices
   * @param {(token: string) => WebSocket} options.createSocket
   * @param {() => boolean} options.isPolite
   * @param {(message: import('../core/wire/signaling-types').CallMessage) => void} options.signal
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {import('../core/util/random.js').Random} options.random
   * @param {RelayRungEvents} options.events
   */
  constructor(options) {
    this.#options = options;
  }

  get isThere() {
    return this.#pairing !== null;
  }

  get isWanted() {
    return this.#pairing?.isWanted === true;
  }

  /** The pipe while it is open. */
  get pipe() {
    return this.#pairing?.isOpen === true ? this.#pairing.path : null;
  }

  get call() {
    return this.#pairing?.call ?? null;
  }

  /**
   * What took a way to the server may have taken this one as well, and a socket whose other end the network has lost
   * stays open for many minutes: something has to arrive, or it counts as broken. What is sent says nothing, since a
   * dead socket takes it.
   *
   * @param {number} limit milliseconds
   */
  expectLife(limit) {
    const { pipe } = this;
    const received = pipe?.counters.received;
    this.#options.clock.after(limit, () => {
      if (pipe === null || this.pipe !== pipe || pipe.counters.received !== received) return;
      this.drop();
      this.#options.events.ended('broken');
    });
  }

  request() {
    this.#pair(identifier(this.#options.random, 12), 'requester');
  }

  /**
   * The other side asks for the relay.
   *
   * @param {string} call
   * @returns {'goes on' | 'loses' | 'taken'} `goes on`: it asked for this one before. `loses`: both asked at once,
   *     and the other side takes our request
   */
  requested(call) {
    if (this.#pairing?.call === call) return 'goes on';
    if (this.isGlare && !this.#options.isPolite()) {
      this.#crossed();
      return 'loses';
    }
    this.drop();
    this.#pair(call, 'accepter');
    return 'taken';
  }

  /** Whether a request of ours is on its way, so that one of the other side has crossed it. */
  get isGlare() {
    return this.isWanted && this.#pairing?.role === 'requester';
  }

  /** A request of the other side was left aside for ours; if nothing comes of ours soon, it is said again. */
  #crossed() {
    const pairing = this.#pairing;
    this.#options.clock.after(CROSSING_LIMIT, () => {
      if (this.#pairing === pairing) pairing?.repeat();
    });
  }

  /** @param {import('../core/wire/signaling-types').RelayReady} message */
  ready(message) {
    const { ids, createSocket } = this.#options;
    if (this.#pairing?.call !== message.call || !this.#pairing.isWanted) return;
    void this.#pairing.ready(message, { own: ids.own(), peer: ids.peer }, createSocket);
  }

  /** Ends it without a word but to the other end of the pipe. */
  drop() {
    const pairing = this.#pairing;
    this.#pairing = null;
    pairing?.close();
  }

  /**
   * @param {string} call
   * @param {import('../channels/relay-keys.js').RelayRole} role
   */
  #pair(call, role) {
    const { subtle, clock, signal, events } = this.#options;
    /** @type {Pairing} */
    const pairing = new Pairing({
      call,
      role,
      subtle,
      clock,
      signal,
      events: { open: events.opened, end: (reason) => this.#ended(pairing, reason), limit: () => events.late(call) },
    });
    this.#pairing = pairing;
  }

  /**
   * @param {Pairing} pairing
   * @param {import('../channels/relay.js').RelayEnd} reason
   */
  #ended(pairing, reason) {
    if (this.#pairing !== pairing) return;
    this.#pairing = null;
    this.#options.events.ended(reason);
  }
}
