/** Samples kept, one a second. */
const LENGTH = 30;

const SECOND = 1_000;

/** After this time without anybody asking, sampling stops, in milliseconds. */
const INTEREST = 5_000;

/** Bytes a second over the last half minute, sampled only while somebody looks or something is transferred. */
export class ThroughputMeter {
  #clock;
  #total;
  #isBusy;
  /** @type {number[]} */
  #samples = [];
  #last = { at: 0, bytes: 0 };
  #lastAsked = -Infinity;
  #isRunning = false;

  /**
   * @param {object} options
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {() => number} options.total bytes through all pipes so far
   * @param {() => boolean} options.isBusy
   */
  constructor({ clock, total, isBusy }) {
    this.#clock = clock;
    this.#total = total;
    this.#isBusy = isBusy;
  }

  /** @returns {number[]} newest last */
  read() {
    this.#lastAsked = this.#clock.now();
    this.run();
    return [...this.#samples];
  }

  /** Begins to measure, if it does not already. */
  run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#last = { at: this.#clock.now(), bytes: this.#total() };
    this.#clock.after(SECOND, () => this.#sample());
  }

  #sample() {
    const now = this.#clock.now();
    const bytes = this.#total();
    // Timers of hidden pages are late; the rate is over the time that really went by.
    this.#samples.push(Math.round(((bytes - this.#last.bytes) * SECOND) / Math.max(1, now - this.#last.at)));
    if (this.#samples.length > LENGTH) this.#samples.shift();
    this.#last = { at: now, bytes };
    this.#isRunning = this.#isBusy() || now - this.#lastAsked < INTEREST;
    if (this.#isRunning) this.#clock.after(SECOND, () => this.#sample());
  }
}
