import { composeConversations } from './conversations.js';
import { createAddDevice } from '../ui/add-device.js';
import { show } from '../ui/dom.js';
import { pickedFiles } from '../ui/dropped-files.js';
import { createNearPane } from '../ui/near-pane.js';

/** @typedef {import('../types.js').State} State */

/**
 * Composes the pane beside the list, or over it where there is no room for both: a conversation; else, if anybody is
 * near, how to send to them; else how another device gets here.
 * @param {object} options
 * @param {import('../types.js').Engine} options.engine
 * @param {import('../environment/interface.js').InterfaceEnvironment} options.browser
 * @param {Map<string, string>} options.drafts
 * @param {import('./whereabouts.js').Whereabouts} options.whereabouts
 * @param {import('./voice.js').Voice} options.voice
 * @param {ReturnType<typeof import('./sending.js').createSending>} options.sending
 * @param {(peer: string) => void} options.inspect
 * @param {() => void} options.openCode
 * @param {(element: HTMLElement) => void} options.append adds a conversation to the pane
 */
export function composeDetail({ engine, browser, drafts, whereabouts, voice, sending, inspect, openCode, append }) {
  const { openConversation, deviceNow, navigation } = whereabouts;
  const near = createNearPane({ send: (peer, files) => sending.sendAndShow(peer, pickedFiles(files)), open: openConversation });
  const addDevice = createAddDevice({ openCode, back: navigation.leave, copy: voice.copy, drawQR: browser.drawQR });
  const conversations = composeConversations({
    append,
    deviceNow,
    engine,
    drafts,
    back: navigation.leave,
    inspect,
    send: sending.send,
    browser,
    copy: voice.copy,
  });

  return {
    elements: [near.element, addDevice.element],
    conversations,
    /** @param {State} state */
    update(state) {
      const peer = whereabouts.openPeer();
      const present = state.devices.filter((device) => device.present);
      const greets = whereabouts.pane === 'home' && present.length > 0;
      conversations.update(state, peer);
      show(near.element, greets);
      near.update(present);
      show(addDevice.element, peer === null && !greets);
      addDevice.update(state);
    },
    /**
     * Puts the focus into the pane, on a field only where a keyboard on the screen would not cover it.
     * @param {import('../ui/steps.js').Place} place other than the list
     */
    focus(place) {
      if (place.pane !== 'conversation') return addDevice.focus();
      const conversation = conversations.get(place.peer);
      conversation?.settle();
      if (whereabouts.wide.isReached()) conversation?.focusComposer();
      else conversation?.focusHead();
    },
    dispose: conversations.dispose,
  };
}
