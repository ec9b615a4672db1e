import { earliest } from './deadline.js';

/**
 * Times at which the route is read, after it has begun to be another one, in milliseconds. The first pair of candidates
 * that works is seldom the best, and Firefox does not report when a better one takes over.
 */
const SETTLING = [500, 2_000, 10_000];

/** Decides when to read which route a direct path takes: some times after each change, until it has settled. */
export class RouteWatch {
  /** @type {(number | null)[]} The next reading for each of `SETTLING`, null where it is done. */
  #readings = SETTLING.map(() => null);

  get deadline() {
    return earliest(...this.#readings);
  }

  /**
   * The route may be another one soon.
   *
   * @param {number} now
   */
  begin(now) {
    this.#readings = this.#readings.map((at, index) => at ?? now + SETTLING[index]);
  }

  /**
   * The path has begun anew: readings for the former one are not needed any more.
   *
   * @param {number} now
   */
  beginAnew(now) {
    this.#readings = SETTLING.map((delay) => now + delay);
  }

  /** @param {number} now at which the route is read */
  due(now) {
    this.#readings = this.#readings.map((at) => (at !== null && at <= now ? null : at));
  }
}
