import { CALL_PAUSE } from '../times.js';

/** Looks for another path when one is gone: at once the first time, after a pause when that happens again soon. */
export class Recovery {
  #clock;
  #last = -Infinity;
  /** @type {(() => void) | null} */
  #cancel = null;

  /** @param {import('../util/clock.js').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** Whether it waits. */
  get isPausing() {
    return this.#cancel !== null;
  }

  /**
   * @param {() => void} now looks for another path
   * @param {() => void} later finds out whether one is still wanted
   */
  begin(now, later) {
    if (this.isPausing) return;
    const isSoon = this.#clock.now() - this.#last < CALL_PAUSE;
    this.#last = this.#clock.now();
    if (isSoon) this.after(later);
    else now();
  }

  /** @param {() => void} action runs after the pause */
  after(action) {
    this.#cancel?.();
    this.#cancel = this.#clock.after(CALL_PAUSE, () => {
      this.#cancel = null;
      action();
    });
  }

  cancel() {
    this.#cancel?.();
    this.#cancel = null;
  }
}
