import { browserTraits } from '../ui/browser-traits.js';
import { h, show } from '../ui/dom.js';
import { createOfferShelf } from '../ui/offer-shelf.js';
import { secureUrl } from '../ui/secure-link.js';
import { shelfItems } from '../ui/shelf-items.js';
import { transfers } from '../ui/summary.js';
import { createWaitingFiles } from '../ui/waiting-files.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../ui/summary.js').Device} Device */

/**
 * @typedef {object} ShelfOptions
 * @property {import('../types.js').Engine} engine
 * @property {Set<string>} followed transfers that were accepted here, until they are looked at, dismissed or gone
 * @property {import('../environment/interface.js').InterfaceEnvironment} browser
 * @property {ReturnType<typeof import('./sending.js').createSending>} sending
 * @property {(peer: string) => Device | null} deviceNow
 * @property {() => void} ask asks to which device the waiting files go
 * @property {(peer: string) => void} look opens a conversation
 * @property {() => void} changed the shelf is to be drawn again
 */

/**
 * Composes the shelf: files that wait for a device, and offers whose conversation is not open.
 * @param {ShelfOptions} options
 */
export function composeShelf({ engine, followed, browser, sending, deviceNow, ask, look, changed }) {
  const files = createWaitingFiles({ send: sending.sendWaiting, choose: ask, forget: sending.forgetWaiting });
  const offers = createOfferShelf({
    accept(peer, transfer) {
      followed.add(transfer);
      engine.accept(peer, transfer);
    },
    decline: (peer, transfer) => engine.decline(peer, transfer),
    cancel: (peer, transfer) => engine.cancel(peer, transfer),
    save(peer, transfer) {
      if (transfer.files.length === 1) engine.save(peer, transfer.id, transfer.files[0].index);
      else engine.saveAll(peer, transfer.id);
    },
    stopSaving: (peer, transfer) => engine.stopSaving(peer, transfer),
    open(peer, transfer) {
      const url = engine.open(peer, transfer.id, transfer.files[0].index);
      if (url) browser.openTab(url);
    },
    look,
    dismiss(transfer) {
      followed.delete(transfer);
      changed();
    },
  }, browserTraits(browser, engine.state.self.kind));
  const element = h('div', { class: 'shelf', hidden: true }, files.element, offers.element);

  /**
   * @param {State} state
   * @param {string | null} open the device of the open conversation
   */
  function prune(state, open) {
    const there = Object.values(state.conversations).filter(({ peer }) => peer !== open).flatMap(transfers);
    const ids = new Set(there.map(({ id }) => id));
    for (const id of followed) if (!ids.has(id)) followed.delete(id);
  }

  return {
    element,
    focus: offers.focus,
    /**
     * @param {State} state
     * @param {string | null} open the device of the open conversation
     */
    update(state, open) {
      prune(state, open);
      const secure = secureUrl(state.server);
      const items = shelfItems(state, open, followed).flatMap(({ peer, transfer }) => {
        const device = deviceNow(peer);
        return device ? [{ device, transfer, secureUrl: secure }] : [];
      });
      files.update(sending.waiting, state.devices.filter(({ present }) => present), open);
      offers.update(items);
      show(element, items.length > 0 || sending.waiting.length > 0);
    },
  };
}
