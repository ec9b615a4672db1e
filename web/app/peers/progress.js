/**
 * Shows how far a transfer is: bytes in all, bytes of each file, and which file is at work.
 */
export class Progress {
  #view;
  /** The first file that is not known to be done. */
  #file = 0;

  /** @param {import('../state/transfer-view.js').TransferView} view */
  constructor(view) {
    this.#view = view;
  }

  /**
   * @param {import('../core/transfer/layout.js').Layout} layout
   * @param {number} acked chunks the receiver has taken
   * @param {number} current the file at work; those before it have ended
   */
  show(layout, acked, current) {
    while (this.#file < current && layout.end(this.#file) <= acked) {
      this.#complete(this.#file);
      this.#file += 1;
    }
    for (let file = this.#file; file <= current && file < layout.files; file += 1) {
      const done = layout.bytesOfFile(file, acked);
      const isWaiting = this.#view.files[file].status === 'waiting';
      this.#view.updateFile(file, isWaiting ? { done, status: 'transferring' } : { done });
    }
    this.#view.progress(layout.bytes(acked));
  }

  /** Every file has ended. */
  finish() {
    for (; this.#file < this.#view.files.length; this.#file += 1) this.#complete(this.#file);
    this.#view.progress(this.#view.files.reduce((sum, file) => sum + file.size, 0));
  }

  /** @param {number} file */
  #complete(file) {
    const { status, size } = this.#view.files[file];
    if (status !== 'failed') this.#view.updateFile(file, { status: 'complete', done: size });
  }
}
