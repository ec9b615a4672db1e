import { t } from '../i18n/index.js';
import { createButtons, iconButton } from './buttons.js';
import { h, setAttribute, setText, show } from './dom.js';
import { formatFiles, formatTime } from './format.js';
import { fileIconName, icon } from './icons.js';
import { createName } from './name.js';
import { createPathWord } from './path-word.js';
import { createSecureLink } from './secure-link.js';
import { isUnderWay } from './summary.js';
import { availableActions, flowText, hasUnsaved, metaText, transferLabel, transferMessage } from './transfer-words.js';

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
  const what = h('strong');
  const advice = h('span');
  const secure = createSecureLink();
  const message = h('p', { class: 'transfer-message' }, what, ' ', advice, ' ', secure.element);
  const note = h('p', { class: 'transfer-message', text: t('transfer.saveBeforeLeaving'), hidden: true });
  const buttons = createButtons({
    accept: { label: t('transfer.accept'), icon: 'check', look: 'primary', press: () => actions.accept(id), keys: 'F8' },
    decline: { label: t('transfer.decline'), press: () => actions.decline(id) },
    save: { label: t('transfer.save'), icon: 'save', look: 'primary', press: () => actions.save(id, files[0].index) },
    saveAgain: { label: t('transfer.saveAgain'), icon: 'save', press: () => actions.save(id, files[0].index) },
    saveAll: { label: t('transfer.saveAll'), icon: 'save', look: 'primary', press: () => actions.saveAll(id) },
    saveRest: { label: t('transfer.saveRest'), icon: 'save', look: 'primary', press: () => actions.saveAll(id) },
    saveAllAgain: { label: t('transfer.saveAllAgain'), icon: 'save', press: () => actions.saveAll(id) },
    saveArchive: { label: t('transfer.saveArchive'), icon: 'files', press: saveArchive },
    stopSaving: { label: t('transfer.stopSaving'), icon: 'close', press: () => actions.stopSaving(id) },
    open: { label: t('transfer.open'), icon: 'open', press: () => actions.open(id, files[0].index) },
    retry: { label: t('common.tryAgain'), icon: 'retry', press: retry },
  });
  const cancel = iconButton('close', t('transfer.cancel'), () => actions.cancel(id));
  const discard = iconButton('discard', t('transfer.discard'), () => actions.discard(id));
  const batch = single ? null : parts.createFiles((file) => actions.save(id, file), (file) => actions.open(id, file));
  const group = h(
    'div',
    { class: 'transfer', role: 'group' },
    h('div', { class: 'transfer-head' }, symbol, h('div', { class: 'transfer-words' }, title.element, meta), batch?.button, discard, cancel),
    bar.element,
    h('div', { class: 'transfer-line' }, flow, path.element),
    message,
    note,
    batch?.element,
    buttons.element,
  );
  const element = h('li', { class: `entry entry-${direction}` }, group);
  const time = formatTime(at);
  /** @type {TransferItem | null} */
  let drawn = null;

  function saveArchive() {
    actions.saveArchive(id, t('transfer.archiveName', { name: drawn?.name ?? '' }));
  }

  function draw() {
    if (!drawn) return;
    const { entry, name, standing } = drawn;
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
    drawMessage(drawn);
    show(note, !parts.traits.asksBeforeLeaving && hasUnsaved(entry));
    batch?.update(entry.files);
    const can = availableActions(entry);
    show(cancel, can.cancel);
    show(discard, can.discard);
    buttons.update({ ...can, retry: can.retry && standing.again !== null });
  }

  function retry() {
    if (drawn?.standing.again === 'all') actions.retryAll();
    else actions.retry(id);
  }

  /** @param {TransferItem} item */
  function drawMessage({ entry, name, secureUrl }) {
    const explanation = transferMessage(entry, name, secureUrl !== null, parts.traits);
    secure.update(explanation?.secure ? secureUrl : null);
    setText(what, explanation?.what ?? '');
    setText(advice, explanation?.advice ?? '');
    show(message, explanation !== null);
    message.dataset.tone = explanation?.tone ?? 'plain';
  }

  return {
    element,
    update(item) {
      if (isSame(item, drawn)) return;
      drawn = item;
      draw();
    },
  };
}

/**
 * @param {TransferItem} one
 * @param {TransferItem | null} other
 */
function isSame(one, other) {
  if (one.entry !== other?.entry || one.name !== other.name || one.secureUrl !== other.secureUrl) return false;
  return one.standing.behind === other.standing.behind && one.standing.again === other.standing.again;
}
