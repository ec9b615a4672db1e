import { attempt } from '../core/util/attempt.js';

/**
 * The browser's own time.
 *
 * @param {Window & typeof globalThis} window
 * @returns {import('../core/util/clock.js').Clock}
 */
export function browserClock(window) {
  return {
    now: attempt(() => monotonic(window.performance)) ?? neverBack(Date.now),
    date: () => Date.now(),
    after(milliseconds, action) {
      const timer = setTimeout(action, milliseconds);
      return () => clearTimeout(timer);
    },
  };
}

/**
 * @param {Performance} performance
 * @returns {() => number}
 */
function monotonic(performance) {
  performance.now();
  return () => performance.now();
}

/**
 * The time of day in place of a clock that only grows: it stands still while the system's clock is set back.
 *
 * @param {() => number} date
 */
export function neverBack(date) {
  let latest = -Infinity;
  return () => (latest = Math.max(latest, date()));
}
