import { isComputing } from './tracked-subtle.js';

/**
 * Time that passes only when a test says so.
 *
 * @implements {Clock}
 */
export class VirtualClock {
  #now = 0;
  #order = 0;
  /** @type {{ at: number, order: number, action: () => void }[]} */
  #timers = [];

  now() {
    return this.#now;
  }

  date() {
    return 1_700_000_000_000 + this.#now;
  }

  /**
   * @param {number} milliseconds
   * @param {() => void} action
   */
  after(milliseconds, action) {
    const timer = { at: this.#now + Math.max(0, milliseconds), order: this.#order, action };
    this.#order += 1;
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /**
   * Lets time pass, timer by timer; promises run in between.
   *
   * @param {number} milliseconds
   */
  async pass(milliseconds) {
    await this.#until(this.#now + milliseconds, () => false);
  }

  /**
   * Lets time pass until `condition` holds.
   *
   * @param {() => boolean} condition
   * @param {number} limit milliseconds
   * @returns {Promise<boolean>} whether it did
   */
  async until(condition, limit) {
    return this.#until(this.#now + limit, condition);
  }

  /**
   * @param {number} end
   * @param {() => boolean} condition
   */
  async #until(end, condition) {
    await settle();
    while (!condition()) {
      const next = this.#earliest(end);
      if (next === null) {
        this.#now = end;
        return condition();
      }
      this.#now = next.at;
      this.#timers = this.#timers.filter((other) => other !== next);
      next.action();
      await settle();
    }
    return true;
  }

  /** @param {number} end */
  #earliest(end) {
    /** @type {{ at: number, order: number, action: () => void } | null} */
    let earliest = null;
    for (const timer of this.#timers) {
      if (timer.at > end) continue;
      if (earliest === null || timer.at < earliest.at || (timer.at === earliest.at && timer.order < earliest.order)) {
        earliest = timer;
      }
    }
    return earliest;
  }
}

/** @typedef {import('../../app/core/util/clock.js').Clock} Clock */

/** Lets all promises that are ready run. */
export async function settle() {
  do await new Promise((resolve) => setImmediate(resolve));
  while (isComputing());
}
