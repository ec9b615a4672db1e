import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { createSecureLink } from './secure-link.js';
import { hasUnsaved, transferMessage } from './transfer-words.js';

/**
 * The sentences under a transfer: how it ended and what can be done about it, and that files are to be saved in time.
 * @param {import('./browser-traits.js').BrowserTraits} traits
 */
export function createTransferMessage(traits) {
  const what = h('strong');
  const advice = h('span');
  const secure = createSecureLink();
  const message = h('p', { class: 'transfer-message' }, what, ' ', advice, ' ', secure.element);
  const note = h('p', { class: 'transfer-message', text: t('transfer.saveBeforeLeaving'), hidden: true });

  return {
    elements: [message, note],
    /** @param {import('./transfer-card.js').TransferItem} item */
    update({ entry, name, secureUrl }) {
      const explanation = transferMessage(entry, name, secureUrl !== null, traits);
      secure.update(explanation?.secure ? secureUrl : null);
      setText(what, explanation?.what ?? '');
      setText(advice, explanation?.advice ?? '');
      show(message, explanation !== null);
      message.dataset.tone = explanation?.tone ?? 'plain';
      show(note, !traits.asksBeforeLeaving && hasUnsaved(entry));
    },
  };
}
