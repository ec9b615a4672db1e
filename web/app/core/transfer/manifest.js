import { LONGEST_NAME, safeName } from './names.js';
import { fitsUtf8, utf8Length } from '../util/utf8.js';
import { LONGEST_CONTROL } from '../wire/limits.js';
import { LARGEST_MANIFEST, MOST_FILES } from './limits.js';

/** Bytes of an offer beside its files: type, ID, three numbers. */
const ENVELOPE = 200;

/**
 * @typedef {import('../wire/conversation-types').ManifestFile} ManifestFile
 * @typedef {import('../wire/conversation-types').OfferMessage} OfferMessage
 * @typedef {import('../wire/conversation-types').OfferFilesMessage} OfferFilesMessage
 */

/**
 * The entries of an offer of `sources`, exactly as they are sent, so that `offerable` measures the bytes that go out.
 *
 * @param {readonly import('../../types').FileSource[]} sources
 * @returns {ManifestFile[]}
 */
export function manifestOf(sources) {
  return sources.map(({ file, name }) => ({
    name: name !== '' && fitsUtf8(name, LONGEST_NAME) ? name : safeName(name),
    size: file.size,
    type: file.type.length <= 127 ? file.type : '',
    modified: Number.isSafeInteger(file.lastModified) ? file.lastModified : null,
  }));
}

/**
 * The messages that offer `files`, each small enough for a control message.
 *
 * @param {string} id
 * @param {number} round
 * @param {readonly ManifestFile[]} files
 * @returns {(OfferMessage | OfferFilesMessage)[]}
 */
export function offerMessages(id, round, files) {
  const pages = paginate(files);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  return pages.map((page, index) => {
    const more = index < pages.length - 1;
    return index === 0
      ? { type: 'offer', id, round, count: files.length, total, files: page, more }
      : { type: 'offer-files', id, files: page, more };
  });
}

/**
 * How many of `files`, from number `start`, fit into one offer.
 *
 * @param {readonly ManifestFile[]} files
 * @param {number} start
 */
export function offerable(files, start) {
  const most = Math.min(files.length - start, MOST_FILES);
  let bytes = 0;
  for (let count = 0; count < most; count += 1) {
    bytes += entryLength(files[start + count]);
    if (bytes > LARGEST_MANIFEST) return count;
  }
  return most;
}

/** @param {readonly ManifestFile[]} files */
function paginate(files) {
  /** @type {ManifestFile[][]} */
  const pages = [[]];
  let bytes = ENVELOPE;
  for (const file of files) {
    const length = entryLength(file);
    if (bytes + length > LONGEST_CONTROL) {
      pages.push([]);
      bytes = ENVELOPE;
    }
    pages[pages.length - 1].push(file);
    bytes += length;
  }
  return pages;
}

/**
 * Bytes of an entry and the comma after it.
 *
 * @param {ManifestFile} file
 */
function entryLength(file) {
  return utf8Length(JSON.stringify(file)) + 1;
}

/** Puts an offer together from its messages and checks what they say together. */
export class ManifestCollector {
  /** @type {ManifestFile[]} */
  files = [];
  #offer;
  #bytes = 0;

  /** @param {OfferMessage} offer */
  constructor(offer) {
    this.#offer = offer;
  }

  get count() {
    return this.#offer.count;
  }

  get total() {
    return this.#offer.total;
  }

  /**
   * Takes the files of the next message, the first included.
   *
   * @param {OfferMessage | OfferFilesMessage} message
   * @returns {'more' | 'complete' | 'invalid'}
   */
  add(message) {
    for (const file of message.files) {
      this.#bytes += entryLength(file);
      if (this.#bytes > LARGEST_MANIFEST || this.files.length >= this.#offer.count) return 'invalid';
      this.files.push(file);
    }
    if (message.more) return message.files.length > 0 ? 'more' : 'invalid';
    return this.#addsUp() ? 'complete' : 'invalid';
  }

  #addsUp() {
    const total = this.files.reduce((sum, file) => sum + file.size, 0);
    return this.files.length === this.#offer.count && total === this.#offer.total && Number.isSafeInteger(total);
  }
}
