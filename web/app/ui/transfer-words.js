import { t } from '../i18n/index.js';
import { explainEnd, explainFiles } from './causes.js';
import { canOpen, describeFile } from './file-words.js';
import { formatDuration, formatFiles, formatSize, formatSpeed } from './format.js';
import { isUnderWay } from './summary.js';

/** @typedef {import('../types.js').TransferEntry} TransferEntry */

/**
 * `secure`: the way to the page's secure address belongs to it.
 * @typedef {{ what: string, advice: string, tone: 'plain' | 'good' | 'bad', secure: boolean }} Message
 */

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

/** For whom a transfer waits, in each direction. */
const HOLDS = /** @type {const} */ ({
  out: { us: 'transfer.stalledReading', them: 'transfer.stalledOut', path: 'transfer.stalledPath' },
  in: { us: 'transfer.stalledStoring', them: 'transfer.stalledIn', path: 'transfer.stalledPath' },
});

/**
 * The line under the bar.
 * @param {TransferEntry} entry
 * @param {string} name
 * @param {boolean} [behind] it waits until the offer before it is answered
 */
export function flowText(entry, name, behind = false) {
  const out = entry.direction === 'out';
  if (entry.status === 'interrupted') return t('transfer.interrupted');
  if (entry.status === 'offered') {
    if (!out) return '';
    if (behind) return t('transfer.waitTurn', { name });
    return entry.path === null ? t('transfer.waitConnection') : t('transfer.waitAnswer', { name });
  }
  if (entry.status !== 'transferring') return '';
  if (entry.hold !== null) return t(HOLDS[entry.direction][entry.hold], { name });
  const words = [t(out ? 'transfer.sendingShort' : 'transfer.receivingShort')];
  if (entry.speed > 0) words.push(formatSpeed(entry.speed));
  if (entry.speed > 0 && entry.remaining !== null) words.push(t('transfer.left', { time: formatDuration(entry.remaining) }));
  return words.join(' · ');
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
 * @param {boolean} hasSecure whether the page knows a secure address of its own
 * @returns {Message | null}
 */
export function transferMessage(entry, name, hasSecure) {
  switch (entry.status) {
    case 'offered':
      if (entry.refusal) return refusal(entry.refusal.limit, name, hasSecure);
      if (entry.direction === 'out') return null;
      return { what: t('transfer.offerIn', { name, what: formatFiles(entry.files) }), advice: '', tone: 'plain', secure: false };
    case 'complete':
      return { ...completion(entry, name), secure: false };
    case 'declined':
    case 'cancelled':
    case 'failed':
      // What people decide is no fault.
      return { ...explainEnd(entry, name), tone: entry.status === 'failed' ? 'bad' : 'plain', secure: false };
    default:
      return null;
  }
}

/**
 * Why an offer cannot be taken here.
 * @param {number} limit in bytes
 * @param {string} name
 * @param {boolean} hasSecure
 * @returns {Message}
 */
function refusal(limit, name, hasSecure) {
  const isPlain = globalThis.isSecureContext === false;
  const secure = isPlain && hasSecure;
  return {
    what: t(isPlain ? 'transfer.tooLargePlain' : 'transfer.tooLarge', { limit: formatSize(limit) }),
    advice: t(secure ? 'transfer.tooLargeSecure' : 'transfer.tooLargeHint', { name }),
    tone: 'bad',
    secure,
  };
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
    retry: !incoming && !entry.retried && (ended || (entry.status === 'complete' && lost)),
    discard: incoming && held && !isUnderWay(entry),
    cancel: isUnderWay(entry) || (!incoming && entry.status === 'offered'),
  };
}
