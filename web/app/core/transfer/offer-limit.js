/** Offers in a row that may come to nothing before a device has to wait with the next. */
const MOST = 4;

/** After this time it may make one more, in milliseconds. */
const PAUSE = 60_000;

/**
 * How many offers a device may make: a token bucket. Each offer takes a token, also one that is withdrawn, and a token
 * comes back each minute; accepting an offer refills the bucket. So a device cannot ask again and again for what its
 * person has declined.
 */
export class OfferLimit {
  #clock;
  #left = MOST;
  #since = 0;

  /** @param {import('../util/clock.js').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** Whether a further offer would be too many for now. */
  get isReached() {
    this.#refill();
    return this.#left <= 0;
  }

  /** An offer is shown to the person. */
  offered() {
    this.#refill();
    this.#left -= 1;
  }

  /** The person has accepted an offer. */
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
