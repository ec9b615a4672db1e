import { t } from '../i18n/index.js';
import { formsOf, meansFiles } from '../ui/clipboard-content.js';
import { createDropTarget } from '../ui/drop-target.js';
import { filesOf } from '../ui/dropped-files.js';
import { shortName } from '../ui/name.js';
import { recipientOf } from '../ui/recipient.js';
import { openOffers } from '../ui/summary.js';

/**
 * @typedef {object} GestureOptions
 * @property {import('../types.js').Engine} engine
 * @property {import('./whereabouts.js').Whereabouts} whereabouts
 * @property {ReturnType<typeof import('./sending.js').createSending>} sending
 * @property {ReturnType<typeof import('./conversations.js').composeConversations>} conversations
 * @property {(transfer: string) => void} focusShelf puts the focus on an offer of the shelf
 * @property {(message: string) => void} tell
 * @property {AbortSignal} signal
 */

/**
 * Composes the gestures that work anywhere on the page: to drop, to paste, and the key that leads to an offer.
 * @param {GestureOptions} options
 * @returns {HTMLElement} the veil over a page on which something is dropped
 */
export function composeGestures({ engine, whereabouts, sending, conversations, focusShelf, tell, signal }) {
  const { openPeer, deviceNow } = whereabouts;
  const dropTarget = createDropTarget({
    recipientOf: (over) => recipientOf(over, openPeer(), engine.state.devices),
    nameOf: (peer) => shortName(deviceNow(peer)?.name ?? ''),
    drop: sending.dropped,
    write,
    signal,
  });

  /**
   * Puts words that were dropped into a message, which the person sends.
   * @param {import('../ui/recipient.js').Recipient} recipient
   * @param {string} words
   */
  function write(recipient, words) {
    if (recipient.type !== 'to') return tell(t('drop.writeNobody'));
    whereabouts.openConversation(recipient.peer);
    conversations.get(recipient.peer)?.addToMessage(words);
  }

  /**
   * Sends files that are pasted to the open conversation. Text goes where the caret is.
   * @param {ClipboardEvent} event
   */
  function pasted(event) {
    const peer = openPeer();
    const data = event.clipboardData;
    if (!peer || !data || document.querySelector('dialog[open]') || !deviceNow(peer)?.present) return;
    if (!meansFiles(formsOf(data))) return;
    event.preventDefault();
    void filesOf(data).then((found) => sending.pasted(peer, found));
  }

  /**
   * Puts the focus on the answer to the newest offer, wherever it is shown.
   * @param {KeyboardEvent} event
   */
  function pressed(event) {
    if (event.key !== 'F8') return;
    const [newest] = openOffers(engine.state);
    if (!newest) return;
    event.preventDefault();
    if (newest.peer === openPeer()) conversations.get(newest.peer)?.focusEntry(newest.transfer.id);
    else focusShelf(newest.transfer.id);
  }

  document.addEventListener('paste', pasted, { signal });
  document.addEventListener('keydown', pressed, { signal });
  return dropTarget.element;
}
