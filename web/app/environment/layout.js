import { attempt } from '../core/util/attempt.js';

/** A `rem` where the person has not chosen another, in pixels. */
const USUAL_REM = 16;

/**
 * Whether the window has a width from which on something is shown in another way.
 *
 * @typedef {object} Width
 * @property {() => boolean} isReached
 * @property {(listener: () => void, signal: AbortSignal) => void} onChange
 */

/**
 * @param {Window} window
 * @param {number} width in `rem`
 * @returns {Width}
 */
export function windowWidth(window, width) {
  const list = attempt(() => window.matchMedia(`(min-width: ${width}rem)`));
  return {
    isReached: () => list?.matches ?? window.innerWidth >= width * USUAL_REM,
    onChange: (listener, signal) => {
      if (list) list.addEventListener('change', listener, { signal });
      else window.addEventListener('resize', listener, { signal });
    },
  };
}

/**
 * Calls back when one of `elements` has another size.
 *
 * @param {Window & typeof globalThis} window
 * @param {readonly Element[]} elements
 * @param {() => void} changed
 * @returns {() => void} ends it
 */
export function watchSizes(window, elements, changed) {
  const observer = attempt(() => new window.ResizeObserver(changed));
  for (const element of elements) observer?.observe(element);
  return () => observer?.disconnect();
}
