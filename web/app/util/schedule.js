/** Longest wait for a frame, in milliseconds: hidden pages get no frames at all. */
const LONGEST_WAIT = 100;

/**
 * Runs `action` before the next frame is painted, or soon if none is.
 *
 * @param {() => void} action
 */
export function beforeNextFrame(action) {
  let frame = 0;
  const run = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    action();
  };
  const timer = setTimeout(run, LONGEST_WAIT);
  frame = requestAnimationFrame(run);
}
