import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { filesOf } from './dropped-files.js';
import { icon } from './icons.js';

/** @typedef {import('./dropped-files.js').FoundFile} FoundFile */

/**
 * The whole window takes files, and each device its own.
 * @param {object} options
 * @param {() => string | null} options.chosen the device of the open conversation
 * @param {(peer: string) => string | null} options.nameOf null: it cannot take files now
 * @param {(peer: string | null, files: FoundFile[]) => void} options.drop
 * @param {AbortSignal} options.signal
 */
export function createDropTarget({ chosen, nameOf, drop, signal }) {
  const words = h('p');
  const element = h('div', { class: 'drop-veil', hidden: true }, h('div', { class: 'drop-words' }, icon('save'), words));
  /** @type {Element | null} */
  let marked = null;
  let depth = 0;

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
    const peer = row instanceof HTMLElement ? row.dataset.device ?? null : null;
    if (peer && nameOf(peer)) return { row, peer };
    const open = chosen();
    return { row: null, peer: open && nameOf(open) ? open : null };
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
      const { row, peer } = target(event);
      markRow(row);
      setText(words, peer ? t('drop.to', { name: nameOf(peer) ?? '' }) : t('drop.choose'));
      show(element, true);
    },
    dragleave() {
      depth -= 1;
      if (depth <= 0) leave();
    },
    drop(event) {
      event.preventDefault();
      const { peer } = target(event);
      leave();
      if (event.dataTransfer) void filesOf(event.dataTransfer).then((files) => drop(peer, files));
    },
  };
  for (const [type, listener] of Object.entries(listeners)) {
    window.addEventListener(
      type,
      (event) => {
        if (event instanceof DragEvent && event.dataTransfer?.types.includes('Files')) listener(event);
      },
      { signal },
    );
  }

  return { element };
}
