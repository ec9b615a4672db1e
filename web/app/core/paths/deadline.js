/**
 * The earliest of some times, null if there is none.
 *
 * @param {(number | null)[]} times
 * @returns {number | null}
 */
export function earliest(...times) {
  const first = Math.min(...times.map((time) => time ?? Infinity));
  return first === Infinity ? null : first;
}

/**
 * @param {number | null} time
 * @param {number} now
 */
export function isDue(time, now) {
  return time !== null && time <= now;
}
