import { t } from '../i18n/index.js';

/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {import('../types.js').TransferError} TransferError */
/** @typedef {import('../types.js').ErrorCode} ErrorCode */
/** @typedef {import('../types.js').FileState} FileState */
/** @typedef {keyof typeof import('../i18n/en.js').en} Key */
/** @typedef {TransferError | 'cancelled'} Cause */

/**
 * The sentence for a cause: one key where it is the same from both sides, or one for each side it can lie on. `…Hint`
 * of a key says what to do about it.
 * @typedef {Key | { us: Key, them: Key }} Sentence
 */

/**
 * The sentence for every cause by which a transfer or a call fails. `transfer/origin.js` has the side on which a cause
 * lies.
 * @type {Readonly<Record<Cause, Sentence>>}
 */
export const SENTENCES = {
  'cancelled': { us: 'end.cancelledByUs', them: 'end.cancelledByThem' },
  'declined': { us: 'end.declinedByUs', them: 'end.declinedByThem' },
  'too-large': { us: 'end.tooLargeByUs', them: 'end.tooLargeByThem' },
  'do-not-disturb': 'error.CALL_DECLINED',
  'busy': 'end.busy',
  'unanswered': 'end.unanswered',
  'too-often': 'end.tooOften',
  'invalid': 'end.invalid',
  'storage': { us: 'end.storageByUs', them: 'end.storageByThem' },
  'stopped': { us: 'end.stoppedByUs', them: 'end.stoppedByThem' },
  'unreadable': { us: 'end.unreadableByUs', them: 'end.unreadableByThem' },
  'changed': { us: 'end.changedByUs', them: 'end.changedByThem' },
  'gave-up': { us: 'end.gaveUpByUs', them: 'end.gaveUpByThem' },
  'made-room': { us: 'end.madeRoomByUs', them: 'end.madeRoomByThem' },
  'reloaded': 'end.reloaded',
  'closed': { us: 'end.closedByUs', them: 'end.closed' },
  'break': 'end.break',
  'protocol': 'end.protocol',
  'unknown': 'end.unknown',
  'PEER_NOT_FOUND': 'error.PEER_NOT_FOUND',
  'PEER_BUSY': 'error.PEER_BUSY',
  'PEER_LEFT': 'error.PEER_LEFT',
  'PEER_LOST': 'error.PEER_LOST',
  'PEER_LOST_CODE': 'error.PEER_LOST_CODE',
  'CALL_DECLINED': 'error.CALL_DECLINED',
  'CALL_TIMEOUT': 'error.CALL_TIMEOUT',
  'CALL_FAILED': 'error.CALL_FAILED',
  'NOT_CONNECTED': 'error.NOT_CONNECTED',
  'NO_PATH': 'error.NO_PATH',
  'UDP_BLOCKED': 'error.UDP_BLOCKED',
  'CONFIG_REFUSED': 'error.CONFIG_REFUSED',
  'RELAY_OFF': 'error.RELAY_OFF',
  'RELAY_REFUSED': 'error.RELAY_REFUSED',
  'RELAY_FULL': 'error.RELAY_FULL',
  'RELAY_FORGED': 'error.RELAY_FORGED',
  'SERVER_GONE': 'error.SERVER_GONE',
  'RATE_LIMITED': 'error.RATE_LIMITED',
  'BAD_MESSAGE': 'end.protocol',
  'VERSION_MISMATCH': 'error.VERSION_MISMATCH',
  // No conversation ends with these.
  'CODE_WRONG': 'error.other',
  'CODE_LIMIT': 'error.other',
  'ROOM_FULL': 'error.other',
};

/**
 * Words for an event, and advice for the person (empty: none).
 * @typedef {{ what: string, advice: string }} Explanation
 */

/** Decisions of a person need no advice. */
const DECISIONS = new Set(['cancelled', 'declined']);

/**
 * @param {Cause} cause
 * @param {'us' | 'them' | null} by on which side it lies
 * @param {string} name of the other device
 * @returns {Explanation}
 */
export function explain(cause, by, name) {
  // A server that is newer than this page may name a cause that the page does not know.
  const sentence = Object.hasOwn(SENTENCES, cause) ? SENTENCES[cause] : 'error.other';
  const key = typeof sentence === 'string' ? sentence : sentence[by ?? 'them'];
  const words = { name, code: cause };
  const hint = /** @type {Key} */ (`${key}Hint`);
  return { what: t(key, words), advice: DECISIONS.has(cause) ? '' : t(hint, words) };
}

/**
 * The reason why no connection came about.
 * @param {ErrorCode} code
 * @param {string} name of the other device
 */
export function explainError(code, name) {
  return explain(code, null, name);
}

/**
 * The end of a transfer that did not complete.
 * @param {TransferEntry} transfer
 * @param {string} name of the other device
 */
export function explainEnd(transfer, name) {
  return explain(transfer.error ?? 'cancelled', transfer.by, name);
}

/**
 * The reason why files of a complete transfer did not arrive; null if the reasons differ.
 * @param {readonly FileState[]} files
 * @param {string} name of the other device
 */
export function explainFiles(files, name) {
  const failed = files.filter((file) => file.status === 'failed');
  const [{ error, by }] = failed;
  if (error === null || failed.some((file) => file.error !== error)) return null;
  return explain(error, by, name);
}

/**
 * The sentence for a cause that stopped one file, in a few words.
 * @type {Readonly<Partial<Record<Cause, Sentence>>>}
 */
const FILE_WORDS = {
  'storage': { us: 'file.failed.storageByUs', them: 'file.failed.storageByThem' },
  'unreadable': { us: 'file.failed.unreadableByUs', them: 'file.failed.unreadableByThem' },
  'changed': { us: 'file.failed.changedByUs', them: 'file.failed.changedByThem' },
  'invalid': 'file.failed.invalid',
};

/**
 * The reason why a file did not arrive.
 * @param {FileState} file
 */
export function fileFailure({ error, by }) {
  const words = error === null ? undefined : FILE_WORDS[error];
  if (words === undefined) return t('file.failed');
  return t(typeof words === 'string' ? words : words[by ?? 'them']);
}
