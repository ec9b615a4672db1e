import { attempt } from '../core/util/attempt.js';

/**
 * Strings kept by the browser. Reading and writing may be forbidden (private windows, blocked cookies) or full; then
 * they hold until the page is closed.
 *
 * @typedef {object} KeyStorage
 * @property {(key: string) => string | null} get
 * @property {(key: string, value: string) => void} set
 * @property {(key: string) => void} remove
 * @property {boolean} isLasting whether the browser has taken everything
 */

/**
 * @param {() => Storage} storage A function, because naming `localStorage` may already throw.
 * @returns {KeyStorage}
 */
export function keyStorage(storage) {
  /** @type {Map<string, string>} The values that the browser did not take. */
  const refused = new Map();
  return {
    get: (key) => refused.get(key) ?? attempt(() => storage().getItem(key)),
    set(key, value) {
      const isTaken = attempt(() => (storage().setItem(key, value), true));
      if (isTaken) refused.delete(key);
      else refused.set(key, value);
    },
    remove(key) {
      refused.delete(key);
      attempt(() => storage().removeItem(key));
    },
    get isLasting() {
      return refused.size === 0;
    },
  };
}
