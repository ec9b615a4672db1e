/**
 * The time of one machine, which may sleep: timers that are due meanwhile fire all at once when it wakes.
 *
 * @implements {Clock}
 */
export class SleepyClock {
  #clock;
  #isAsleep = false;
  /** @type {Set<() => void>} What is due, in order. */
  #due = new Set();

  /** @param {import('./virtual-clock.js').VirtualClock} clock that everybody shares */
  constructor(clock) {
    this.#clock = clock;
  }

  get isAsleep() {
    return this.#isAsleep;
  }

  now() {
    return this.#clock.now();
  }

  date() {
    return this.#clock.date();
  }

  /**
   * @param {number} milliseconds
   * @param {() => void} action
   */
  after(milliseconds, action) {
    const run = () => action();
    const cancel = this.#clock.after(milliseconds, () => void (this.#isAsleep ? this.#due.add(run) : run()));
    return () => {
      cancel();
      this.#due.delete(run);
    };
  }

  sleep() {
    this.#isAsleep = true;
  }

  wake() {
    this.#isAsleep = false;
    for (const run of this.#due) {
      this.#due.delete(run);
      run();
    }
  }
}

/** @typedef {import('../../app/core/util/clock.js').Clock} Clock */
