import { t } from '../i18n/index.js';
import { formatPercent, percent } from './format.js';
import { movement, offersIn, transfers } from './summary.js';

/** @typedef {import('../types.js').TransferEntry} TransferEntry */
/** @typedef {import('../types.js').ConversationState} ConversationState */
/** @typedef {import('../types.js').ErrorCode} ErrorCode */
/** @typedef {import('./summary.js').Device} Device */

/**
 * What happened, and what to do about it (empty: nothing).
 * @typedef {{ what: string, advice: string }} Explanation
 */

/** Codes that have sentences of their own. */
const explained = /** @type {const} */ ([
  'PEER_NOT_FOUND', 'PEER_BUSY', 'CALL_DECLINED', 'CALL_TIMEOUT', 'CALL_FAILED', 'RELAY_OFF', 'RELAY_REFUSED',
  'RELAY_FULL', 'NO_PATH', 'UDP_BLOCKED', 'RELAY_FORGED', 'PEER_LEFT', 'PEER_LOST',
  'PEER_LOST_CODE', 'SERVER_GONE', 'RATE_LIMITED',
]);

/**
 * Why no connection came about.
 * @param {ErrorCode} code
 * @param {string} name of the other device
 * @returns {Explanation}
 */
export function explainError(code, name) {
  const known = explained.find((candidate) => candidate === code) ?? 'other';
  return { what: t(`error.${known}`, { name, code }), advice: t(`error.${known}Hint`, { name, code }) };
}

/** The sentences for each end of a transfer: one, or one for each side it can come from. */
const ends = /** @type {const} */ ({
  busy: { us: 'end.busyByUs', them: 'end.busy' },
  'too-large': { us: 'end.tooLargeByUs', them: 'end.tooLargeByThem' },
  invalid: 'end.invalid',
  'peer-left': 'end.peerLeft',
  lost: 'end.lost',
  'lost-code': 'end.lostCode',
  'no-path': 'end.noPath',
  forged: 'end.forged',
  storage: { us: 'end.storageByUs', them: 'end.storageByThem' },
  unreadable: { us: 'end.unreadableByUs', them: 'end.unreadableByThem' },
  changed: { us: 'end.changedByUs', them: 'end.changedByThem' },
  protocol: 'end.protocol',
  unknown: 'end.unknown',
  reloaded: 'end.reloaded',
  closed: { us: 'end.closedByUs', them: 'end.closed' },
  break: 'end.break',
});

/**
 * How a transfer ended that did not complete.
 * @param {TransferEntry} transfer
 * @param {string} name of the other device
 * @returns {Explanation}
 */
export function explainEnd(transfer, name) {
  const side = transfer.by ?? 'them';
  if (transfer.error && transfer.error !== 'declined' && transfer.error in ends) {
    const end = ends[transfer.error];
    const key = typeof end === 'string' ? end : end[side];
    return { what: t(key, { name }), advice: t(`${key}Hint`, { name }) };
  }
  if (transfer.status === 'declined') {
    return { what: side === 'us' ? t('end.declinedByUs') : t('end.declinedByThem', { name }), advice: '' };
  }
  return { what: side === 'us' ? t('end.cancelledByUs') : t('end.cancelledByThem', { name }), advice: '' };
}

/** @typedef {{ text: string, tone: 'plain' | 'active' | 'bad' | 'quiet' }} DeviceStatus */

/**
 * What a device is doing with us, in a few words: what moves first, then what waits, then the connection.
 * @param {Device} device
 * @param {ConversationState | undefined} conversation
 * @returns {DeviceStatus}
 */
export function deviceStatus(device, conversation) {
  const moving = movement(transfers(conversation));
  if (moving) {
    const share = formatPercent(percent(moving.done, moving.total));
    if (moving.interrupted) return { text: t('state.interrupted', { percent: share }), tone: 'bad' };
    const both = moving.sending && moving.receiving;
    const key = both ? 'state.both' : moving.sending ? 'state.sending' : 'state.receiving';
    return { text: t(key, { percent: share }), tone: 'active' };
  }
  const offer = offersIn(conversation).at(-1);
  if (offer) return { text: t('state.offer', { count: offer.files.length }), tone: 'active' };
  if (!device.present) return { text: t('state.left'), tone: 'quiet' };
  if (conversation && conversation.status !== 'ready') return connectionStatus(conversation);
  if (device.availability === 'busy') return { text: t('state.busy'), tone: 'quiet' };
  return { text: t('state.ready'), tone: 'plain' };
}

/**
 * The connection of a conversation in a few words.
 * @param {ConversationState} conversation
 * @returns {DeviceStatus}
 */
function connectionStatus(conversation) {
  switch (conversation.status) {
    case 'connecting':
      return { text: t('state.connecting'), tone: 'plain' };
    case 'connected':
      return { text: t(`state.${conversation.path ?? 'direct'}`), tone: 'plain' };
    case 'failed':
      return { text: t('state.failed'), tone: 'bad' };
    default:
      return { text: t('state.ready'), tone: 'plain' };
  }
}
