import { t } from '../i18n/index.js';
import { iconButton } from './buttons.js';
import { h, setAttribute, show } from './dom.js';

/** @typedef {import('../types.js').FileState} FileState */
/** @typedef {{ element: HTMLElement, update(files: readonly FileState[]): void }} FileListPart */

/**
 * The files of a batch behind a button. Their list is made when it is first wanted.
 * @param {() => FileListPart} createList
 */
export function createTransferFiles(createList) {
  const button = iconButton('down', t('transfer.showFiles'), toggle);
  button.setAttribute('aria-expanded', 'false');
  const element = h('div', { class: 'batch', hidden: true });
  /** @type {FileListPart | null} */
  let list = null;
  /** @type {readonly FileState[]} */
  let files = [];

  function toggle() {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    if (!list) {
      list = createList();
      element.append(list.element);
    }
    show(element, open);
    draw();
  }

  function draw() {
    const open = button.getAttribute('aria-expanded') === 'true';
    const label = t(open ? 'transfer.hideFiles' : 'transfer.showFiles');
    setAttribute(button, 'aria-label', label);
    setAttribute(button, 'title', label);
    if (open) list?.update(files);
  }

  return {
    button,
    element,
    /** @param {readonly FileState[]} next */
    update(next) {
      files = next;
      draw();
    },
  };
}
