/** Timers with names, of which one of each name runs at a time. */
export class Timers {
  #clock;
  /** @type {Map<string, () => void>} Cancel functions. */
  #running = new Map();

  /** @param {import('../core/util/clock.js').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** @param {string} name */
  has(name) {
    return this.#running.has(name);
  }

  /**
   * Runs `action` after `delay`, unless a timer of this name runs already.
   *
   * @param {string} name
   * @param {number} delay milliseconds
   * @param {() => void} action
   */
  start(name, delay, action) {
    if (this.#running.has(name)) return;
    const cancel = this.#clock.after(delay, () => {
      this.#running.delete(name);
      action();
    });
    this.#running.set(name, cancel);
  }

  /**
   * Cancels all but one.
   *
   * @param {string} name
   */
  cancelAllBut(name) {
    for (const [other, cancel] of this.#running) {
      if (other === name) continue;
      cancel();
      this.#running.delete(other);
    }
  }

  /** Cancels all of them. */
  cancel() {
    this.cancelAllBut('');
  }
}
