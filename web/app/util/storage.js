/**
 * Strings kept by the browser. Reading and writing may be forbidden (private windows, blocked cookies) or full; then
 * nothing is kept and the page goes on.
 *
 * @typedef {object} KeyStorage
 * @property {(key: string) => string | null} get
 * @property {(key: string, value: string) => void} set
 * @property {(key: string) => void} remove
 */

/**
 * @param {() => Storage} storage A function, because naming `localStorage` may already throw.
 * @returns {KeyStorage}
 */
export function keyStorage(storage) {
  return {
    get: (key) => attempt(() => storage().getItem(key)),
    set: (key, value) => void attempt(() => storage().setItem(key, value)),
    remove: (key) => void attempt(() => storage().removeItem(key)),
  };
}

/**
 * @template T
 * @param {() => T} action
 * @returns {T | null}
 */
function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
