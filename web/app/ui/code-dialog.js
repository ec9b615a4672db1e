import { t } from '../i18n/index.js';
import { createCodeEntry } from './code-entry.js';
import { createCodeMaker } from './code-maker.js';
import { createDialog } from './dialog.js';
import { h } from './dom.js';

/** @typedef {import('../types.js').State} State */

/**
 * Two devices on different networks meet by a code: one makes it, the other enters it.
 * @param {object} actions
 * @param {() => void} actions.create
 * @param {() => void} actions.withdraw
 * @param {(code: string) => void} actions.join
 * @param {() => void} actions.forget the last word about joining has been read
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {import('./qr-image.js').DrawQR} actions.drawQR
 */
export function createCodeDialog({ create, withdraw, join, forget, copy, drawQR }) {
  const dialog = createDialog({ name: 'code-dialog', onClose: forget });
  dialog.setTitle(t('code.title'));
  const made = createCodeMaker({ create, withdraw, copy, drawQR });
  const entered = createCodeEntry(join);
  dialog.body.append(h('p', { class: 'lead', text: t('code.lead') }), made.element, entered.element);

  return {
    element: dialog.element,
    open: dialog.open,
    close: dialog.close,
    enter: entered.enter,
    get isOpen() {
      return dialog.isOpen;
    },
    /**
     * @param {State} state
     * @param {number} now milliseconds since 1970
     */
    update(state, now) {
      if (!dialog.isOpen) return;
      made.update(state.code, now);
      entered.update(state);
    },
  };
}
