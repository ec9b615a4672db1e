import { identifier } from '../core/util/random.js';

const KEY = 'ferry.token';

/**
 * Time for other tabs to say that an identity is theirs, in milliseconds. A message between tabs takes one or two; a
 * person does not notice a tenth of a second.
 */
const PATIENCE = 100;

/**
 * The token under which this tab returns as the same device.
 *
 * It lives in `sessionStorage`: a reload keeps it, another tab has its own. A duplicated tab begins with a copy, and
 * two tabs with one token would push each other off the server. So a tab that finds a token asks the others whether
 * one of them lives under it, and takes a new identity if so.
 *
 *   none ──keep──► ours
 *   kept ──claim──► asking ──nobody answers──► ours ──replaced──► none
 *                      └──another tab answers──► none
 */
export class Identity {
  #storage;
  #tabs;
  #clock;
  #nonce;
  /** @type {(() => void) | null} */
  #taken = null;
  /** @type {string | null} The token this tab lives under. */
  #mine = null;

  /**
   * @param {object} options
   * @param {import('../environment/key-storage.js').KeyStorage} options.storage of the session
   * @param {import('../environment/tabs.js').Tabs | null} options.tabs
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {import('../core/util/random.js').Random} options.random
   */
  constructor({ storage, tabs, clock, random }) {
    this.#storage = storage;
    this.#tabs = tabs;
    this.#clock = clock;
    this.#nonce = identifier(random, 16);
    tabs?.listen((message) => this.#received(message));
  }

  /** @returns {Promise<string | null>} The kept token, unless another tab lives under it. */
  async claim() {
    const token = this.#storage.get(KEY);
    if (token === null || this.#mine === token) return token;
    if (this.#tabs !== null && (await this.#isTaken(publicPart(token)))) {
      this.#storage.remove(KEY);
      return null;
    }
    this.#mine = token;
    return token;
  }

  /** @param {string} token */
  keep(token) {
    this.#mine = token;
    this.#storage.set(KEY, token);
  }

  /** Gives the identity up to another tab, so that a reload of this one gets a new one instead of taking it back. */
  forget() {
    this.#mine = null;
    this.#storage.remove(KEY);
  }

  /**
   * @param {string} id
   * @returns {Promise<boolean>}
   */
  #isTaken(id) {
    return new Promise((resolve) => {
      const settle = (/** @type {boolean} */ taken) => {
        cancel();
        this.#taken = null;
        resolve(taken);
      };
      const cancel = this.#clock.after(PATIENCE, () => settle(false));
      this.#taken = () => settle(true);
      this.#say({ type: 'whose', id, nonce: this.#nonce });
    });
  }

  /** @param {Record<string, unknown>} message */
  #received(message) {
    if (message.type === 'mine' && message.nonce === this.#nonce) this.#taken?.();
    if (message.type !== 'whose' || message.nonce === this.#nonce) return;
    if (this.#mine !== null && message.id === publicPart(this.#mine)) {
      this.#say({ type: 'mine', nonce: message.nonce });
    }
  }

  /** @param {object} message */
  #say(message) {
    this.#tabs?.say(message);
  }
}

/**
 * The ID in a token. The rest is a secret and is not told to other tabs.
 *
 * @param {string} token
 */
function publicPart(token) {
  return token.slice(0, token.indexOf('.'));
}
