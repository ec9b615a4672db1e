import { t } from '../i18n/index.js';
import { formsOf, meansFiles } from '../ui/clipboard-content.js';
import { filesOf } from '../ui/dropped-files.js';
import { formatPaths } from '../ui/format.js';
import { deviceOf } from '../ui/summary.js';

/**
 * @typedef {import('../ui/dropped-files.js').FoundFile} FoundFile
 * @typedef {import('../ui/dropped-files.js').Found} Found
 */

/**
 * Every way by which files come from the person to the engine. Files for which there is no device yet wait here, for as
 * long as the page is open.
 * @param {object} options
 * @param {import('../types.js').Engine} options.engine
 * @param {{ waiting: Found }} options.kept
 * @param {(path: string) => string} options.flattenName makes one safe name of a path out of a folder
 * @param {() => string | null} options.openPeer the device of the open conversation
 * @param {(peer: string) => void} options.show opens a conversation
 * @param {() => void} options.ask asks for whom the files are that wait
 * @param {() => void} options.changed others wait than before
 * @param {(message: string) => void} options.tell
 */
export function createSending({ engine, kept, flattenName, openPeer, show, ask, changed, tell }) {
  /** @param {Found} found */
  function wait(found) {
    kept.waiting = found;
    changed();
  }

  /**
   * @param {string} peer
   * @param {readonly FoundFile[]} found
   * @param {readonly string[]} [missed] paths of what could not be read
   */
  function send(peer, found, missed = []) {
    if (found.length === 0) return;
    const flattened = found.some(({ path }) => path.includes('/'));
    const files = found.map(({ file, path }) => ({ file, name: path.includes('/') ? flattenName(path) : path }));
    engine.sendFiles(peer, files, flattened, missed);
  }

  /**
   * @param {string} peer
   * @param {readonly FoundFile[]} found
   * @param {readonly string[]} [missed]
   */
  function sendAndShow(peer, found, missed) {
    show(peer);
    send(peer, found, missed);
  }

  /**
   * Tells that there is nothing to send, and why, if so.
   * @param {Found} found
   */
  function isNothing({ files, missed }) {
    if (files.length > 0) return false;
    tell(missed.length > 0 ? t('drop.missed', { paths: formatPaths(missed) }) : t('drop.empty'));
    return true;
  }

  return {
    send,
    sendAndShow,
    /** Files for which no device is chosen yet. */
    get waiting() {
      return kept.waiting.files;
    },
    /**
     * The files that wait are for this device.
     * @param {string} peer
     */
    sendWaiting(peer) {
      const { files, missed } = kept.waiting;
      wait({ files: [], missed: [] });
      sendAndShow(peer, files, missed);
    },
    /** The person does not want to send the files that wait. */
    forgetWaiting() {
      wait({ files: [], missed: [] });
    },
    /**
     * Files were dropped on a device, or beside all of them.
     * @param {import('../ui/recipient.js').Recipient} recipient
     * @param {Found} found
     */
    dropped(recipient, found) {
      if (isNothing(found)) return;
      if (recipient.type === 'to') return sendAndShow(recipient.peer, found.files, found.missed);
      const { waiting } = kept;
      wait({ files: [...waiting.files, ...found.files], missed: [...waiting.missed, ...found.missed] });
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
      void filesOf(data).then((found) => isNothing(found) || send(peer, found.files, found.missed));
    },
  };
}
