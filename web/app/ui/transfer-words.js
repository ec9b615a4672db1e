import { t } from '../i18n/index.js';
import { explainEnd, explainFiles } from './causes.js';
import { canOpen, describeFile } from './file-words.js';
import { formatDuration, formatFiles, formatSize, formatSpeed } from './format.js';
import { isUnderWay } from './summary.js';

/** @typedef {import('../types.js').TransferEntry} TransferEntry */

/**
 * What the card is, for those who do not see it.
 * @param {TransferEntry} entry
 * @param {string} name
 */
export function transferLabel(entry, name) {
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
export function flowText(entry, name, still) {
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
export function metaText(entry, time) {
  const total = formatSize(entry.total);
  if (isUnderWay(entry)) return t('transfer.doneOfTotal', { done: formatSize(entry.done), total });
  return `${total} · ${time}`;
}

/**
 * How it ended, or why it cannot begin.
 * @param {TransferEntry} entry
 * @param {string} name
 * @returns {{ what: string, advice: string, tone: 'plain' | 'good' | 'bad' } | null}
 */
export function transferMessage(entry, name) {
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
      return completion(entry, name);
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
 * @param {string} name
 */
function completion(entry, name) {
  const lost = entry.files.filter((file) => file.status === 'failed').length;
  if (lost > 0) {
    const why = explainFiles(entry.files, name);
    const advice = why === null ? '' : `${why.what} ${why.advice}`;
    return { what: t('transfer.partly', { count: lost }), advice, tone: /** @type {const} */ ('bad') };
  }
  const word = t(entry.direction === 'out' ? 'transfer.sentShort' : 'transfer.receivedShort');
  const places = new Set(entry.files.map((file) => file.place));
  const told = entry.direction === 'in' && places.size === 1 && !places.has('held') && !places.has('none');
  const mayBeHeldBack = places.has('saved') && asksBeforeKeeping();
  return {
    what: told ? describeFile(entry.files[0]) : word,
    advice: mayBeHeldBack ? t('transfer.savedHint') : '',
    tone: /** @type {const} */ ('good'),
  };
}

/** On plain HTTP Chromium asks, out of sight of the page, whether to keep most kinds of files that a page saves. */
function asksBeforeKeeping() {
  return globalThis.isSecureContext === false && /\bChrom(e|ium)\//.test(navigator.userAgent);
}

/**
 * What can be done with it now.
 * @param {TransferEntry} entry
 */
export function availableActions(entry) {
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
    open: single && canOpen(entry.files[0]),
    retry: !incoming && (ended || (entry.status === 'complete' && lost)),
    discard: incoming && held && !isUnderWay(entry),
    cancel: isUnderWay(entry) || (!incoming && entry.status === 'offered'),
  };
}
