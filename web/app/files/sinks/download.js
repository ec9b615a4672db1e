import { safeName } from '../../core/transfer/names.js';

/** Without a type of its own the browser keeps the name as it is instead of mending its extension. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** Hands files to the browser's downloads by the only way open on every origin: a link with `download`. */
export class BlobSaver {
  #document;
  #addressOf;

  /**
   * @param {Document} document
   * @param {import('../../environment.js').Environment['addressOf']} addressOf
   */
  constructor(document, addressOf) {
    this.#document = document;
    this.#addressOf = addressOf;
  }

  /**
   * @param {Blob} file
   * @param {string} name
   * @returns {boolean} whether the browser could be asked
   */
  save(file, name) {
    const address = this.#addressOf(file, UNKNOWN_TYPE);
    if (address === null) return false;
    const link = this.#document.createElement('a');
    link.href = address;
    link.download = safeName(name);
    link.rel = 'noopener';
    link.hidden = true;
    this.#document.body.append(link);
    link.click();
    link.remove();
    return true;
  }
}
