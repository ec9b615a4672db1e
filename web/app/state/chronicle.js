import { isUnsaved } from './unsaved.js';

/**
 * Most that a conversation may occupy, in rough bytes. The other side decides how much it says; beyond this the oldest
 * entries go.
 */
const BUDGET = 32 * 1024 * 1024;

/** Rough bytes of a file's state, and of an entry of its own with all that shows it. */
const FILE_WEIGHT = 512;
const ENTRY_WEIGHT = 4096;

/**
 * @typedef {import('../types').Entry} Entry
 * @typedef {import('../types').TextEntry} TextEntry
 * @typedef {import('../types').NoticeEntry} NoticeEntry
 * @typedef {import('./transfer-view.js').TransferView} TransferView
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {TransferView | null} view of a transfer
 * @property {TextEntry | NoticeEntry | null} entry of anything else
 * @property {number} weight
 */

/** The entries of a conversation, oldest first. */
export class Chronicle {
  /** @type {Item[]} */
  #items = [];
  #weight = 0;

  /** Whether it has neither texts nor transfers; notices do not count. */
  get isEmpty() {
    return this.#items.every(({ entry }) => entry?.type === 'notice');
  }

  /** Its size, in rough bytes. */
  get weight() {
    return this.#weight;
  }

  /** Whether it holds a transfer that the person has not done with. */
  get isHolding() {
    return this.#items.some(isKept);
  }

  /** Whether this page holds files that came with it, also those that were saved. */
  get hasFiles() {
    return this.#items.some(hasFiles);
  }

  /** Entries that came from the other side. */
  get received() {
    return this.#items.filter(isFromThem).length;
  }

  /** @returns {Entry[]} */
  get entries() {
    return this.#items.map((item) => item.view?.entry ?? /** @type {Entry} */ (item.entry));
  }

  /** @param {string} id */
  has(id) {
    return this.#items.some((item) => item.id === id);
  }

  /** @param {TextEntry | NoticeEntry} entry */
  add(entry) {
    const weight = ENTRY_WEIGHT + (entry.type === 'text' ? entry.text.length * 2 : 0);
    return this.#push({ id: entry.id, view: null, entry, weight });
  }

  /** @param {TransferView} view */
  addTransfer(view) {
    return this.#push({ id: view.id, view, entry: null, weight: ENTRY_WEIGHT + view.files.length * FILE_WEIGHT });
  }

  /**
   * @param {string} id
   * @returns {TextEntry | null}
   */
  text(id) {
    const entry = this.#items.find((item) => item.id === id)?.entry;
    return entry?.type === 'text' ? entry : null;
  }

  /**
   * @param {string} id
   * @param {Pick<TextEntry, 'status' | 'error' | 'by'>} change
   */
  updateText(id, change) {
    const item = this.#items.find((other) => other.id === id);
    if (item?.entry?.type === 'text') item.entry = { ...item.entry, ...change };
  }

  /** @param {string} id */
  remove(id) {
    const index = this.#items.findIndex((item) => item.id === id);
    if (index >= 0) this.#removeAt(index);
  }

  /**
   * @param {Item} item
   * @returns {string[]} IDs of the entries that had to go
   */
  #push(item) {
    this.#items.push(item);
    this.#weight += item.weight;
    const gone = [];
    while (this.#weight > BUDGET) {
      const id = this.dropOldest(item);
      if (id === null) break;
      gone.push(id);
    }
    return gone;
  }

  /**
   * Drops the oldest entry that the person has done with. A transfer whose saved files are still held goes only when
   * there is no other.
   *
   * @param {Item} [spared] stays
   * @returns {string | null} its ID
   */
  dropOldest(spared) {
    const mayGo = (/** @type {Item} */ item) => item !== spared && !isKept(item);
    const empty = this.#items.findIndex((item) => mayGo(item) && !hasFiles(item));
    const index = empty >= 0 ? empty : this.#items.findIndex(mayGo);
    if (index < 0) return null;
    return this.#removeAt(index);
  }

  /**
   * @param {number} index
   * @returns {string} the ID that was there
   */
  #removeAt(index) {
    const [{ id, weight }] = this.#items.splice(index, 1);
    this.#weight -= weight;
    return id;
  }
}

/**
 * Whether an entry stays: a transfer that goes on, or whose files are still to be saved.
 *
 * @param {Item} item
 */
function isKept({ view }) {
  return view !== null && (isActive(view.status) || view.status === 'offered' || view.files.some(isUnsaved));
}

/** @param {Item} item */
function hasFiles({ view }) {
  return view !== null && view.files.some(({ place }) => place === 'held');
}

/** @param {Item} item */
function isFromThem({ view, entry }) {
  return view !== null ? view.entry.direction === 'in' : entry?.type === 'text' && entry.direction === 'in';
}

/**
 * Whether a transfer in this status moves bytes, or will.
 *
 * @param {import('../types').TransferStatus} status
 */
function isActive(status) {
  return status === 'transferring' || status === 'interrupted';
}
