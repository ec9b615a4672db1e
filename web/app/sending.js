import { t } from './i18n/index.js';
import { formsOf, meansFiles } from './ui/clipboard-content.js';
import { filesOf } from './ui/dropped-files.js';
import { deviceOf } from './ui/summary.js';

/** @typedef {import('./ui/dropped-files.js').FoundFile} FoundFile */

/**
 * Every way by which files come from the person to the engine. Files for which there is no device yet wait here, for as
 * long as the page is open.
 * @param {object} options
 * @param {import('./types.js').Engine} options.engine
 * @param {(path: string) => string} options.flattenName makes one safe name of a path out of a folder
 * @param {() => string | null} options.openPeer the device of the open conversation
 * @param {(peer: string) => void} options.show opens a conversation
 * @param {() => void} options.ask asks for whom the files are that wait
 * @param {() => void} options.changed others wait than before
 * @param {(message: string) => void} options.tell
 */
export function createSending({ engine, flattenName, openPeer, show, ask, changed, tell }) {
  /** @type {readonly FoundFile[]} */
  let waiting = [];

  /** @param {readonly FoundFile[]} files */
  function wait(files) {
    waiting = files;
    changed();
  }

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
    sendAndShow,
    /** Files for which no device is chosen yet. */
    get waiting() {
      return waiting;
    },
    /**
     * The files that wait are for this device.
     * @param {string} peer
     */
    sendWaiting(peer) {
      const files = waiting;
      wait([]);
      sendAndShow(peer, files);
    },
    /** The person does not want to send the files that wait. */
    forgetWaiting() {
      wait([]);
    },
    /**
     * Files were dropped on a device, or beside all of them.
     * @param {import('./ui/recipient.js').Recipient} recipient
     * @param {FoundFile[]} found
     */
    dropped(recipient, found) {
      if (found.length === 0) return tell(t('drop.empty'));
      if (recipient.type === 'to') return sendAndShow(recipient.peer, found);
      wait([...waiting, ...found]);
      if (recipient.type === 'choose') ask();
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
