/** Pauses before a better path is looked for again: the first, and the longest they grow to, in milliseconds. */
const FIRST = 30_000;
const LONGEST = 300_000;

/** The polite side tries later, so that both do not do it at once, in milliseconds. */
const POLITE_DELAY = 5_000;

/** How often a way past TURN is looked for on one network: two that translate badly never find one. */
const MOST_PAST_TURN = 4;

/**
 * What carries while there is nothing better. `relay`: the server's; then a direct connection is tried. `turn`: a
 * direct connection over TURN; then it looks for its way anew.
 *
 * @typedef {'relay' | 'turn'} Makeshift
 */

/** While only a makeshift carries, a better path is looked for from time to time. */
export class Improvement {
  #clock;
  #delay;
  #pause = FIRST;
  #action;
  /** @type {Makeshift | null} */
  #makeshift = null;
  /** Tries past TURN, by either side. */
  #tries = 0;
  #last = -Infinity;
  /** @type {(() => void) | null} */
  #cancel = null;

  /**
   * @param {import('../util/clock.js').Clock} clock
   * @param {boolean} isPolite
   * @param {() => boolean} action tries it; whether it did
   */
  constructor(clock, isPolite, action) {
    this.#clock = clock;
    this.#delay = isPolite ? POLITE_DELAY : 0;
    this.#action = action;
  }

  /** @param {Makeshift | null} makeshift null: there is no path, or the best */
  watch(makeshift) {
    if (makeshift === this.#makeshift) return;
    this.#rest();
    this.#makeshift = makeshift;
    if (makeshift === null) return;
    this.#last = this.#clock.now();
    this.#schedule();
  }

  /** Things are other than they were: the next time the pauses begin small again, and the tries are not counted. */
  stop() {
    this.#rest();
    this.#makeshift = null;
    this.#tries = 0;
  }

  /** Somebody wants a path now; the last try may be long ago. */
  wanted() {
    if (this.#makeshift !== null && this.#clock.now() - this.#last >= FIRST) this.#try();
  }

  /** The other side has looked for a way past TURN, which finds one for both. */
  otherTried() {
    if (this.#makeshift !== 'turn') return;
    this.#tried();
    this.#cancel?.();
    this.#schedule();
  }

  #rest() {
    this.#cancel?.();
    this.#cancel = null;
    this.#pause = FIRST;
  }

  #schedule() {
    this.#cancel = this.#clock.after(this.#pause + this.#delay, () => {
      this.#pause = Math.min(LONGEST, this.#pause * 2);
      this.#schedule();
      this.#try();
    });
  }

  #try() {
    const isHopeless = this.#makeshift === 'turn' && this.#tries >= MOST_PAST_TURN;
    if (!isHopeless && this.#action()) this.#tried();
  }

  #tried() {
    if (this.#makeshift === 'turn') this.#tries += 1;
    this.#last = this.#clock.now();
  }
}
