import { t } from '../i18n/index.js';
import { createButtons, iconButton } from './buttons.js';
import { h, setAttribute, setText, show } from './dom.js';
import { formatFiles, formatTime } from './format.js';
import { fileIconName, icon } from './icons.js';
import { createName } from './name.js';
import { createPathWord } from './path-word.js';
import { isUnderWay } from './summary.js';
import { answerButtons, heldButtons, saveButtons } from './transfer-buttons.js';
import { createTransferMessage } from './transfer-message.js';
import { availableActions, flowText, metaText, transferLabel } from './transfer-words.js';

/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {import('./entry-log.js').EntryItem & { entry: TransferEntry }} TransferItem */

/**
 * @typedef {object} TransferActions
 * @property {(transfer: string) => void} accept
 * @property {(transfer: string) => void} decline
 * @property {(transfer: string) => void} cancel
 * @property {(transfer: string) => void} retry
 * @property {() => void} retryAll that failed for want of a connection
 * @property {(transfer: string, file: number) => void} save
 * @property {(transfer: string) => void} saveAll
 * @property {(transfer: string, name: string) => void} saveArchive `name`: of the archive
 * @property {(transfer: string) => void} stopSaving
 * @property {(transfer: string) => void} discard
 * @property {(transfer: string, file: number) => void} open
 * @property {() => void} inspect
 */

/**
 * @typedef {object} TransferParts
 * @property {import('./browser-traits.js').BrowserTraits} traits
 * @property {() => { element: HTMLElement, update(done: number, total: number): void }} createBar
 * @property {(save: (file: number) => void, open: (file: number) => void) =>
 *   { button: HTMLElement, element: HTMLElement, update(files: TransferEntry['files']): void }} createFiles
 */

/**
 * Files on their way: what, how far, how fast, by which path, and how it ended.
 * @param {TransferActions} actions
 * @param {TransferParts} parts
 * @param {TransferItem} item
 * @returns {import('./dom.js').Part<TransferItem>}
 */
export function createTransferCard(actions, parts, { entry: { id, direction, at, files } }) {
  const single = files.length === 1;
  const symbol = h('span', { class: 'transfer-symbol' }, icon(single ? fileIconName(files[0].type) : 'files'));
  const title = createName('transfer-title');
  const meta = h('p', { class: 'transfer-meta' });
  const bar = parts.createBar();
  const flow = h('p', { class: 'transfer-flow' });
  const path = createPathWord(actions.inspect, (kind) => t(`path.${kind}`));
  const message = createTransferMessage(parts.traits);
  const buttons = createCardButtons(actions, id, files[0].index, () => drawn);
  const cancel = iconButton('close', t('transfer.cancel'), () => actions.cancel(id));
  const discard = iconButton('discard', t('transfer.discard'), () => actions.discard(id));
  const batch = single ? null : parts.createFiles((file) => actions.save(id, file), (file) => actions.open(id, file));
  const group = h(
    'div',
    { class: 'transfer', role: 'group' },
    h('div', { class: 'transfer-head' }, symbol, h('div', { class: 'transfer-words' }, title.element, meta), batch?.button, discard, cancel),
    bar.element,
    h('div', { class: 'transfer-line' }, flow, path.element),
    ...message.elements,
    batch?.element,
    buttons.element,
  );
  const element = h('li', { class: `entry entry-${direction}` }, group);
  const time = formatTime(at);
  /** @type {TransferItem | null} */
  let drawn = null;

  /** @param {TransferItem} item */
  function draw(item) {
    const { entry, name, standing } = item;
    const underWay = isUnderWay(entry);
    group.dataset.status = entry.status;
    group.dataset.refused = String(entry.refusal !== null);
    setAttribute(group, 'aria-label', transferLabel(entry, name));
    title.update(formatFiles(entry.files));
    setText(meta, metaText(entry, time));
    show(bar.element, underWay);
    if (underWay) bar.update(entry.done, entry.total);
    setText(flow, flowText(entry, name, standing.behind));
    show(flow, flow.textContent !== '');
    path.update(underWay ? entry.path : null);
    message.update(item);
    batch?.update(entry.files);
    const can = availableActions(entry);
    show(cancel, can.cancel);
    show(discard, can.discard);
    buttons.update({ ...can, retry: can.retry && standing.again !== null });
  }

  return {
    element,
    update(item) {
      if (isSame(item, drawn)) return;
      drawn = item;
      draw(item);
    },
  };
}

/**
 * The row of buttons at the end of a transfer.
 * @param {TransferActions} actions
 * @param {string} id of the transfer
 * @param {number} file the first one
 * @param {() => TransferItem | null} drawn the item as it is shown
 */
function createCardButtons(actions, id, file, drawn) {
  const archiveName = () => t('transfer.archiveName', { name: drawn()?.name ?? '' });
  return createButtons({
    ...answerButtons(() => actions.accept(id), () => actions.decline(id)),
    ...saveButtons(() => actions.save(id, file), () => actions.saveAll(id)),
    saveArchive: { label: t('transfer.saveArchive'), icon: 'files', press: () => actions.saveArchive(id, archiveName()) },
    ...heldButtons(() => actions.stopSaving(id), () => actions.open(id, file)),
    retry: { label: t('common.tryAgain'), icon: 'retry', press: retry },
  });

  function retry() {
    if (drawn()?.standing.again === 'all') actions.retryAll();
    else actions.retry(id);
  }
}

/**
 * @param {TransferItem} one
 * @param {TransferItem | null} other
 */
function isSame(one, other) {
  if (one.entry !== other?.entry || one.name !== other.name || one.secureUrl !== other.secureUrl) return false;
  return one.standing.behind === other.standing.behind && one.standing.again === other.standing.again;
}
