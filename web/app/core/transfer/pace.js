import { SpeedMeter } from './speed.js';

/** A person who sees nothing move for this time begins to wonder, in milliseconds. */
const STILL = 3_000;

/**
 * How a transfer moves: how fast, and while it stands still since when and for whom it waits.
 *
 *   moving ──(nothing for 3 s, on a slow line longer)──► still ──(moved, begin)──► moving
 */
export class Pace {
  #meter = new SpeedMeter();
  /** Bytes that the receiver has acknowledged. */
  #done = 0;
  #movedAt = 0;
  /** The longest time between two moves of late. */
  #pause = 0;
  /** @type {import('../../types').Hold | null} */
  #hold = null;

  /** When it moved last, in milliseconds. */
  get movedAt() {
    return this.#movedAt;
  }

  /** For whom it waits; null: it moves, or that is not known. */
  get hold() {
    return this.#hold;
  }

  /**
   * Its status is another one.
   *
   * @param {number} now milliseconds
   */
  begin(now) {
    this.#meter.reset();
    this.#movedAt = now;
    this.#pause = 0;
    this.#hold = null;
  }

  /**
   * @param {number} now milliseconds
   * @param {number} done bytes acknowledged so far
   */
  moved(now, done) {
    this.#meter.add(now, done);
    if (done === this.#done) return;
    this.#done = done;
    this.#pause = Math.max(now - this.#movedAt, this.#pause / 2);
    this.#movedAt = now;
    this.#hold = null;
  }

  /**
   * Time has passed: speed is another, also when nothing else is.
   *
   * @param {number} now milliseconds
   */
  tick(now) {
    this.#meter.add(now, this.#done);
  }

  /**
   * Whether it has not moved for so long that a person wonders. On a slow line there is little to be seen at a time.
   *
   * @param {number} now milliseconds
   */
  isStill(now) {
    return now - this.#movedAt >= Math.max(STILL, 2 * this.#pause);
  }

  /** @param {import('../../types').Hold | null} hold for whom it waits */
  waitFor(hold) {
    this.#hold = hold;
  }

  /**
   * @param {number} now milliseconds
   * @returns {number} bytes a second, 0 while it is too young
   */
  speed(now) {
    return Math.round(this.#meter.speed(now, this.#done));
  }
}
