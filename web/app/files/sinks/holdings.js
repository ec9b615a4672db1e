/**
 * The book of the bytes this page holds: those promised to transfers under way, those of files that arrived, and which
 * of these may be let go when room is needed. Only what was handed over to the browser's downloads may.
 */
export class Holdings {
  #most;
  #promised = 0;
  /** Bytes of files that were never handed over. */
  #unsaved = 0;
  /** Bytes of files that were. */
  #spare = 0;
  /** @type {Set<Holding>} Files that were handed over, the one longest ago first. */
  #handed = new Set();

  /** @param {number} most bytes */
  constructor(most) {
    this.#most = most;
  }

  /**
   * Why there is no room for `bytes`, also at the cost of all that was handed over.
   *
   * @param {number} bytes
   * @returns {import('./sink').Shortage | null}
   */
  shortage(bytes) {
    const room = Math.max(0, this.#most - this.#promised - this.#unsaved);
    if (bytes <= room) return null;
    return { reason: bytes <= this.#most ? 'occupied' : 'too-large', limit: room };
  }

  /**
   * Keeps room for `bytes`, and lets go of files for it that were handed over.
   *
   * @param {number} bytes
   * @returns {boolean} whether there is room
   */
  promise(bytes) {
    if (this.shortage(bytes) !== null) return false;
    this.#promised += bytes;
    for (const holding of this.#handed) {
      if (this.#promised + this.#unsaved + this.#spare <= this.#most) break;
      holding.release();
    }
    return true;
  }

  /** @param {number} bytes that were promised and are not needed */
  giveBack(bytes) {
    this.#promised -= bytes;
  }

  /**
   * A file that was promised room has arrived.
   *
   * @param {number} bytes
   * @param {() => void} released it had to make room
   */
  keep(bytes, released) {
    this.#promised -= bytes;
    this.#unsaved += bytes;
    return new Holding({
      handed: (holding, isFirst) => {
        if (isFirst) {
          this.#unsaved -= bytes;
          this.#spare += bytes;
        }
        // The last to be handed over is the last to go.
        this.#handed.delete(holding);
        this.#handed.add(holding);
      },
      dropped: (holding, wasHanded) => {
        if (wasHanded) this.#spare -= bytes;
        else this.#unsaved -= bytes;
        this.#handed.delete(holding);
      },
      released,
    });
  }
}

/**
 * @typedef {object} HoldingEvents
 * @property {(holding: Holding, isFirst: boolean) => void} handed
 * @property {(holding: Holding, wasHanded: boolean) => void} dropped
 * @property {() => void} released
 */

/**
 * A file in the book.
 *
 *   unsaved ──handed──► handed ──drop, or release──► gone
 *      └──────────────drop──────────────────────────► gone
 */
class Holding {
  /** @type {'unsaved' | 'handed' | 'gone'} */
  #state = 'unsaved';
  #events;

  /** @param {HoldingEvents} events */
  constructor(events) {
    this.#events = events;
  }

  /** It was handed over to the browser's downloads. */
  handed() {
    if (this.#state === 'gone') return;
    const isFirst = this.#state === 'unsaved';
    this.#state = 'handed';
    this.#events.handed(this, isFirst);
  }

  /** The page does not need it any more. */
  drop() {
    if (this.#state === 'gone') return;
    const wasHanded = this.#state === 'handed';
    this.#state = 'gone';
    this.#events.dropped(this, wasHanded);
  }

  /** It goes to make room. */
  release() {
    this.drop();
    this.#events.released();
  }
}
