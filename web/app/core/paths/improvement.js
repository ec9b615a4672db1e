/** Pauses before a better path is looked for again: the first, and the longest they grow to, in milliseconds. */
const FIRST = 30_000;
const LONGEST = 300_000;

/** The polite side tries later, so that both do not do it at once, in milliseconds. */
const POLITE_DELAY = 5_000;

/** How often a way past TURN is looked for on one network: two that translate badly never find one. */
const MOST_PAST_TURN = 4;

/** @typedef {import('../../types').Route} Route */

/**
 * While only a makeshift carries, a better path is looked for from time to time. A makeshift is every route but the
 * direct one: past the server's relay a direct connection is tried; one over TURN looks for its way anew.
 *
 *    resting ──watch(a makeshift)──► watching ──pause over, or wanted──► watching, with a longer pause
 *       ▲                               │
 *       └── watch(null): no path, ──────┘
 *           or the best; stop
 */
export class Improvement {
  /**
   * @type {{ makeshift: Exclude<Route, 'direct'>, at: number, pause: number, last: number } | null} `at`: the next try; `last`:
   *     the one before, by whichever side
   */
  #watch = null;
  /** Tries past TURN, by either side. */
  #tries = 0;

  get deadline() {
    return this.#watch?.at ?? null;
  }

  /**
   * @param {Route | null} route that carries; null: there is no path
   * @param {boolean} isPolite
   * @param {number} now
   */
  watch(route, isPolite, now) {
    if (route === 'direct') return this.stop();
    if (route === (this.#watch?.makeshift ?? null)) return;
    this.#watch = route && { makeshift: route, at: now + pauseOf(FIRST, isPolite), pause: FIRST, last: now };
  }

  /** Forgets the pauses and tries so far: the network is another one, or the best path is there. */
  stop() {
    this.#watch = null;
    this.#tries = 0;
  }

  /**
   * Decides about a try when a path is wanted now, since the last one may be long ago.
   *
   * @param {number} now
   * @returns {boolean} whether to try
   */
  wanted(now) {
    return this.#watch !== null && now - this.#watch.last >= FIRST && !this.#isHopeless;
  }

  /**
   * A better path is being tried.
   *
   * @param {number} now
   */
  tried(now) {
    if (this.#watch === null) return;
    if (this.#watch.makeshift === 'turn') this.#tries += 1;
    this.#watch.last = now;
  }

  /**
   * The peer restarted ICE, which looks for a way past TURN for both: it counts as one of our tries.
   *
   * @param {boolean} isPolite
   * @param {number} now
   */
  otherTried(isPolite, now) {
    if (this.#watch?.makeshift !== 'turn') return;
    this.tried(now);
    this.#watch.at = now + pauseOf(this.#watch.pause, isPolite);
  }

  /**
   * @param {boolean} isPolite
   * @param {number} now
   * @returns {boolean} whether to try
   */
  due(isPolite, now) {
    if (this.#watch === null) return false;
    this.#watch.pause = Math.min(LONGEST, this.#watch.pause * 2);
    this.#watch.at = now + pauseOf(this.#watch.pause, isPolite);
    return !this.#isHopeless;
  }

  get #isHopeless() {
    return this.#watch?.makeshift === 'turn' && this.#tries >= MOST_PAST_TURN;
  }
}

/**
 * @param {number} pause milliseconds
 * @param {boolean} isPolite
 */
function pauseOf(pause, isPolite) {
  return pause + (isPolite ? POLITE_DELAY : 0);
}
