/** Length of the window over which speed is measured, in milliseconds. */
const WINDOW = 5_000;

/** Speed is not known before this much of a window, in milliseconds. */
const YOUNG = 1_000;

/** Samples are this far apart, in milliseconds. */
const INTERVAL = 200;

/** Speed over the last seconds. */
export class SpeedMeter {
  /** @type {{ at: number, bytes: number }[]} */
  #samples = [];

  /**
   * @param {number} now milliseconds
   * @param {number} bytes done so far
   */
  add(now, bytes) {
    const last = this.#samples[this.#samples.length - 1];
    if (last === undefined || now - last.at >= INTERVAL) this.#samples.push({ at: now, bytes });
    // The newest sample that is older than the window is its beginning.
    while (this.#samples.length > 2 && now - this.#samples[1].at >= WINDOW) this.#samples.shift();
  }

  /**
   * Bytes a second up to now, 0 while it is too young.
   *
   * @param {number} now milliseconds
   * @param {number} bytes done so far
   */
  speed(now, bytes) {
    const first = this.#samples[0];
    if (first === undefined || now - first.at < YOUNG) return 0;
    return Math.max(0, ((bytes - first.bytes) * 1_000) / (now - first.at));
  }

  /** Begins anew, after a pause for example. */
  reset() {
    this.#samples = [];
  }
}
