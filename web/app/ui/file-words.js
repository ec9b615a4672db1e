import { t } from '../i18n/index.js';
import { fileFailure } from './causes.js';
import { formatPercent, percent } from './format.js';

/** @typedef {import('../types.js').FileState} FileState */

/**
 * Whether a file can be shown in a tab of its own now.
 * @param {FileState} file
 */
export function canOpen(file) {
  return file.openable && (file.place === 'source' || (file.place === 'held' && file.status === 'complete'));
}

/**
 * The state of a file in a word or two.
 * @param {FileState} file
 */
export function describeFile(file) {
  switch (file.status) {
    case 'waiting':
      return t('file.waiting');
    case 'transferring':
      return formatPercent(percent(file.done, file.size));
    case 'failed':
      return fileFailure(file);
    case 'cancelled':
      return t('file.cancelled');
    case 'complete':
      return placed(file);
  }
}

/**
 * Whether a file went to the browser's downloads, which is all that a page knows.
 * @param {FileState} file
 */
export function wasHanded({ place, handed }) {
  return place === 'downloads' || handed !== 'never';
}

/** @param {FileState} file */
function placed(file) {
  const isKept = file.place !== 'discarded' && file.place !== 'released';
  if (wasHanded(file)) return t(isKept ? 'transfer.handed' : 'transfer.handedNotKept');
  if (!isKept) return t('transfer.discarded');
  return t(file.place === 'held' ? 'transfer.receivedShort' : 'file.complete');
}
