/** @typedef {import('./sink').Sink} Sink */
/** @typedef {Omit<import('./sink').SinkEvents, 'stored'> & { stored(file: Blob): void }} BlobEvents */

/**
 * Chunks gathered before they become a `Blob`, in bytes. From then on the browser holds them, which can put them on
 * disk, instead of the script. Chromium needs half the time for a `Blob` of this size that it needs for eight of a
 * megabyte, and more for larger ones.
 */
const GROUP = 8 * 1024 * 1024;

/** Size of the portions in which gathered bytes count as taken, in bytes. */
const PORTION = 1024 * 1024;

/**
 * A file that this page holds until it is discarded, or has to make room after it was handed over.
 *
 *   open ──finish──► checking ──the browser can read its blobs──► ended, stored
 *     │                 └──it cannot──► ended, failed
 *     └──no room──► ended, failed
 *
 * `abort` leads to `ended` from everywhere.
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
  /**
   * Whether the browser can read its blobs so far; null while there is none large enough to check.
   *
   * @type {Promise<boolean> | null}
   */
  #check = null;
  /** Chunks and bytes that do not count as taken yet. */
  #fresh = { chunks: 0, bytes: 0 };
  /** @type {'open' | 'checking' | 'ended'} */
  #state = 'open';

  /**
   * @param {string} type of the file
   * @param {BlobEvents} events
   */
  constructor(type, events) {
    this.#type = type;
    this.#events = events;
    events.opened();
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    if (this.#state !== 'open') return;
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    this.#fresh.chunks += 1;
    this.#fresh.bytes += bytes.length;
    if (this.#bytes >= GROUP && !this.#group()) return;
    if (this.#fresh.bytes >= PORTION) this.#take();
  }

  finish() {
    if (this.#state !== 'open' || !this.#group()) return;
    this.#take();
    const file = new Blob(this.#groups, { type: this.#type });
    this.#groups = [];
    this.#state = 'checking';
    if (this.#check === null) return this.#store(file);
    this.#check.then((isReadable) => {
      if (this.#state !== 'checking') return;
      if (isReadable) this.#store(file);
      else this.#fail();
    });
  }

  abort() {
    this.#state = 'ended';
    this.#groups = [];
    this.#chunks = [];
  }

  /** @returns {boolean} whether the browser had room */
  #group() {
    if (this.#chunks.length === 0) return true;
    try {
      this.#groups.push(new Blob(this.#chunks));
    } catch {
      this.#fail();
      return false;
    }
    if (this.#bytes >= PORTION) this.#verify(this.#groups[this.#groups.length - 1]);
    this.#chunks = [];
    this.#bytes = 0;
    return true;
  }

  /**
   * Tries to read a group. Where Chromium has no room, in a private window beyond half a gigabyte, it makes a `Blob`
   * all the same, which cannot be read. Small ones are not checked.
   *
   * @param {Blob} group
   */
  #verify(group) {
    const read = group.slice(0, 1).arrayBuffer().then(() => true, () => false);
    const before = this.#check ?? Promise.resolve(true);
    this.#check = Promise.all([before, read]).then((all) => all.every(Boolean));
  }

  /** @param {Blob} file */
  #store(file) {
    this.#state = 'ended';
    this.#events.stored(file);
  }

  #fail() {
    this.abort();
    this.#events.failed('storage');
  }

  #take() {
    const { chunks } = this.#fresh;
    this.#fresh = { chunks: 0, bytes: 0 };
    if (chunks > 0) this.#events.taken(chunks);
  }
}
