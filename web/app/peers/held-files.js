/** @typedef {import('../files/sinks/sink').Held} Held */

/** The received files of one transfer that this page holds, and what the interface sees of that. */
export class HeldFiles {
  #view;
  /** @type {Map<number, Held>} */
  #held = new Map();

  /** @param {import('../state/transfer-view.js').TransferView} view */
  constructor(view) {
    this.#view = view;
  }

  /**
   * A file has arrived. What went to the downloads as it came is not held.
   *
   * @param {number} file
   * @param {Held | null} held
   */
  stored(file, held) {
    if (held === null) return this.#view.updateFile(file, { place: 'downloads', openable: false });
    this.#held.set(file, held);
    this.#view.updateFile(file, { place: 'held' });
  }

  /**
   * The bytes of a file, if this page holds them.
   *
   * @param {number} file
   */
  blob(file) {
    return this.#held.get(file)?.blob ?? null;
  }

  /**
   * Files to save: those that were never handed over, or all that are held if there are none.
   *
   * @returns {number[]}
   */
  get toSave() {
    const all = [...this.#held.keys()];
    const unsaved = all.filter((file) => this.#view.files[file].handed === 'never');
    return unsaved.length > 0 ? unsaved : all;
  }

  /** @returns {number[]} in their order */
  get all() {
    return [...this.#held.keys()].sort((one, other) => one - other);
  }

  /**
   * A file was handed to the browser's downloads.
   *
   * @param {number} file
   * @param {'begun' | 'done'} handed whether the browser may still be reading it
   */
  handed(file, handed) {
    const held = this.#held.get(file);
    if (held === undefined) return;
    // The browser may not have taken it.
    if (handed === 'done' && this.#view.files[file].handed === 'never') return;
    // A file that is being read stays.
    if (handed === 'done') held.handed();
    this.#view.updateFile(file, { handed });
  }

  /**
   * Others needed the room.
   *
   * @param {number} file
   */
  released(file) {
    if (this.#held.delete(file)) this.#view.updateFile(file, { place: 'released', openable: false });
  }

  /** The person is done with all of them. */
  discard() {
    for (const [file, held] of this.#held) {
      held.drop();
      this.#view.updateFile(file, { place: 'discarded', openable: false });
    }
    this.#held.clear();
  }
}
