/** Progress is shown this often at most, in milliseconds. */
const PROGRESS_INTERVAL = 250;

/** Speed is shown anew this often, also when nothing moves, in milliseconds. */
const TICK = 1_000;

/**
 * When a conversation is shown anew: for bytes that have moved some times a second, and while a transfer is under way
 * once a second in any case.
 */
export class Pulse {
  #clock;
  #show;
  #tick;
  #isShowing = false;
  #isTicking = false;

  /**
   * @param {import('../core/util/clock.js').Clock} clock
   * @param {object} actions
   * @param {() => void} actions.show
   * @param {() => void} actions.tick a second has passed in which a transfer was under way
   */
  constructor(clock, { show, tick }) {
    this.#clock = clock;
    this.#show = show;
    this.#tick = tick;
  }

  /** Bytes have moved. */
  progressed() {
    if (this.#isShowing) return;
    this.#isShowing = true;
    this.#clock.after(PROGRESS_INTERVAL, () => {
      this.#isShowing = false;
      this.#show();
    });
  }

  /** A transfer is under way. */
  underWay() {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#clock.after(TICK, () => {
      this.#isTicking = false;
      this.#tick();
    });
  }
}
