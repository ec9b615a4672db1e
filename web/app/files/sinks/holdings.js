/**
 * The account of the bytes this page holds: bytes promised to transfers under way, and bytes of files that arrived.
 * When room is needed, files that were handed over to the browser's downloads are released, and no others.
 */
export class Holdings {
  #most;
  #promised = 0;
  /** Bytes of files that were never handed over. */
  #unsaved = 0;
  /** Bytes of files that were handed over. */
  #spare = 0;
  /** @type {Set<Holding>} Files that were handed over, the one longest ago first. */
  #handed = new Set();

  /** @param {number} most bytes */
  constructor(most) {
    this.#most = most;
  }

  /**
   * The reason why there is no room for `bytes`, even if all files that were handed over are released; null if there
   * is.
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
   * Keeps room for `bytes`, and releases for it files that were handed over.
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
   * Enters a file that has arrived, for which room was promised.
   *
   * @param {number} bytes
   * @param {() => void} released the file had to make room
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
 * A file in the account.
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

  /** Notes that it was handed over to the browser's downloads. */
  handed() {
    if (this.#state === 'gone') return;
    const isFirst = this.#state === 'unsaved';
    this.#state = 'handed';
    this.#events.handed(this, isFirst);
  }

  /** Lets it go: the page does not need it any more. */
  drop() {
    if (this.#state === 'gone') return;
    const wasHanded = this.#state === 'handed';
    this.#state = 'gone';
    this.#events.dropped(this, wasHanded);
  }

  /** Lets it go to make room. */
  release() {
    this.drop();
    this.#events.released();
  }
}
