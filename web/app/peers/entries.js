import { identifier } from '../core/util/random.js';
import { Chronicle } from '../state/chronicle.js';

/** Characters of an entry's ID, which is that of the text or transfer that it shows. docs/protocol.md, Transfers. */
const ID_LENGTH = 8;

/**
 * @typedef {import('../types').Entry} Entry
 * @typedef {import('../types').TextEntry} TextEntry
 * @typedef {import('../types').NoticeEntry} NoticeEntry
 *
 * @typedef {object} EntriesWorld
 * @property {import('../core/util/clock.js').Clock} clock
 * @property {import('../core/util/random.js').Random} random
 * @property {() => boolean} isLookedAt the person looks at them
 * @property {() => void} changed one is another than before, or there are others
 * @property {() => void} grown there is more to keep than before
 * @property {(id: string) => void} forgotten one is not shown any more
 */

/** The entries of a conversation as its person sees them, with the number of those they have not seen. */
export class Entries {
  #world;
  #chronicle = new Chronicle();
  #unread = 0;

  /** @param {EntriesWorld} world */
  constructor(world) {
    this.#world = world;
  }

  /** @returns {Entry[]} oldest first */
  get all() {
    return this.#chronicle.entries;
  }

  get unread() {
    return this.#unread;
  }

  /** The book of kept entries, with the memory that they occupy. */
  get chronicle() {
    return this.#chronicle;
  }

  newId() {
    return identifier(this.#world.random, ID_LENGTH);
  }

  /** The person has seen them. */
  look() {
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.#world.changed();
  }

  /**
   * @param {Pick<TextEntry, 'direction' | 'text' | 'status'>} text
   * @returns {string} its ID
   */
  addText(text) {
    if (text.direction === 'in') this.#noticeUnread();
    return this.#add({ type: 'text', ...this.#stamp(), ...text, error: null, by: null });
  }

  /**
   * @param {NoticeEntry['notice']} notice
   * @param {Pick<NoticeEntry, 'missed'>} [details]
   * @returns {string} its ID
   */
  addNotice(notice, details = {}) {
    return this.#add({ type: 'notice', ...this.#stamp(), notice, ...details });
  }

  /** @param {import('../state/transfer-view.js').TransferView} view */
  addTransfer(view) {
    this.#forget(this.#chronicle.addTransfer(view));
    if (view.direction === 'in') this.#noticeUnread();
    this.#world.changed();
    this.#world.grown();
  }

  /**
   * @param {readonly string[]} ids
   * @param {Pick<TextEntry, 'status' | 'error' | 'by'>} change
   */
  changeTexts(ids, change) {
    for (const id of ids) this.#chronicle.updateText(id, change);
    this.#world.changed();
  }

  /** @param {string} id of one that is not true any more, or for which another stands */
  remove(id) {
    this.#chronicle.remove(id);
    this.#forget([id]);
    this.#world.changed();
  }

  /**
   * Gives up the oldest one that the person has done with.
   *
   * @returns {boolean} whether there was any
   */
  dropOldest() {
    const id = this.#chronicle.dropOldest();
    if (id === null) return false;
    this.#forget([id]);
    this.#world.changed();
    return true;
  }

  /**
   * @param {TextEntry | NoticeEntry} entry
   * @returns {string} its ID
   */
  #add(entry) {
    this.#forget(this.#chronicle.add(entry));
    this.#world.changed();
    this.#world.grown();
    return entry.id;
  }

  #stamp() {
    return { id: this.newId(), at: this.#world.clock.date() };
  }

  #noticeUnread() {
    if (!this.#world.isLookedAt()) this.#unread += 1;
  }

  /** @param {string[]} ids of entries that are not shown any more */
  #forget(ids) {
    for (const id of ids) this.#world.forgotten(id);
    if (ids.length > 0) this.#unread = Math.min(this.#unread, this.#chronicle.received);
  }
}
