import { t } from '../i18n/index.js';
import { formatPaths } from '../ui/format.js';

/**
 * @typedef {import('../ui/dropped-files.js').FoundFile} FoundFile
 * @typedef {import('../ui/dropped-files.js').Found} Found
 */

/**
 * All ways by which files come from the person to the engine. Files for which there is no device yet wait here, for as
 * long as the page is open.
 * @param {object} options
 * @param {import('../types.js').Engine} options.engine
 * @param {{ waiting: Found }} options.kept
 * @param {(path: string) => string} options.flattenName makes one safe name of a path out of a folder
 * @param {(peer: string) => void} options.show opens a conversation
 * @param {() => void} options.ask asks to which device the waiting files go
 * @param {() => void} options.changed the files that wait have changed
 * @param {(message: string) => void} options.tell
 */
export function createSending({ engine, kept, flattenName, show, ask, changed, tell }) {
  const waiting = createWaiting(kept, changed);

  /**
   * @param {string} peer
   * @param {readonly FoundFile[]} found
   * @param {readonly string[]} [missed] paths that could not be read
   */
  function send(peer, found, missed = []) {
    if (found.length === 0) return;
    const flattened = found.some(({ path }) => path.includes('/'));
    const files = found.map(({ file, path }) => ({ file, name: path.includes('/') ? flattenName(path) : path }));
    engine.sendFiles(peer, files, flattened, missed);
  }

  /** @type {typeof send} */
  function sendAndShow(peer, found, missed = []) {
    show(peer);
    send(peer, found, missed);
  }

  return {
    send,
    sendAndShow,
    /** Files for which no device is chosen yet. */
    get waiting() {
      return waiting.files;
    },
    /**
     * Sends the files that wait to this device.
     * @param {string} peer
     */
    sendWaiting(peer) {
      const { files, missed } = waiting.take();
      sendAndShow(peer, files, missed);
    },
    /** Drops the files that wait. */
    forgetWaiting: () => void waiting.take(),
    /**
     * Sends files that were dropped on a device; those dropped beside all of them wait.
     * @param {import('../ui/recipient.js').Recipient} recipient
     * @param {Found} found
     */
    dropped(recipient, found) {
      if (isNothing(found, tell)) return;
      if (recipient.type === 'to') return sendAndShow(recipient.peer, found.files, found.missed);
      waiting.add(found);
      if (recipient.type === 'choose') ask();
    },
    /**
     * Sends files that were pasted into a conversation.
     * @param {string} peer
     * @param {Found} found
     */
    pasted(peer, found) {
      if (!isNothing(found, tell)) send(peer, found.files, found.missed);
    },
  };
}

/**
 * The files for which there is no device yet.
 * @param {{ waiting: Found }} kept
 * @param {() => void} changed
 */
function createWaiting(kept, changed) {
  /** @param {Found} found */
  function set(found) {
    kept.waiting = found;
    changed();
  }

  return {
    get files() {
      return kept.waiting.files;
    },
    /** @param {Found} found */
    add({ files, missed }) {
      const { waiting } = kept;
      set({ files: [...waiting.files, ...files], missed: [...waiting.missed, ...missed] });
    },
    /** Takes them all, so that none waits any more. */
    take() {
      const { waiting } = kept;
      set({ files: [], missed: [] });
      return waiting;
    },
  };
}

/**
 * Tells that there is nothing to send, and why, if so.
 * @param {Found} found
 * @param {(message: string) => void} tell
 */
function isNothing({ files, missed }, tell) {
  if (files.length > 0) return false;
  tell(missed.length > 0 ? t('drop.missed', { paths: formatPaths(missed) }) : t('drop.empty'));
  return true;
}
