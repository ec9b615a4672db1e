import { t } from '../i18n/index.js';
import { isUnsaved } from '../state/unsaved.js';
import { explainEnd, explainFiles } from './causes.js';
import { canOpen, wasHanded } from './file-words.js';
import { formatDuration, formatFiles, formatPercent, formatSize, formatSpeed, percent } from './format.js';
import { isUnderWay } from './summary.js';

/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {import('./browser-traits.js').BrowserTraits} BrowserTraits */

/**
 * `secure`: the way to the page's secure address belongs to it.
 * @typedef {{ what: string, advice: string, tone: 'plain' | 'good' | 'bad', secure: boolean }} Message
 */

/**
 * The label of the card for a screen reader.
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

/** The words for the side for which a transfer waits, in each direction. */
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
  // Once all has arrived, the message below says so.
  if (entry.handOver !== null) return entry.status === 'complete' ? '' : handOverText(entry.handOver);
  if (entry.archiveFailed && !isUnderWay(entry)) return t('transfer.archiveFailed');
  if (entry.status === 'interrupted') return entry.isPeerAway ? t('transfer.away', { name }) : t('transfer.interrupted');
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

/** @param {NonNullable<TransferEntry['handOver']>} handOver */
function handOverText({ form, done, total }) {
  if (form === 'files') return t('transfer.handingOver', { done, total });
  return t('transfer.makingArchive', { percent: formatPercent(percent(done, total)) });
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
 * The end of a transfer, or the reason why it cannot begin.
 * @param {TransferEntry} entry
 * @param {string} name
 * @param {boolean} hasSecure whether the page knows a secure address of its own
 * @param {BrowserTraits} traits
 * @returns {Message | null}
 */
export function transferMessage(entry, name, hasSecure, traits) {
  switch (entry.status) {
    case 'offered':
      if (entry.refusal) return refusal({ ...entry.refusal, single: entry.files.length === 1 }, name, !traits.isSecure, hasSecure);
      if (entry.direction === 'out') return null;
      return {
        what: t('transfer.offerIn', { name, what: formatFiles(entry.files) }),
        advice: entry.isPeerAway && entry.path === null ? t('transfer.offerAway', { name }) : '',
        tone: 'plain',
        secure: false,
      };
    case 'complete':
      return { ...completion(entry, name, traits), secure: false };
    case 'declined':
    case 'cancelled':
    case 'failed':
      // A decision of a person is no fault.
      return { ...explainEnd(entry, name), tone: entry.status === 'failed' ? 'bad' : 'plain', secure: false };
    default:
      return null;
  }
}

/**
 * The reason why an offer cannot be taken here.
 * @param {NonNullable<TransferEntry['refusal']> & { single: boolean }} refusal `single`: of one file, which cannot be
 *   offered in parts
 * @param {string} name
 * @param {boolean} isPlain whether the page came over plain HTTP
 * @param {boolean} hasSecure
 * @returns {Message}
 */
function refusal({ reason, limit, single }, name, isPlain, hasSecure) {
  const words = { limit: formatSize(limit) };
  if (reason === 'occupied') {
    return { what: t('transfer.occupied', words), advice: t('transfer.occupiedHint'), tone: 'bad', secure: false };
  }
  const secure = isPlain && hasSecure;
  const advice = secure ? 'transfer.tooLargeSecure' : single ? 'transfer.tooLargeSingle' : 'transfer.tooLargeHint';
  return {
    what: t(isPlain ? 'transfer.tooLargePlain' : 'transfer.tooLarge', words),
    advice: t(advice, { name }),
    tone: 'bad',
    secure,
  };
}

/**
 * @param {TransferEntry} entry
 * @param {string} name
 * @param {BrowserTraits} traits
 */
function completion(entry, name, traits) {
  const isOut = entry.direction === 'out';
  const arrived = entry.files.filter((file) => file.status !== 'failed');
  const lost = entry.files.length - arrived.length;
  const where = isOut ? '' : entry.handOver ? handOverText(entry.handOver) : placeText(arrived);
  if (lost > 0) {
    const why = explainFiles(entry.files, name);
    const advice = why === null ? '' : `${why.what} ${why.advice}`;
    const what = [t('transfer.partly', { count: lost }), where].filter(Boolean).join(' · ');
    return { what, advice, tone: /** @type {const} */ ('bad') };
  }
  return {
    what: isOut ? t('transfer.sentShort', { name }) : where,
    advice: isOut ? '' : missingHint(entry.files, traits),
    tone: /** @type {const} */ ('good'),
  };
}

/**
 * A word for the place of received files, taken together.
 * @param {TransferEntry['files']} files
 */
function placeText(files) {
  const handed = files.filter(wasHanded).length;
  const isKept = files.some(({ place }) => place === 'held' || place === 'downloads');
  if (handed === files.length) return t(isKept ? 'transfer.handed' : 'transfer.handedNotKept');
  if (handed > 0) return t('transfer.handedSome', { done: handed, total: files.length });
  return t(isKept ? 'transfer.receivedShort' : 'transfer.discarded');
}

/**
 * Advice for files that seem to be missing: the browser may have asked a question that nobody answered.
 * @param {TransferEntry['files']} files
 * @param {BrowserTraits} traits
 */
function missingHint(files, { asksForSeveral, asksToKeep }) {
  const saved = files.filter(({ place, handed }) => place === 'held' && handed !== 'never').length;
  if (saved > 1 && asksForSeveral) return t(asksToKeep ? 'transfer.missingManyKeepHint' : 'transfer.missingManyHint');
  return saved > 0 && asksToKeep ? t('transfer.missingHint') : '';
}

/**
 * Whether files of this transfer would be lost with the page.
 * @param {TransferEntry} entry
 */
export function hasUnsaved(entry) {
  return entry.files.some(isUnsaved);
}

/**
 * The actions that a transfer allows now.
 * @param {TransferEntry} entry
 */
export function availableActions(entry) {
  const incoming = entry.direction === 'in';
  const single = entry.files.length === 1;
  const offered = incoming && entry.status === 'offered';
  const held = entry.files.filter((file) => file.place === 'held' && file.status === 'complete');
  const unsaved = held.filter(({ handed }) => handed === 'never');
  const canSave = held.length > 0 && entry.handOver === null;
  const ended = entry.status === 'failed' || entry.status === 'cancelled' || entry.status === 'declined';
  const hasAgain = entry.files.some((file) => file.status !== 'complete' && !mustBeChosen(file));
  return {
    accept: offered && !entry.refusal,
    decline: offered,
    save: canSave && single && unsaved.length > 0,
    saveAgain: canSave && single && unsaved.length === 0,
    saveAll: canSave && !single && unsaved.length === held.length,
    saveRest: canSave && !single && unsaved.length > 0 && unsaved.length < held.length,
    saveAllAgain: canSave && !single && unsaved.length === 0,
    // An archive of a batch that still comes would look whole and not be.
    saveArchive: canSave && held.length > 1 && !isUnderWay(entry),
    stopSaving: entry.handOver !== null,
    open: single && canOpen(entry.files[0]),
    retry: !incoming && !entry.retried && (ended || entry.status === 'complete') && hasAgain,
    discard: held.length > 0 && !isUnderWay(entry),
    cancel: isUnderWay(entry) || (!incoming && entry.status === 'offered'),
  };
}

/**
 * Whether a file of ours must be chosen anew: the browser does not give its bytes any more.
 * @param {import('../types.js').FileState} file
 */
function mustBeChosen({ error }) {
  return error === 'unreadable' || error === 'changed';
}
