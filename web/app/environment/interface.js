import { attempt } from '../core/util/attempt.js';
import { copyText } from './clipboard.js';
import { watchSizes, windowWidth } from './layout.js';
import { canDraw, fetchQR, newCanvas } from './pictures.js';
import { browserTrail } from './trail.js';

/**
 * The browser as the interface sees it, besides the document. A refused ability is null, or does nothing.
 *
 * @typedef {object} InterfaceEnvironment
 * @property {import('../core/util/clock.js').Clock} clock
 * @property {import('./key-storage.js').KeyStorage} local
 * @property {() => readonly string[]} languages the person wants, BCP 47 tags, the preferred one first
 * @property {string} userAgent
 * @property {boolean} isTouch whether a finger points here, and nothing is dragged
 * @property {boolean} isSecure whether the browser counts the page's address as secure, and gives it all abilities
 * @property {import('./trail.js').Trail} trail
 * @property {(text: string) => Promise<boolean>} copyText resolves to whether it is in the clipboard
 * @property {() => AudioContext | null} openAudio
 * @property {() => Promise<WakeLockSentinel | null>} keepAwake
 * @property {(width: number) => import('./layout.js').Width} width in `rem`
 * @property {(elements: readonly Element[], changed: () => void) => () => void} watchSizes
 * @property {VisualViewport | null} viewport
 * @property {((side: number) => HTMLCanvasElement) | null} newCanvas null where drawings are not given back
 * @property {(text: string, signal: AbortSignal) => Promise<import('./pictures.js').Picture>} drawQR may reject
 * @property {(address: string) => void} openTab
 * @property {() => void} reload
 *
 * @typedef {EventTarget & { readonly released: boolean, release(): Promise<void> }} WakeLockSentinel
 * @typedef {Navigator & { wakeLock: { request(type: 'screen'): Promise<WakeLockSentinel> } }} WakefulNavigator
 */

/**
 * @param {Window & typeof globalThis} window
 * @param {Pick<InterfaceEnvironment, 'clock' | 'local' | 'reload'>} shared with the engine
 * @returns {InterfaceEnvironment}
 */
export function interfaceEnvironment(window, shared) {
  const { document } = window;
  return {
    ...shared,
    languages: () => attempt(() => [...window.navigator.languages]) ?? [],
    userAgent: attempt(() => `${window.navigator.userAgent}`) ?? '',
    isTouch: attempt(() => window.matchMedia('(pointer: coarse)').matches) ?? false,
    isSecure: attempt(() => window.isSecureContext) ?? false,
    trail: browserTrail(window),
    copyText: (text) => copyText(window, text),
    openAudio: () => attempt(() => new window.AudioContext()),
    keepAwake: async () => {
      try {
        return await /** @type {WakefulNavigator} */ (window.navigator).wakeLock.request('screen');
      } catch {
        return null;
      }
    },
    width: (width) => windowWidth(window, width),
    watchSizes: (elements, changed) => watchSizes(window, elements, changed),
    viewport: attempt(() => window.visualViewport),
    newCanvas: canDraw(document) ? (side) => newCanvas(document, side) : null,
    drawQR: (text, signal) => fetchQR(window, text, signal),
    openTab: (address) => void attempt(() => window.open(address, '_blank', 'noopener')),
  };
}
