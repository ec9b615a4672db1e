/**
 * A source of random bytes, an argument like time.
 *
 * @typedef {(count: number) => Uint8Array} Random
 */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * A random identifier of `length` characters `[A-Za-z0-9_-]`, six bits each.
 *
 * @param {Random} random
 * @param {number} length
 */
export function identifier(random, length) {
  return Array.from(random(length), (byte) => ALPHABET[byte & 63]).join('');
}

/**
 * A number of `[0, 1)` with 32 random bits.
 *
 * @param {Random} random
 */
export function fraction(random) {
  const bytes = random(4);
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) / 2 ** 32;
}

/**
 * One of `choices`.
 *
 * @template T
 * @param {Random} random
 * @param {readonly T[]} choices not empty
 * @returns {T}
 */
export function choose(random, choices) {
  return choices[Math.floor(fraction(random) * choices.length)];
}
