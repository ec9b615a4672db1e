/**
 * How the bytes of a transfer fall into chunks. Chunks are counted through the whole transfer by the sizes offered;
 * docs/protocol.md, Credit.
 */
export class Layout {
  #sizes;
  /** Number of the first chunk of each file, and at the end the number of all chunks. */
  #starts;
  /** Bytes before each file, and at the end all bytes. */
  #offsets;

  /**
   * @param {readonly number[]} sizes of the files, in bytes
   * @param {number} payload bytes of a full chunk
   */
  constructor(sizes, payload) {
    this.#sizes = sizes;
    this.payload = payload;
    this.#starts = [0];
    this.#offsets = [0];
    for (const [file, size] of sizes.entries()) {
      this.#starts.push(this.#starts[file] + Math.ceil(size / payload));
      this.#offsets.push(this.#offsets[file] + size);
    }
  }

  get files() {
    return this.#sizes.length;
  }

  /** Chunks in all. */
  get chunks() {
    return this.#starts[this.#sizes.length];
  }

  /** @param {number} file */
  start(file) {
    return this.#starts[file];
  }

  /**
   * One past the last chunk of `file`.
   *
   * @param {number} file
   */
  end(file) {
    return this.#starts[file + 1];
  }

  /**
   * Chunks of `file`.
   *
   * @param {number} file
   */
  count(file) {
    return this.#starts[file + 1] - this.#starts[file];
  }

  /**
   * Bytes of one chunk.
   *
   * @param {number} file
   * @param {number} sequence below `count(file)`
   */
  length(file, sequence) {
    return Math.min(this.payload, this.#sizes[file] - sequence * this.payload);
  }

  /**
   * Bytes of `file` that lie in chunks below `chunk`.
   *
   * @param {number} file
   * @param {number} chunk counted through the transfer
   */
  bytesOfFile(file, chunk) {
    return Math.min(this.#sizes[file], Math.max(0, chunk - this.#starts[file]) * this.payload);
  }

  /**
   * The first file that is not wholly below `chunk`, or the number of files. An empty file at `chunk` counts as not
   * below it: nothing says yet that it has ended.
   *
   * @param {number} chunk
   */
  fileAt(chunk) {
    let low = 0;
    let high = this.#sizes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle + 1] >= chunk) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * Bytes in all chunks below `chunk`.
   *
   * @param {number} chunk
   */
  bytes(chunk) {
    const file = this.fileAt(chunk);
    return file === this.files ? this.#offsets[file] : this.#offsets[file] + this.bytesOfFile(file, chunk);
  }
}
