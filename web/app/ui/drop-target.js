import { t } from '../i18n/index.js';
import { formsOf, meansFiles, wordsOf } from './clipboard-content.js';
import { h, setText, show } from './dom.js';
import { followDrags, hasFiles } from './drags.js';
import { filesOf } from './dropped-files.js';
import { icon } from './icons.js';

/** @typedef {import('./dropped-files.js').Found} Found */
/** @typedef {import('./recipient.js').Recipient} Recipient */

/**
 * The veil over the window while something is dragged, which says what will become of it. Files are for the device they
 * are over, or for one by `recipientOf`; words and links go into a message, which the person sends.
 * @param {object} options
 * @param {(over: string | null) => Recipient} options.recipientOf for whom files are over this device, or beside all
 * @param {(peer: string) => string} options.nameOf
 * @param {(recipient: Recipient, found: Found) => void} options.drop
 * @param {(recipient: Recipient, words: string) => void} options.write
 * @param {AbortSignal} options.signal
 */
export function createDropTarget({ recipientOf, nameOf, drop, write, signal }) {
  const words = h('p');
  const element = h('div', { class: 'drop-veil', hidden: true }, h('div', { class: 'drop-words' }, icon('save'), words));
  /** @type {Element | null} */
  let marked = null;

  /** @param {Element | null} row */
  function markRow(row) {
    if (row === marked) return;
    marked?.classList.remove('is-drop-target');
    row?.classList.add('is-drop-target');
    marked = row;
  }

  /** @param {DragEvent} event */
  function target(event) {
    const row = event.target instanceof Element ? event.target.closest('[data-device]') : null;
    const over = row instanceof HTMLElement ? row.dataset.device ?? null : null;
    const recipient = recipientOf(over);
    return { row: recipient.type === 'to' && recipient.peer === over ? row : null, recipient };
  }

  /**
   * @param {Recipient} recipient
   * @param {boolean} areFiles
   */
  function promise(recipient, areFiles) {
    if (!areFiles) return recipient.type === 'to' ? t('drop.write', { name: nameOf(recipient.peer) }) : t('drop.writeNobody');
    if (recipient.type === 'to') return t('drop.to', { name: nameOf(recipient.peer) });
    return t(recipient.type === 'choose' ? 'drop.choose' : 'drop.wait');
  }

  /** @type {import('./drags.js').DragEvents} */
  const events = {
    over(event) {
      const { row, recipient } = target(event);
      markRow(row);
      setText(words, promise(recipient, hasFiles(event)));
      show(element, true);
    },
    left() {
      markRow(null);
      show(element, false);
    },
    dropped(event, data) {
      const { recipient } = target(event);
      const text = wordsOf(data);
      if (text !== '' && !meansFiles(formsOf(data))) write(recipient, text);
      else void filesOf(data).then((found) => drop(recipient, found));
    },
  };
  followDrags(events, signal);

  return { element };
}
