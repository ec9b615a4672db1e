import { t } from '../i18n/index.js';
import { createButtons } from './buttons.js';
import { h, setAttribute, setText, show } from './dom.js';
import { formatDuration, formatFiles, formatSize, formatSpeed, formatTime } from './format.js';
import { fileIconName, icon } from './icons.js';
import { isUnderWay } from './summary.js';
import { explainEnd } from './wording.js';

/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {{ entry: TransferEntry, name: string }} TransferItem */

/**
 * @typedef {object} TransferActions
 * @property {(transfer: string) => void} accept
 * @property {(transfer: string) => void} decline
 * @property {(transfer: string) => void} cancel
 * @property {(transfer: string) => void} retry
 * @property {(transfer: string, file: number) => void} save
 * @property {(transfer: string) => void} saveAll
 * @property {(transfer: string) => void} discard
 * @property {(transfer: string, file: number) => void} open
 * @property {() => void} inspect
 */

/**
 * @typedef {object} TransferParts
 * @property {() => { element: HTMLElement, update(done: number, total: number): void }} createBar
 * @property {(actions: import('./file-list.js').FileActions) =>
 *   { element: HTMLElement, update(files: TransferEntry['files']): void }} createFiles
 * @property {(file: TransferEntry['files'][number]) => string} describeFile
 * @property {(file: TransferEntry['files'][number]) => boolean} canOpen
 */

/** After this long without progress the card says for whom it waits, in milliseconds. */
const patience = 3000;

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
  const title = h('p', { class: 'transfer-title', dir: 'auto' });
  const meta = h('p', { class: 'transfer-meta' });
  const bar = parts.createBar();
  const flow = h('p', { class: 'transfer-flow' });
  const path = createPathWord(actions.inspect);
  const what = h('strong');
  const advice = h('span');
  const message = h('p', { class: 'transfer-message' }, what, ' ', advice);
  const buttons = createButtons({
    accept: { label: t('transfer.accept'), icon: 'check', look: 'primary', press: () => actions.accept(id), keys: 'F8' },
    decline: { label: t('transfer.decline'), press: () => actions.decline(id) },
    save: { label: t('transfer.save'), icon: 'save', look: 'primary', press: () => actions.save(id, files[0].index) },
    saveAll: { label: t('transfer.saveAll'), icon: 'save', look: 'primary', press: () => actions.saveAll(id) },
    open: { label: t('transfer.open'), icon: 'open', press: () => actions.open(id, files[0].index) },
    retry: { label: t('common.tryAgain'), icon: 'retry', press: () => actions.retry(id) },
  });
  const cancel = iconButton('close', t('transfer.cancel'), () => actions.cancel(id));
  const discard = iconButton('discard', t('transfer.discard'), () => actions.discard(id));
  const batch = single ? null : createBatch(parts, actions, id);
  const group = h(
    'div',
    { class: 'transfer', role: 'group' },
    h('div', { class: 'transfer-head' }, symbol, h('div', { class: 'transfer-words' }, title, meta), batch?.button, discard, cancel),
    bar.element,
    h('div', { class: 'transfer-line' }, flow, path.element),
    message,
    batch?.element,
    buttons.element,
  );
  const element = h('li', { class: `entry entry-${direction}` }, group);
  const time = formatTime(at);
  /** @type {TransferItem | null} */
  let drawn = null;
  let done = -1;
  let movedAt = 0;
  let timer = 0;

  function draw() {
    if (!drawn) return;
    const { entry, name } = drawn;
    const underWay = isUnderWay(entry);
    group.dataset.status = entry.status;
    group.dataset.refused = String(entry.refusal !== null);
    group.setAttribute('aria-label', label(entry, name));
    setText(title, formatFiles(entry.files));
    title.title = single ? entry.files[0].name : '';
    setText(meta, metaText(entry, time));
    show(bar.element, underWay);
    if (underWay) bar.update(entry.done, entry.total);
    setText(flow, flowText(entry, name, performance.now() - movedAt > patience));
    show(flow, flow.textContent !== '');
    path.update(underWay ? entry.path : null);
    drawMessage(entry, name);
    batch?.update(entry.files);
    const can = available(entry, parts);
    show(cancel, can.cancel);
    show(discard, can.discard);
    buttons.update(can);
  }

  /**
   * @param {TransferEntry} entry
   * @param {string} name
   */
  function drawMessage(entry, name) {
    const explanation = messageFor(entry, name, parts);
    setText(what, explanation?.what ?? '');
    setText(advice, explanation?.advice ?? '');
    show(message, explanation !== null);
    message.dataset.tone = explanation?.tone ?? 'plain';
  }

  /** Standing still is no change of state: a timer notices it. */
  function watch() {
    clearTimeout(timer);
    if (drawn?.entry.status === 'transferring') timer = window.setTimeout(draw, patience + 100);
  }

  return {
    element,
    update(item) {
      if (item.entry === drawn?.entry && item.name === drawn.name) return;
      drawn = item;
      if (item.entry.done !== done) {
        done = item.entry.done;
        movedAt = performance.now();
        watch();
      }
      draw();
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}

/**
 * @param {import('./icons.js').IconName} name
 * @param {string} label
 * @param {() => void} press
 */
function iconButton(name, label, press) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick: press }, icon(name));
}

