/**
 * Random bytes that are the same for the same seed (mulberry32).
 *
 * @param {number} seed
 * @returns {import('../../app/core/util/random.js').Random}
 */
export function seededRandom(seed) {
  const next = seededNumbers(seed);
  return (count) => Uint8Array.from({ length: count }, () => Math.floor(next() * 256));
}

/**
 * Numbers of [0, 1) that are the same for the same seed.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function seededNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
