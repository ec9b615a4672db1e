/** Tries something again and again, with pauses that grow. */
export class Retries {
  #clock;
  #first;
  #longest;
  #pause;
  #action;
  /** @type {(() => void) | null} */
  #cancel = null;

  /**
   * @param {object} options
   * @param {import('../util/clock.js').Clock} options.clock
   * @param {number} options.first pause, in milliseconds
   * @param {number} options.longest pause, in milliseconds
   * @param {() => void} options.action
   */
  constructor({ clock, first, longest, action }) {
    this.#clock = clock;
    this.#first = this.#pause = first;
    this.#longest = longest;
    this.#action = action;
  }

  /** Begins, unless it goes on already. */
  start() {
    if (this.#cancel !== null) return;
    this.#cancel = this.#clock.after(this.#pause, () => {
      this.#cancel = null;
      this.#pause = Math.min(this.#longest, this.#pause * 2);
      this.start();
      this.#action();
    });
  }

  /** Ends it; the next time the pauses begin small again. */
  stop() {
    this.#cancel?.();
    this.#cancel = null;
    this.#pause = this.#first;
  }
}