/**
 * The path as a word that opens the inspector.
 * @param {() => void} inspect
 */
function createPathWord(inspect) {
  const symbol = h('span', { class: 'symbol' });
  const word = h('span');
  const element = h(
    'button',
    { type: 'button', class: 'path-button', hidden: true, onclick: inspect },
    symbol,
    word,
    h('span', { class: 'visually-hidden', text: `, ${t('path.details')}` }),
  );
  return {
    element,
    /** @param {TransferEntry['path']} path */
    update(path) {
      show(element, path !== null);
      if (!path || element.dataset.path === path) return;
      element.dataset.path = path;
      symbol.replaceChildren(icon(path));
      setText(word, t(`path.${path}`));
    },
  };
}

/**
 * The files of a batch behind a button.
 * @param {TransferParts} parts
 * @param {TransferActions} actions
 * @param {string} id
 */
function createBatch(parts, actions, id) {
  const button = iconButton('down', t('transfer.showFiles'), toggle);
  button.setAttribute('aria-expanded', 'false');
  const element = h('div', { class: 'batch', hidden: true });
  /** @type {ReturnType<TransferParts['createFiles']> | null} */
  let list = null;
  /** @type {TransferEntry['files']} */
  let files = [];

  function toggle() {
    const open = button.getAttribute('aria-expanded') !== 'true';
    button.setAttribute('aria-expanded', String(open));
    if (!list) {
      list = parts.createFiles({ save: (file) => actions.save(id, file), open: (file) => actions.open(id, file) });
      element.append(list.element);
    }
    show(element, open);
    draw();
  }

  function draw() {
    const open = button.getAttribute('aria-expanded') === 'true';
    const label = t(open ? 'transfer.hideFiles' : 'transfer.showFiles');
    setAttribute(button, 'aria-label', label);
    setAttribute(button, 'title', label);
    if (open) list?.update(files);
  }

  return {
    button,
    element,
    /** @param {TransferEntry['files']} next */
    update(next) {
      files = next;
      draw();
    },
  };
}

/**
 * What the card is, for those who do not see it.
 * @param {TransferEntry} entry
 * @param {string} name
 */
function label(entry, name) {
  const words = { what: formatFiles(entry.files), name };
  const out = entry.direction === 'out';
  switch (entry.status) {
    case 'offered':
      return t(out ? 'transfer.offerOut' : 'transfer.offerIn', words);
    case 'transferring':
    case 'interrupted':
      return t(out ? 'transfer.sending' : 'transfer.receiving', words);
    case 'complete':
      return t(out ? 'transfer.sent' : 'transfer.received', words);
    default:
      return t(out ? 'transfer.endedOut' : 'transfer.endedIn', words);
  }
}

