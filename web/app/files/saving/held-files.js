/**
 * @typedef {import('../sinks/sink').Held} Held
 * @typedef {import('../../types').FileState} FileState
 * @typedef {import('../../types').TransferEntry} TransferEntry
 */

/**
 * The received files of one transfer: where their bytes are, and how far they are handed to the browser's downloads.
 *
 *              stored(held)          released: others need the room
 *   none ──────────────────► held ─────────────────────────────────► released
 *     │                       │ discard
 *     │ stored(null)          ▼
 *     └────────► downloads   discarded
 */
export class HeldFiles {
  #onChange;
  /** @type {Map<number, Held>} */
  #held = new Map();
  /** @type {Map<number, FileState['place']>} Of files that have arrived. */
  #places = new Map();
  /** @type {Map<number, FileState['handed']>} Of files that were handed over. */
  #handed = new Map();
  /** @type {TransferEntry['handOver']} */
  #handOver = null;
  #hasArchiveFailed = false;

  /**
   * @param {readonly import('../../core/transfer/description.js').FileDescription[]} files
   * @param {(file: number | null) => void} onChange `file`: where it is, or how far it is handed over; null: all together
   */
  constructor(files, onChange) {
    this.files = files;
    this.#onChange = onChange;
  }

  /** @param {number} file */
  place(file) {
    return this.#places.get(file) ?? 'none';
  }

  /** @param {number} file */
  handedOver(file) {
    return this.#handed.get(file) ?? 'never';
  }

  /** The files, or the archive, that are being handed over; null while nothing is. */
  get handOver() {
    return this.#handOver;
  }

  /** Whether the last archive that was asked for could not be made. */
  get hasArchiveFailed() {
    return this.#hasArchiveFailed;
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
    const unsaved = all.filter((file) => this.handedOver(file) === 'never');
    return unsaved.length > 0 ? unsaved : all;
  }

  /** @returns {number[]} all that are held, in their order */
  get all() {
    return [...this.#held.keys()].sort((one, other) => one - other);
  }

  /**
   * A file has arrived. One that went to the downloads as it came is not held.
   *
   * @param {number} file
   * @param {Held | null} held
   */
  stored(file, held) {
    if (held !== null) this.#held.set(file, held);
    this.#moved(file, held === null ? 'downloads' : 'held');
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
    if (handed === 'done' && this.handedOver(file) === 'never') return;
    // A file that is being read stays.
    if (handed === 'done') held.handed();
    this.#handed.set(file, handed);
    this.#onChange(file);
  }

  /**
   * Others needed the room.
   *
   * @param {number} file
   */
  released(file) {
    if (this.#held.delete(file)) this.#moved(file, 'released');
  }

  /** The person is done with all of them. */
  discard() {
    for (const [file, held] of this.#held) {
      held.drop();
      this.#moved(file, 'discarded');
    }
    this.#held.clear();
  }

  /** @param {TransferEntry['handOver']} handOver what is being handed over, null while nothing is */
  handingOver(handOver) {
    this.#handOver = handOver;
    this.#onChange(null);
  }

  /** @param {boolean} hasFailed whether an archive that was asked for could not be made */
  archived(hasFailed) {
    this.#hasArchiveFailed = hasFailed;
    this.#onChange(null);
  }

  /**
   * @param {number} file
   * @param {FileState['place']} place
   */
  #moved(file, place) {
    this.#places.set(file, place);
    this.#onChange(file);
  }
}
