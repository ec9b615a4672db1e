import { t } from '../i18n/index.js';
import { createDeviceList } from '../ui/device-list.js';
import { createDeviceRow } from '../ui/device-row.js';
import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { createMasthead } from '../ui/masthead.js';
import { createSelfCard } from '../ui/self-card.js';
import { createServerNotices } from '../ui/server-notices.js';

/**
 * Composes the list: this device, the ones nearby, and the ways to others.
 * @param {object} options
 * @param {import('../types.js').Engine} options.engine
 * @param {import('../environment/interface.js').InterfaceEnvironment} options.browser
 * @param {import('./whereabouts.js').Whereabouts} options.whereabouts
 * @param {(message: string) => void} options.tell
 * @param {() => void} options.openSettings
 * @param {() => void} options.openCode
 */
export function composeList({ engine, browser, whereabouts, tell, openSettings, openCode }) {
  const selfCard = createSelfCard({ rename });
  const notices = createServerNotices({ reload: browser.reload });
  const devices = createDeviceList({
    createRow: () => createDeviceRow({ choose: whereabouts.openConversation, isTouch: browser.isTouch }),
    add: () => whereabouts.navigation.go({ pane: 'add' }),
  });
  const codeButton = h('button', { type: 'button', class: 'button button-wide', onclick: openCode }, icon('code'), t('add.useCode'));

  /** @param {string} name */
  function rename(name) {
    engine.rename(name);
    if (!browser.local.isLasting) tell(t('settings.notKept'));
  }

  return {
    elements: [
      createMasthead({ openSettings }).element,
      selfCard.element,
      notices.element,
      devices.element,
      h('footer', { class: 'list-foot' }, codeButton),
    ],
    /** @param {import('../types.js').State} state */
    update(state) {
      selfCard.update(state);
      notices.update(state);
      devices.update(state, whereabouts.openPeer());
    },
    /**
     * Puts the focus where the person came from: on the device, or on the way to add one.
     * @param {import('../ui/steps.js').Place} from
     */
    focus(from) {
      if (from.pane === 'conversation') devices.focus(from.peer);
      else devices.focusAdd();
    },
  };
}
