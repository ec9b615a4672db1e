/** Offers in a row that may come to nothing before a device has to wait with the next. */
const MOST = 4;

/** After this time it may make one more, in milliseconds. */
const PAUSE = 60_000;

/**
 * How often a device may ask: each offer it makes costs, and a 'yes' makes good for all. So nobody is asked again and
 * again for what they have declined, by offers that are taken back neither.
 */
export class Welcome {
  #clock;
  #left = MOST;
  #since = 0;

  /** @param {import('../util/clock.js').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** Whether an offer may be shown. */
  get isLeft() {
    this.#refill();
    return this.#left > 0;
  }

  /** An offer is shown. */
  asked() {
    this.#refill();
    this.#left -= 1;
  }

  /** The person has said yes. */
  accepted() {
    this.#left = MOST;
  }

  #refill() {
    const now = this.#clock.now();
    if (this.#left >= MOST) this.#since = now;
    const more = Math.min(MOST - this.#left, Math.floor((now - this.#since) / PAUSE));
    this.#left += more;
    this.#since += more * PAUSE;
  }
}
