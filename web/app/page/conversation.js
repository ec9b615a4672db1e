import { browserTraits } from '../ui/browser-traits.js';
import { createComposer } from '../ui/composer.js';
import { createConversation } from '../ui/conversation.js';
import { createConversationHead } from '../ui/conversation-head.js';
import { createCrossingBar } from '../ui/crossing-bar.js';
import { pickedFiles } from '../ui/dropped-files.js';
import { createEntryLog } from '../ui/entry-log.js';
import { createFileList } from '../ui/file-list.js';
import { createNoticeEntry } from '../ui/notice-entry.js';
import { createTextEntry } from '../ui/text-entry.js';
import { createTransferCard } from '../ui/transfer-card.js';
import { createTransferFiles } from '../ui/transfer-files.js';

/** @typedef {import('../types.js').Engine} Engine */
/** @typedef {import('../ui/entry-log.js').EntryItem} EntryItem */
/** @typedef {import('../ui/dropped-files.js').FoundFile} FoundFile */

/**
 * @typedef {object} ConversationOptions
 * @property {Engine} engine
 * @property {string} peer
 * @property {Map<string, string>} drafts text that was written and not sent, by device
 * @property {() => void} back
 * @property {() => void} inspect
 * @property {(files: FoundFile[]) => void} send
 * @property {import('../environment/interface.js').InterfaceEnvironment} browser
 * @property {import('../ui/copy-button.js').Copy} copy
 */

/**
 * Composes the conversation with one device.
 * @param {ConversationOptions} options
 */
export function composeConversation(options) {
  const { engine, peer, drafts, back, inspect, send } = options;
  const composer = createComposer({
    draft: drafts.get(peer) ?? '',
    send: (text) => engine.sendText(peer, text),
    attach: (files) => send(pickedFiles(files)),
    keep: (draft) => drafts.set(peer, draft),
    watchSizes: options.browser.watchSizes,
  });
  return createConversation({
    head: createConversationHead({ back, inspect, reconnect: () => engine.reconnect(peer) }),
    createLog: (empty) => createEntryLog({ createEntry: entryMaker(options), empty, watchSizes: options.browser.watchSizes }),
    composer,
  });
}

/**
 * Makes the part that shows an entry, by the entry's type.
 * @param {ConversationOptions} options
 */
function entryMaker(options) {
  const { engine, peer, copy, browser } = options;
  const transferActions = actionsOf(options);
  const traits = browserTraits(browser, engine.state.self.kind);
  const transferParts = { traits, createBar: createCrossingBar, createFiles };
  /** @param {EntryItem} item */
  return (item) => {
    // An entry keeps its type, so that its part gets no other items than its own.
    return /** @type {import('../ui/dom.js').Part<EntryItem>} */ (make(item));
  };

  /** @param {EntryItem} item */
  function make({ entry, ...rest }) {
    switch (entry.type) {
      case 'text':
        return createTextEntry({ copy, retryAll: () => engine.reconnect(peer) }, { entry, ...rest });
      case 'notice':
        return createNoticeEntry({ entry });
      case 'transfer':
        return createTransferCard(transferActions, transferParts, { entry, ...rest });
    }
  }
}

/**
 * @param {(file: number) => void} save
 * @param {(file: number) => void} open
 */
function createFiles(save, open) {
  return createTransferFiles(() => createFileList({ save, open }));
}

/**
 * The requests about transfers with one device.
 * @param {ConversationOptions} options
 * @returns {import('../ui/transfer-card.js').TransferActions}
 */
function actionsOf({ engine, peer, inspect, browser }) {
  return {
    accept: (transfer) => engine.accept(peer, transfer),
    decline: (transfer) => engine.decline(peer, transfer),
    cancel: (transfer) => engine.cancel(peer, transfer),
    retry: (transfer) => engine.retry(peer, transfer),
    retryAll: () => engine.reconnect(peer),
    save: (transfer, file) => engine.save(peer, transfer, file),
    saveAll: (transfer) => engine.saveAll(peer, transfer),
    saveArchive: (transfer, name) => engine.saveArchive(peer, transfer, name),
    stopSaving: (transfer) => engine.stopSaving(peer, transfer),
    discard: (transfer) => engine.discard(peer, transfer),
    open(transfer, file) {
      const url = engine.open(peer, transfer, file);
      if (url) browser.openTab(url);
    },
    inspect,
  };
}