/**
 * The line under the bar.
 * @param {TransferEntry} entry
 * @param {string} name
 * @param {boolean} still nothing has moved for a while
 */
function flowText(entry, name, still) {
  const out = entry.direction === 'out';
  if (entry.status === 'interrupted') return t('transfer.interrupted');
  if (entry.status === 'offered') {
    if (!out) return '';
    return entry.path === null ? t('transfer.waitConnection') : t('transfer.waitAnswer', { name });
  }
  if (entry.status !== 'transferring') return '';
  if (still) return t(out ? 'transfer.stalledOut' : 'transfer.stalledIn', { name });
  if (entry.speed === 0) return entry.done === 0 ? t('transfer.waitStart') : '';
  if (entry.remaining === null) return formatSpeed(entry.speed);
  return `${formatSpeed(entry.speed)} · ${t('transfer.left', { time: formatDuration(entry.remaining) })}`;
}

/**
 * The line under the name: how much, and when.
 * @param {TransferEntry} entry
 * @param {string} time
 */
function metaText(entry, time) {
  const total = formatSize(entry.total);
  if (isUnderWay(entry)) return t('transfer.doneOfTotal', { done: formatSize(entry.done), total });
  return `${total} · ${time}`;
}

/**
 * How it ended, or why it cannot begin.
 * @param {TransferEntry} entry
 * @param {string} name
 * @param {TransferParts} parts
 * @returns {{ what: string, advice: string, tone: 'plain' | 'good' | 'bad' } | null}
 */
function messageFor(entry, name, parts) {
  switch (entry.status) {
    case 'offered':
      if (!entry.refusal) {
        return entry.direction === 'in' ? { what: t('transfer.offerIn', { name, what: formatFiles(entry.files) }), advice: '', tone: 'plain' } : null;
      }
      return {
        what: t('transfer.tooLargeHere', { limit: formatSize(entry.refusal.limit) }),
        advice: t('transfer.tooLargeHereHint'),
        tone: 'bad',
      };
    case 'complete':
      return completion(entry, parts);
    case 'declined':
    case 'cancelled':
    case 'failed':
      return { ...explainEnd(entry, name), tone: entry.by === 'us' && entry.status !== 'failed' ? 'plain' : 'bad' };
    default:
      return null;
  }
}

/**
 * @param {TransferEntry} entry
 * @param {TransferParts} parts
 */
function completion(entry, parts) {
  const lost = entry.files.filter((file) => file.status === 'failed').length;
  if (lost > 0) return { what: t('transfer.partly', { count: lost }), advice: '', tone: /** @type {const} */ ('bad') };
  const word = t(entry.direction === 'out' ? 'transfer.sentShort' : 'transfer.receivedShort');
  const places = new Set(entry.files.map((file) => file.place));
  const told = entry.direction === 'in' && places.size === 1 && !places.has('held') && !places.has('none');
  return { what: told ? parts.describeFile(entry.files[0]) : word, advice: '', tone: /** @type {const} */ ('good') };
}

/**
 * What can be done with it now.
 * @param {TransferEntry} entry
 * @param {TransferParts} parts
 */
function available(entry, parts) {
  const incoming = entry.direction === 'in';
  const single = entry.files.length === 1;
  const offered = incoming && entry.status === 'offered';
  const held = entry.files.some((file) => file.place === 'held' && file.status === 'complete');
  const ended = entry.status === 'failed' || entry.status === 'cancelled' || entry.status === 'declined';
  const lost = entry.files.some((file) => file.status === 'failed');
  return {
    accept: offered && !entry.refusal,
    decline: offered,
    save: incoming && single && held,
    saveAll: incoming && !single && held,
    open: single && parts.canOpen(entry.files[0]),
    retry: !incoming && (ended || (entry.status === 'complete' && lost)),
    discard: incoming && held && !isUnderWay(entry),
    cancel: isUnderWay(entry) || (!incoming && entry.status === 'offered'),
  };
}
