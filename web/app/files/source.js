/** Bytes read at a time: one read costs as much as a megabyte of sending. */
const SLICE = 4 * 1024 * 1024;

/** Bytes read ahead while others are sent. */
const AHEAD = 2 * SLICE;

/** Reads under way or done ahead: many small files are read side by side. */
const MOST_SLICES = 32;

/**
 * @typedef {object} Slice
 * @property {number} file
 * @property {number} offset
 * @property {number} length
 * @property {Uint8Array | null} bytes null while it is being read
 * @property {import('../core/wire/conversation-types').BrokenReason | null} error
 */

/**
 * Reads the files of a transfer in order, in big slices, ahead of the chunks that are sent. Each slice:
 *
 *   being read ──► read ──its last chunk is taken──► gone
 *        └───────► broken: its file cannot be read, or is shorter than it was
 */
export class FileReaderAhead {
  #files;
  #onReady;
  /** @type {Slice[]} */
  #slices = [];
  /** Begin of the next slice to be read. */
  #next = { file: 0, offset: 0 };

  /**
   * @param {readonly Blob[]} files
   * @param {() => void} onReady bytes that were `pending` can be taken
   */
  constructor(files, onReady) {
    this.#files = files;
    this.#onReady = onReady;
  }

  /**
   * Begins to read ahead from here.
   *
   * @param {number} file
   * @param {number} offset
   */
  seek(file, offset) {
    this.#slices = [];
    this.#next = { file, offset };
    this.#readAhead();
  }

  /**
   * `length` bytes of `file` at `offset`, in order since `seek`.
   *
   * @param {number} file
   * @param {number} offset
   * @param {number} length
   * @returns {Uint8Array | 'pending' | import('../core/wire/conversation-types').BrokenReason}
   */
  take(file, offset, length) {
    // Slices of a file that turned out broken are in front.
    while (this.#slices.length > 0 && this.#slices[0].file < file) this.#slices.shift();
    const slice = this.#slices[0];
    if (slice === undefined || slice.file !== file || offset < slice.offset) {
      this.seek(file, offset);
      return 'pending';
    }
    if (slice.error !== null) return slice.error;
    if (slice.bytes === null) return 'pending';
    const start = offset - slice.offset;
    const bytes = slice.bytes.subarray(start, start + length);
    if (start + length >= slice.length) {
      this.#slices.shift();
      this.#readAhead();
    }
    return bytes;
  }

  /** Forgets what was read. */
  close() {
    this.#slices = [];
    this.#next = { file: this.#files.length, offset: 0 };
  }

  #readAhead() {
    let ahead = this.#slices.reduce((sum, slice) => sum + slice.length, 0);
    while (ahead < AHEAD && this.#slices.length < MOST_SLICES) {
      const { file, offset } = this.#next;
      if (file >= this.#files.length) return;
      const length = Math.min(SLICE, this.#files[file].size - offset);
      const isLast = offset + length >= this.#files[file].size;
      this.#next = isLast ? { file: file + 1, offset: 0 } : { file, offset: offset + length };
      if (length <= 0) continue;
      ahead += length;
      this.#read({ file, offset, length, bytes: null, error: null });
    }
  }

  /** @param {Slice} slice */
  async #read(slice) {
    this.#slices.push(slice);
    try {
      const blob = this.#files[slice.file].slice(slice.offset, slice.offset + slice.length);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      if (bytes.length === slice.length) slice.bytes = bytes;
      else slice.error = 'changed';
    } catch {
      slice.error = 'unreadable';
    }
    if (this.#slices[0] === slice) this.#onReady();
  }
}
