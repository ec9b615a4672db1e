/** @typedef {import('./sink').Sink} Sink */

/**
 * Chunks gathered before they become a `Blob`, in bytes. From then on the browser holds them, which can put them on
 * disk, instead of the script.
 */
const GROUP = 1024 * 1024;

/**
 * A file held by this page until it is saved or discarded.
 *
 * @implements {Sink}
 */
export class BlobSink {
  #type;
  #events;
  /** @type {Blob[]} */
  #groups = [];
  /** @type {Uint8Array[]} */
  #chunks = [];
  #bytes = 0;
  #isAborted = false;

  /**
   * @param {string} type of the file
   * @param {import('./sink').SinkEvents} events
   */
  constructor(type, events) {
    this.#type = type;
    this.#events = events;
    events.opened();
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    if (this.#isAborted) return;
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= GROUP) this.#group();
  }

  finish() {
    if (this.#isAborted) return;
    this.#group();
    const file = new Blob(this.#groups, { type: this.#type });
    this.#groups = [];
    this.#events.stored(file);
  }

  abort() {
    this.#isAborted = true;
    this.#groups = [];
    this.#chunks = [];
  }

  #group() {
    const count = this.#chunks.length;
    if (count === 0) return;
    try {
      this.#groups.push(new Blob(this.#chunks));
    } catch {
      this.abort();
      return this.#events.failed('storage');
    }
    this.#chunks = [];
    this.#bytes = 0;
    this.#events.taken(count);
  }
}
