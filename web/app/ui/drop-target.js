import { t } from '../i18n/index.js';
import { formsOf, meansFiles, wordsOf } from './clipboard-content.js';
import { h, setText, show } from './dom.js';
import { filesOf } from './dropped-files.js';
import { icon } from './icons.js';

/** @typedef {import('./dropped-files.js').Found} Found */
/** @typedef {import('./recipient.js').Recipient} Recipient */

/**
 * The whole window takes files, and each device its own. Words and links go into a message, which the person sends; what
 * the page itself gives is not taken, and what is over a field is the browser's.
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
  let depth = 0;
  let isOwn = false;

  /** @param {Element | null} row */
  function markRow(row) {
    if (row === marked) return;
    marked?.classList.remove('is-drop-target');
    row?.classList.add('is-drop-target');
    marked = row;
  }

  function leave() {
    depth = 0;
    markRow(null);
    show(element, false);
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
   * @param {boolean} hasFiles
   */
  function promise(recipient, hasFiles) {
    if (!hasFiles) return recipient.type === 'to' ? t('drop.write', { name: nameOf(recipient.peer) }) : t('drop.writeNobody');
    if (recipient.type === 'to') return t('drop.to', { name: nameOf(recipient.peer) });
    return t(recipient.type === 'choose' ? 'drop.choose' : 'drop.wait');
  }

  /** @type {Record<string, (event: DragEvent) => void>} */
  const listeners = {
    dragenter(event) {
      event.preventDefault();
      depth += 1;
    },
    dragover(event) {
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      const { row, recipient } = target(event);
      markRow(row);
      setText(words, promise(recipient, hasFiles(event)));
      show(element, true);
    },
    dragleave() {
      depth -= 1;
      if (depth <= 0) leave();
    },
    drop(event) {
      event.preventDefault();
      const { recipient } = target(event);
      leave();
      const data = event.dataTransfer;
      if (!data) return;
      const text = wordsOf(data);
      if (text !== '' && !meansFiles(formsOf(data))) write(recipient, text);
      else void filesOf(data).then((found) => drop(recipient, found));
    },
  };
  for (const [type, listener] of Object.entries(listeners)) {
    window.addEventListener(
      type,
      (event) => {
        if (!(event instanceof DragEvent) || isOwn) return;
        if (hasFiles(event) || (hasWords(event) && !isOverField(event))) listener(event);
      },
      { signal },
    );
  }
  window.addEventListener('dragstart', () => (isOwn = true), { signal });
  // A part of the page that goes away in the middle of its drag hears no end of it; the pointer moves after that alone.
  for (const end of ['dragend', 'pointermove']) window.addEventListener(end, () => (isOwn = false), { signal });

  return { element };
}

/** @param {DragEvent} event */
function hasFiles({ dataTransfer }) {
  return dataTransfer?.types.includes('Files') === true;
}

/** @param {DragEvent} event */
function hasWords({ dataTransfer }) {
  return ['text/plain', 'text/uri-list'].some((type) => dataTransfer?.types.includes(type));
}

/** @param {DragEvent} event */
function isOverField({ target }) {
  return target instanceof Element && target.closest('input, textarea') !== null;
}
