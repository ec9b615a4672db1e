import { RECONNECT, RECONNECT_LONGEST } from '../core/times.js';
import { fraction } from '../core/util/random.js';

/** Pauses between attempts to connect: twice as long each time, with jitter so that a room does not return at once. */
export class Backoff {
  #random;
  #failures = 0;

  /** @param {import('../core/util/random.js').Random} random */
  constructor(random) {
    this.#random = random;
  }

  /** The next wait in milliseconds: between half and all of the exponential one. */
  next() {
    const whole = Math.min(RECONNECT_LONGEST, RECONNECT * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    return whole * (0.5 + fraction(this.#random) / 2);
  }

  reset() {
    this.#failures = 0;
  }
}
