import { RelayPath } from './relay.js';

/** Time from asking for a relay, or agreeing to it, until the server has made the pairing, in milliseconds. */
const LIMIT = 10_000;

/** One relay from the wish for it to its end. */
export class Pairing {
  /** @type {'requested' | 'accepted' | 'opening' | 'open'} */
  #state;
  #clock;
  #cancelLimit;
  /** @type {RelayPath | null} */
  #path = null;

  /**
   * @param {object} options
   * @param {string} options.call
   * @param {'requested' | 'accepted'} options.state
   * @param {import('../util/clock.js').Clock} options.clock
   * @param {() => void} options.onLimit the server made no pairing in time
   */
  constructor({ call, state, clock, onLimit }) {
    this.call = call;
    this.#state = state;
    this.#clock = clock;
    this.#cancelLimit = clock.after(LIMIT, onLimit);
  }

  get state() {
    return this.#state;
  }

  /** The pipe, once it is opening. */
  get path() {
    return this.#path;
  }

  /** Whether the server has not made the pairing yet. */
  get isWanted() {
    return this.#state === 'requested' || this.#state === 'accepted';
  }

  /**
   * The server has made the pairing.
   *
   * @param {() => WebSocket} create opens the socket; may throw
   * @param {{ open: (pipe: import('./pipe').Pipe) => void, end: () => void }} events
   */
  ready(create, events) {
    this.#cancelLimit();
    this.#state = 'opening';
    try {
      this.#path = new RelayPath({
        create,
        clock: this.#clock,
        events: {
          open: (pipe) => {
            this.#state = 'open';
            events.open(pipe);
          },
          end: events.end,
        },
      });
    } catch {
      events.end();
    }
  }

  close() {
    this.#cancelLimit();
    this.#path?.close();
  }
}
