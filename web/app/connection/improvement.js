/** Pauses before the direct path is tried again: the first, and the longest they grow to, in milliseconds. */
const FIRST = 30_000;
const LONGEST = 300_000;

/** The polite side tries later, so that both do not do it at once, in milliseconds. */
const POLITE_DELAY = 5_000;

/** While only the relay carries, the direct path is tried again from time to time. */
export class Improvement {
  #clock;
  #delay;
  #pause = FIRST;
  #action;
  /** @type {(() => void) | null} */
  #cancel = null;

  /**
   * @param {import('../util/clock.js').Clock} clock
   * @param {boolean} isPolite
   * @param {() => void} action tries it
   */
  constructor(clock, isPolite, action) {
    this.#clock = clock;
    this.#delay = isPolite ? POLITE_DELAY : 0;
    this.#action = action;
  }

  /**
   * Whether it is worth a try outside of the pauses.
   *
   * @param {number} age of the last attempt, in milliseconds
   */
  isDue(age) {
    return age >= FIRST;
  }

  /** @param {boolean} isWanted whether the relay is all there is */
  watch(isWanted) {
    if (!isWanted) this.stop();
    else if (this.#cancel === null) this.#schedule();
  }

  /** The next time the pauses begin small again. */
  stop() {
    this.#cancel?.();
    this.#cancel = null;
    this.#pause = FIRST;
  }

  #schedule() {
    this.#cancel = this.#clock.after(this.#pause + this.#delay, () => {
      this.#pause = Math.min(LONGEST, this.#pause * 2);
      this.#schedule();
      this.#action();
    });
  }
}
