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
 * What became of a file, in a word or two.
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
      return placed(file.place);
  }
}

/** @param {FileState['place']} place */
function placed(place) {
  switch (place) {
    case 'downloads':
      return t('transfer.inDownloads');
    case 'saved':
      return t('transfer.saved');
    case 'discarded':
      return t('transfer.discarded');
    default:
      return t('file.complete');
  }
}
