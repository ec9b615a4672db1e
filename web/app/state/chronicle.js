/**
 * What a conversation may occupy, in rough bytes. The other side decides how much it says; beyond this the oldest
 * entries go.
 */
const BUDGET = 32 * 1024 * 1024;

/** Rough bytes of a file's state and of an entry of its own. */
const FILE_WEIGHT = 512;
const ENTRY_WEIGHT = 512;

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

  get isEmpty() {
    return this.#items.length === 0;
  }

  /** @returns {Entry[]} */
  get entries() {
    return this.#items.map((item) => item.view?.entry ?? /** @type {Entry} */ (item.entry));
  }

  /** @returns {TransferView[]} */
  get transfers() {
    return this.#items.flatMap(({ view }) => (view === null ? [] : [view]));
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
   * @param {TextEntry['status']} status
   */
  setTextStatus(id, status) {
    const item = this.#items.find((other) => other.id === id);
    if (item?.entry?.type === 'text') item.entry = { ...item.entry, status };
  }

  /**
   * @param {Item} item
   * @returns {string[]} IDs of the entries that had to go
   */
  #push(item) {
    this.#items.push(item);
    this.#weight += item.weight;
    const gone = [];
    for (let index = 0; this.#weight > BUDGET && index < this.#items.length - 1; ) {
      if (isKept(this.#items[index])) {
        index += 1;
      } else {
        const [removed] = this.#items.splice(index, 1);
        this.#weight -= removed.weight;
        gone.push(removed.id);
      }
    }
    return gone;
  }
}

/**
 * A transfer that goes on, or whose files are still to be saved, stays.
 *
 * @param {Item} item
 */
function isKept({ view }) {
  if (view === null) return false;
  return isActive(view.status) || view.status === 'offered' || view.files.some((file) => file.place === 'held');
}

/**
 * Whether a transfer in this status moves bytes, or will.
 *
 * @param {import('../types').TransferStatus} status
 */
export function isActive(status) {
  return status === 'transferring' || status === 'interrupted';
}
