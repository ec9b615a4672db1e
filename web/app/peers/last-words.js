/** @typedef {import('../core/wire/conversation-types').TransferMessage} TransferMessage */

/** Transfers that have ended and are remembered, for a sender that asks again. */
const MOST_REMEMBERED = 256;

/** Ends that could not be told, for want of a pipe. */
const MOST_UNSAID = 64;

/** The last messages about transfers that have ended: for whoever asks again, and for whoever could not be told. */
export class LastWords {
  /** @type {Map<string, readonly TransferMessage[]>} By transfer, oldest first. */
  #words = new Map();
  /** @type {TransferMessage[]} */
  #unsaid = [];

  /**
   * @param {string} id
   * @param {readonly TransferMessage[]} words
   */
  remember(id, words) {
    this.#words.set(id, words);
    if (this.#words.size > MOST_REMEMBERED) this.#words.delete([...this.#words.keys()][0]);
  }

  /** @param {TransferMessage} word for which there was no pipe */
  keep(word) {
    if (this.#unsaid.length < MOST_UNSAID) this.#unsaid.push(word);
  }

  /** Words that have to be said on the next pipe; they are not kept any longer. */
  takeUnsaid() {
    return this.#unsaid.splice(0);
  }

  /**
   * The last words on a transfer that is remembered.
   *
   * @param {string} id
   * @returns {readonly TransferMessage[] | null}
   */
  find(id) {
    return this.#words.get(id) ?? null;
  }

  /**
   * The answer to a question about a transfer that is over, or was never known.
   *
   * @param {string} id
   * @returns {readonly TransferMessage[]}
   */
  on(id) {
    return this.find(id) ?? [{ type: 'cancel', id, reason: 'unknown' }];
  }

  /** The page they were meant for is gone. */
  clear() {
    this.#words.clear();
    this.#unsaid = [];
  }
}
