import { t } from '../i18n/index.js';
import { h, setText } from './dom.js';
import { icon } from './icons.js';

let made = 0;

/**
 * A modal dialog with a title and a button that closes it. Focus goes back to where it was.
 * @param {object} options
 * @param {string} options.name a class of its own
 * @param {() => void} [options.onClose]
 */
export function createDialog({ name, onClose }) {
  const id = `dialog-${(made += 1)}`;
  const heading = h('h2', { id });
  const close = h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': t('common.close'), onclick: () => element.close() },
    icon('close'),
  );
  const body = h('div', { class: 'dialog-body' });
  const element = h(
    'dialog',
    { class: `dialog ${name}`, 'aria-labelledby': id },
    h('div', { class: 'dialog-sheet' }, h('header', { class: 'dialog-head' }, heading, close), body),
  );
  /** @type {HTMLElement | null} */
  let opener = null;

  // The sheet fills the dialog, so that only a press on the backdrop has the dialog itself as target.
  element.addEventListener('mousedown', (event) => {
    if (event.target === element) element.close();
  });
  element.addEventListener('close', () => {
    if (opener?.isConnected) opener.focus();
    onClose?.();
  });

  return {
    element,
    body,
    /** @param {string} title */
    setTitle(title) {
      setText(heading, title);
    },
    open() {
      if (element.open) return;
      opener = /** @type {HTMLElement | null} */ (document.activeElement);
      element.showModal();
    },
    close() {
      if (element.open) element.close();
    },
    get isOpen() {
      return element.open;
    },
  };
}
