import { t } from '../i18n/index.js';
import { createButtons, firstShown, iconButton } from './buttons.js';
import { createCrossingBar } from './crossing-bar.js';
import { h, KeyedList, setText, show } from './dom.js';
import { formatFiles, formatSize } from './format.js';
import { kindIcon } from './icons.js';
import { shortName } from './name.js';
import { createSecureLink } from './secure-link.js';
import { isUnderWay } from './summary.js';
import { answerButtons, heldButtons, saveButtons } from './transfer-buttons.js';
import { availableActions, flowText, hasUnsaved, transferLabel, transferMessage } from './transfer-words.js';

/** @typedef {import('./summary.js').Device} Device */
/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {{ device: Device, transfer: TransferEntry, secureUrl: string | null }} OfferItem */

/**
 * @typedef {object} ShelfActions
 * @property {(peer: string, transfer: string) => void} accept
 * @property {(peer: string, transfer: string) => void} decline
 * @property {(peer: string, transfer: string) => void} cancel
 * @property {(peer: string, transfer: TransferEntry) => void} save
 * @property {(peer: string, transfer: string) => void} stopSaving
 * @property {(peer: string, transfer: TransferEntry) => void} open
 * @property {(peer: string) => void} look opens the conversation
 * @property {(transfer: string) => void} dismiss takes a transfer that has ended off the shelf
 */

/** @typedef {import('./browser-traits.js').BrowserTraits} BrowserTraits */

/**
 * Offers whose conversation is not open. An offer that is accepted here stays until it is saved here, so that the next
 * button appears under the same thumb. The shelf stands over the page and moves nothing.
 * @param {ShelfActions} actions
 * @param {BrowserTraits} traits
 */
export function createOfferShelf(actions, traits) {
  const list = h('ul', { role: 'list', class: 'offers' });
  const cards = new KeyedList(list, (item) => createOfferCard(actions, traits, item));
  const element = h('section', { 'aria-label': t('offers.title'), hidden: true }, list);

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

/**
 * @param {ShelfActions} actions
 * @param {BrowserTraits} traits
 * @param {OfferItem} item
 */
function createOfferCard(actions, traits, { device: { id: peer, kind }, transfer: { id } }) {
  /** @type {OfferItem | null} */
  let drawn = null;
  const who = h('p', { class: 'offer-who', dir: 'auto' });
  const what = h('p', { class: 'offer-what', dir: 'auto' });
  const secure = createSecureLink();
  const bar = createCrossingBar();
  const save = () => drawn && actions.save(peer, drawn.transfer);
  const buttons = createButtons({
    ...answerButtons(() => actions.accept(peer, id), () => actions.decline(peer, id)),
    ...saveButtons(save, save),
    ...heldButtons(() => actions.stopSaving(peer, id), () => drawn && actions.open(peer, drawn.transfer)),
    cancel: { label: t('transfer.cancel'), press: () => actions.cancel(peer, id) },
  });
  const look = iconButton('open', t('offers.show'), () => actions.look(peer));
  const dismiss = iconButton('close', t('common.close'), () => actions.dismiss(id));
  const card = h(
    'div',
    { class: 'offer', role: 'group', tabindex: '-1' },
    h('span', { class: 'avatar avatar-small' }, kindIcon(kind)),
    h('div', { class: 'offer-words' }, who, what, secure.element),
    look,
    dismiss,
    bar.element,
    buttons.element,
  );

  return {
    element: h('li', {}, card),
    /** @param {OfferItem} item */
    update(item) {
      if (isSame(item, drawn)) return;
      drawn = item;
      const { device, transfer, secureUrl } = item;
      const moves = isUnderWay(transfer);
      const hasEnded = !moves && transfer.status !== 'offered';
      const label = transferLabel(transfer, device.name);
      card.setAttribute('aria-label', label);
      card.dataset.status = transfer.status;
      setText(who, transferLabel(shortened(transfer), shortName(device.name)));
      who.title = label;
      const message = transferMessage(transfer, device.name, secureUrl !== null, traits);
      setText(what, detail(transfer, device.name, message, traits));
      secure.update(message?.secure ? secureUrl : null);
      show(bar.element, moves);
      if (moves) bar.update(transfer.done, transfer.total);
      show(look, !hasEnded);
      show(dismiss, hasEnded);
      const can = availableActions(transfer);
      buttons.update({ ...can, cancel: moves });
    },
  };
}

/**
 * The line under the name.
 * @param {TransferEntry} transfer
 * @param {string} name
 * @param {import('./transfer-words.js').Message | null} message
 * @param {BrowserTraits} traits
 */
function detail(transfer, name, message, traits) {
  if (isUnderWay(transfer)) return flowText(transfer, name);
  const size = formatSize(transfer.total);
  if (transfer.status === 'offered' && !transfer.refusal) return size;
  const note = hasUnsaved(transfer) && !traits.asksBeforeLeaving ? t('transfer.saveBeforeLeaving') : '';
  // The shelf is small: advice about a saved file is given in the conversation.
  const advice = transfer.status === 'complete' ? '' : message?.advice;
  return [`${size} · ${message?.what ?? ''}`, advice, note].filter(Boolean).join('\n');
}

/**
 * The transfer with a name that leaves room for the sentence around it.
 * @param {TransferEntry} transfer
 * @returns {TransferEntry}
 */
function shortened(transfer) {
  if (transfer.files.length !== 1) return transfer;
  return { ...transfer, files: [{ ...transfer.files[0], name: shortName(formatFiles(transfer.files)) }] };
}

/**
 * @param {OfferItem} one
 * @param {OfferItem | null} other
 */
function isSame(one, other) {
  return one.transfer === other?.transfer && one.device.name === other.device.name && one.secureUrl === other.secureUrl;
}
