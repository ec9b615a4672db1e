import { attempt } from '../core/util/attempt.js';

/** Longest wait for a frame, in milliseconds: hidden pages get no frames at all. */
const LONGEST_WAIT = 100;

/**
 * Runs `action` before the next frame is painted, or soon if none is.
 *
 * @param {Window} window
 * @param {() => void} action
 */
export function beforeNextFrame(window, action) {
  let frame = 0;
  const run = () => {
    attempt(() => window.cancelAnimationFrame(frame));
    clearTimeout(timer);
    action();
  };
  const timer = setTimeout(run, LONGEST_WAIT);
  frame = attempt(() => window.requestAnimationFrame(run)) ?? 0;
}
