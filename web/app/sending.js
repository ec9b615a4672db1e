import { t } from './i18n/index.js';
import { formsOf, meansFiles } from './ui/clipboard-content.js';
import { filesOf } from './ui/dropped-files.js';
import { deviceOf } from './ui/summary.js';

/** @typedef {import('./ui/dropped-files.js').FoundFile} FoundFile */

/**
 * Every way by which files come from the person to the engine.
 * @param {object} options
 * @param {import('./types.js').Engine} options.engine
 * @param {(path: string) => string} options.flattenName makes one safe name of a path out of a folder
 * @param {() => string | null} options.openPeer the device of the open conversation
 * @param {(peer: string) => void} options.show opens a conversation
 * @param {ReturnType<import('./ui/recipient-dialog.js')['createRecipientDialog']>['ask']} options.ask for whom
 * @param {(message: string) => void} options.tell
 */
export function createSending({ engine, flattenName, openPeer, show, ask, tell }) {
  /**
   * @param {string} peer
   * @param {readonly FoundFile[]} found
   */
  function send(peer, found) {
    if (found.length === 0) return;
    const flattened = found.some(({ path }) => path.includes('/'));
    const files = found.map(({ file, path }) => ({ file, name: path.includes('/') ? flattenName(path) : path }));
    engine.sendFiles(peer, files, flattened);
  }

  /**
   * @param {string} peer
   * @param {readonly FoundFile[]} found
   */
  function sendAndShow(peer, found) {
    show(peer);
    send(peer, found);
  }

  return {
    send,
    /**
     * Files were dropped on a device, or beside all of them.
     * @param {string | null} peer
     * @param {FoundFile[]} found
     */
    dropped(peer, found) {
      const present = engine.state.devices.filter((device) => device.present);
      if (found.length === 0) return tell(t('drop.empty'));
      if (present.length === 0) return tell(t('drop.nobody'));
      const recipient = peer ?? (present.length === 1 ? present[0].id : null);
      if (recipient) return sendAndShow(recipient, found);
      ask(present, found, (chosen) => sendAndShow(chosen, found));
    },
    /**
     * Files were pasted, which are for the open conversation. Text goes where the caret is.
     * @param {ClipboardEvent} event
     */
    pasted(event) {
      const peer = openPeer();
      const data = event.clipboardData;
      if (!peer || !data || document.querySelector('dialog[open]') || !deviceOf(engine.state, peer)?.present) return;
      if (!meansFiles(formsOf(data))) return;
      event.preventDefault();
      void filesOf(data).then((found) => send(peer, found));
    },
  };
}
