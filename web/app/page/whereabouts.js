import { createLastSeen } from './last-seen.js';
import { createNavigation } from '../ui/navigation.js';
import { wideFrom } from '../ui/shell.js';

/** @typedef {import('../ui/steps.js').Place} Place */
/** @typedef {ReturnType<typeof createWhereabouts>} Whereabouts */

/**
 * The place where the person is, with the device of an open conversation. Tells the engine which one they look at.
 * @param {object} options
 * @param {import('../types.js').Engine} options.engine
 * @param {import('../environment/interface.js').InterfaceEnvironment} options.browser
 * @param {(place: Place, from: Place) => void} options.moved the person went somewhere
 * @param {() => void} options.closeDialog the person went back from the dialog
 * @param {AbortSignal} options.signal
 */
export function createWhereabouts({ engine, browser, moved, closeDialog, signal }) {
  const wide = browser.width(wideFrom);
  const lastSeen = createLastSeen(engine);
  const navigation = createNavigation({ stacked: () => !wide.isReached(), moved, closeDialog, trail: browser.trail, signal });
  /** @type {string | null} */
  let looked = null;

  /** The device that the place names, known or not. */
  function namedPeer() {
    const { place } = navigation;
    return place.pane === 'conversation' ? place.peer : null;
  }

  /** The device whose conversation is open. */
  function openPeer() {
    const peer = namedPeer();
    return peer !== null && lastSeen.find(peer) ? peer : null;
  }

  return {
    navigation,
    wide,
    openPeer,
    deviceNow: lastSeen.find,
    /** The pane that is shown: a conversation with a device that nobody knows is none. */
    get pane() {
      const { pane } = navigation.place;
      return pane === 'conversation' && openPeer() === null ? 'home' : pane;
    },
    /** @param {string} peer */
    openConversation: (peer) => navigation.go({ pane: 'conversation', peer }),
    /** @param {import('../types.js').State} state */
    update: (state) => lastSeen.update(state.devices, namedPeer()),
    /** Tells the engine which conversation the person looks at: none in a hidden tab. */
    look() {
      const peer = document.hidden ? null : openPeer();
      if (peer === looked) return;
      looked = peer;
      engine.look(peer);
    },
  };
}
