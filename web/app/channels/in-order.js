/**
 * Hands on the results of work that is done side by side, in the order in which it was begun. After the first failure
 * nothing more is handed on.
 */
export class InOrder {
  #pending = 0;
  /** @type {Promise<void>} */
  #last = Promise.resolve();
  #isStopped = false;
  #onFailure;

  /** @param {() => void} onFailure */
  constructor(onFailure) {
    this.#onFailure = onFailure;
  }

  /** Bytes that are not handed on yet. */
  get pending() {
    return this.#pending;
  }

  /**
   * @template T
   * @param {number} bytes that this is about
   * @param {Promise<T>} work
   * @param {(result: T) => void} done
   */
  add(bytes, work, done) {
    this.#pending += bytes;
    this.#last = this.#finish(bytes, work, done, this.#last);
  }

  /** @param {() => void} action runs when everything before it is handed on */
  after(action) {
    this.add(0, Promise.resolve(), action);
  }

  /** Hands nothing on any more. */
  stop() {
    this.#isStopped = true;
  }

  /**
   * @template T
   * @param {number} bytes
   * @param {Promise<T>} work
   * @param {(result: T) => void} done
   * @param {Promise<void>} before
   */
  async #finish(bytes, work, done, before) {
    /** @type {{ value: T } | null} */
    let result;
    try {
      result = { value: await work };
    } catch {
      result = null;
    }
    await before;
    this.#pending -= bytes;
    if (this.#isStopped) return;
    if (result !== null) return done(result.value);
    this.#isStopped = true;
    this.#onFailure();
  }
}
