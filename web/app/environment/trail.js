import { attempt } from '../core/util/attempt.js';

/**
 * The steps by which the system's own 'back' leads through the page. Browsers refuse new ones to a page that makes many
 * in a short time; then a place is left by the page's own button alone.
 *
 * @typedef {object} Trail
 * @property {() => any} state of the step the person is at; an older page may have written it
 * @property {(state: object) => void} push
 * @property {(state: object | null, address?: string) => void} replace
 * @property {() => boolean} back false if that is refused
 * @property {(listener: (state: any) => void, signal: AbortSignal) => void} onArrive
 */

/**
 * @param {Window} window
 * @returns {Trail}
 */
export function browserTrail(window) {
  return {
    state: () => attempt(() => window.history.state),
    push: (state) => void attempt(() => window.history.pushState(state, '')),
    replace: (state, address) => void attempt(() => window.history.replaceState(state, '', address)),
    back: () => attempt(() => (window.history.back(), true)) ?? false,
    onArrive: (listener, signal) => window.addEventListener('popstate', ({ state }) => listener(state), { signal }),
  };
}
