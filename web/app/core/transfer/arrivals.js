/**
 * @typedef {import('./frame.js').Frame} Frame
 * @typedef {import('./layout.js').Layout} Layout
 * @typedef {import('../wire/conversation-types').FileEndMessage} FileEndMessage
 */

/**
 * The frames and the ends of files that arrive on one pipe, as far as the receiver has not used them. They are checked
 * here: a frame has to be the next one and within the credit, which also bounds how many are held.
 *
 *   begin(mark) ──► marked ──(the mark)──► in order
 *   begin(null) ─────────────────────────► in order
 *
 * Control messages and frames are not ordered to each other, so an end may be here before the frames in front of it.
 */
export class Arrivals {
  /** The next frame: its file and its number there. */
  #file = 0;
  #sequence = 0;
  /** @type {number | null} The round whose mark has yet to come; frames before it are of an earlier time on this pipe. */
  #mark = null;
  /** @type {Frame[]} Frames whose file has not begun. */
  #held = [];
  /** @type {Map<number, FileEndMessage>} Ends that were announced and not yet reached. */
  #ends = new Map();

  /**
   * The sender goes on from here on another pipe. The sender repeats all that came on the former and was not used.
   *
   * @param {number} file
   * @param {number} sequence
   * @param {number | null} mark the round to wait for
   */
  begin(file, sequence, mark) {
    this.clear();
    this.#file = file;
    this.#sequence = sequence;
    this.#mark = mark;
  }

  /**
   * @param {Frame} frame
   * @param {Layout} layout
   * @param {number} granted chunks below it may be sent
   * @returns {'ignored' | 'held' | 'wrong'} `ignored`: it is of an earlier time, or a mark
   */
  add(frame, layout, granted) {
    if (this.#mark !== null) {
      if (frame.payload.length === 0 && frame.sequence === this.#mark) this.#mark = null;
      return 'ignored';
    }
    if (!this.#isExpected(frame, layout, granted)) return 'wrong';
    this.#file = frame.file;
    this.#sequence = frame.sequence + 1;
    this.#held.push(frame);
    return 'held';
  }

  /**
   * @param {FileEndMessage} end
   * @param {Layout} layout
   * @returns {boolean} whether it can be
   */
  addEnd(end, layout) {
    if (end.file >= layout.files || this.#ends.has(end.file)) return false;
    const count = layout.count(end.file);
    if (end.reason === undefined ? end.chunks !== count : end.chunks > count) return false;
    this.#ends.set(end.file, end);
    return true;
  }

  /**
   * The next frame, if it belongs to `file`; it is not held any more.
   *
   * @param {number} file
   * @returns {Frame | null}
   */
  take(file) {
    return this.#held[0]?.file === file ? /** @type {Frame} */ (this.#held.shift()) : null;
  }

  /** Whether frames are held. */
  get isHolding() {
    return this.#held.length > 0;
  }

  /**
   * The end that was announced for `file`.
   *
   * @param {number} file
   * @returns {FileEndMessage | null}
   */
  end(file) {
    return this.#ends.get(file) ?? null;
  }

  /** @param {number} file whose end was reached */
  passed(file) {
    this.#ends.delete(file);
  }

  /**
   * Number of the next frame, counted through the transfer.
   *
   * @param {Layout} layout
   */
  position(layout) {
    return layout.start(this.#file) + this.#sequence;
  }

  clear() {
    this.#held = [];
    this.#ends.clear();
  }

  /**
   * Whether a frame is the next one, or the first of a later file. The latter is right if the files between end short of
   * it, which their `file-end` has to say.
   *
   * @param {Frame} frame
   * @param {Layout} layout
   * @param {number} granted
   */
  #isExpected({ file, sequence, payload }, layout, granted) {
    if (file >= layout.files || sequence >= layout.count(file)) return false;
    const isNext = file === this.#file && sequence === this.#sequence;
    const isLater = file > this.#file && sequence === 0;
    return (
      (isNext || isLater) && layout.start(file) + sequence < granted && payload.length === layout.length(file, sequence)
    );
  }
}
