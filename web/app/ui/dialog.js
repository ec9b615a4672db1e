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
  const button = h('button', { type: 'button', class: 'icon-button', 'aria-label': t('common.close'), onclick: close }, icon('close'));
  const body = h('div', { class: 'dialog-body' });
  const element = h(
    'dialog',
    { class: `dialog ${name}`, 'aria-labelledby': id },
    h('div', { class: 'dialog-sheet' }, h('header', { class: 'dialog-head' }, heading, button), body),
  );
  /** @type {{ opener: Element | null } | null} null while it is closed; `opener` had the focus before */
  let opened = null;

  // The sheet fills the dialog, so that only a press on the backdrop has the dialog itself as target.
  element.addEventListener('mousedown', (event) => {
    if (event.target === element) close();
  });
  // Escape closes it without a call of ours.
  element.addEventListener('close', settle);

  function close() {
    if (!opened) return;
    element.close();
    settle();
  }

  function settle() {
    if (!opened) return;
    const { opener } = opened;
    opened = null;
    // The event comes after the person may have gone elsewhere already: only a focus that is lost is given back.
    const isLost = document.activeElement === document.body || element.contains(document.activeElement);
    if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus();
    element.dispatchEvent(new Event('settled', { bubbles: true }));
    onClose?.();
  }

  return {
    element,
    body,
    /** @param {string} title */
    setTitle(title) {
      setText(heading, title);
    },
    open() {
      if (opened) return;
      opened = { opener: document.activeElement };
      element.showModal();
      element.dispatchEvent(new Event('opened', { bubbles: true }));
    },
    close,
    get isOpen() {
      return opened !== null;
    },
  };
}
