import { createChime } from '../ui/chime.js';
import { happenings } from '../ui/happenings.js';
import { isWorking } from '../ui/summary.js';
import { createTabSignal } from '../ui/tab-signal.js';
import { createWakeLock } from '../ui/wake-lock.js';

/** @typedef {import('../types.js').State} State */

/**
 * The signs for a person who looks elsewhere: the tab's title and icon, a chime, sentences for a screen reader. Keeps
 * the screen on while something moves.
 * @param {object} options
 * @param {import('../environment/interface.js').InterfaceEnvironment} options.browser
 * @param {import('./voice.js').Voice['announcer']} options.announcer
 * @param {() => string | null} options.openPeer the device of the open conversation
 * @param {AbortSignal} options.signal
 */
export function createAttention({ browser, announcer, openPeer, signal }) {
  const chime = createChime(browser.openAudio, signal);
  const tabSignal = createTabSignal(browser.newCanvas);
  const wakeLock = createWakeLock(browser.keepAwake, signal);

  return {
    /** @param {State} state */
    update(state) {
      tabSignal.update(state);
      wakeLock.update(isWorking(state));
    },
    /**
     * Tells the difference between two states.
     * @param {State} previous
     * @param {State} state
     */
    tell(previous, state) {
      const all = happenings(previous, state);
      announcer.tell(all);
      announcer.tellProgress(state, openPeer(), browser.clock.now());
      if (document.hidden && all.some((happening) => happening.type === 'offer')) chime.play();
    },
  };
}
