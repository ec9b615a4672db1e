import { t } from '../i18n/index.js';
import { createButtons, firstShown, iconButton } from './buttons.js';
import { h, KeyedList, setText, show } from './dom.js';
import { formatFiles, formatSize } from './format.js';
import { kindIcon } from './icons.js';

/** @typedef {import('./summary.js').Device} Device */
/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {{ device: Device, transfer: TransferEntry }} OfferItem */

/**
 * Offers whose conversation is not open. The shelf makes room for itself and covers nothing.
 * @param {object} actions
 * @param {(peer: string, transfer: string) => void} actions.accept
 * @param {(peer: string, transfer: string) => void} actions.decline
 * @param {(peer: string) => void} actions.look
 */
export function createOfferShelf({ accept, decline, look }) {
  const list = h('ul', { role: 'list', class: 'offers' });
  const cards = new KeyedList(list, createCard);
  const element = h('section', { class: 'offer-shelf', 'aria-label': t('offers.title'), hidden: true }, list);

  /** @param {OfferItem} item */
  function createCard({ device, transfer }) {
    const what = h('p', { class: 'offer-what', dir: 'auto' });
    const who = h('p', { class: 'offer-who', dir: 'auto' });
    const buttons = createButtons({
      accept: { label: t('transfer.accept'), icon: 'check', look: 'primary', press: () => accept(device.id, transfer.id), keys: 'F8' },
      decline: { label: t('transfer.decline'), press: () => decline(device.id, transfer.id) },
    });
    const open = iconButton('open', t('offers.show'), () => look(device.id));
    const card = h(
      'div',
      { class: 'offer', role: 'group' },
      h('span', { class: 'avatar avatar-small' }, kindIcon(device.kind)),
      h('div', { class: 'offer-words' }, who, what),
      open,
      buttons.element,
    );
    return {
      element: h('li', {}, card),
      /** @param {OfferItem} next */
      update(next) {
        const words = t('transfer.offerIn', { name: next.device.name, what: formatFiles(next.transfer.files) });
        card.setAttribute('aria-label', words);
        setText(who, words);
        who.title = words;
        setText(what, formatSize(next.transfer.total));
        buttons.update({ accept: !next.transfer.refusal, decline: true });
      },
    };
  }

  return {
    element,
    /** @param {readonly OfferItem[]} items newest first */
    update(items) {
      cards.update(items, (item) => item.transfer.id);
      show(element, items.length > 0);
    },
    /**
     * Puts the focus on the first answer to an offer.
     * @param {string} transfer
     */
    focus(transfer) {
      cards.get(transfer)?.element.querySelector(firstShown)?.focus();
    },
  };
}
