import { t } from '../i18n/index.js';
import { formatPercent, percent } from './format.js';
import { movement, offersIn, transfers } from './summary.js';

/** @typedef {import('../types.js').ConversationState} ConversationState */
/** @typedef {import('./summary.js').Device} Device */

/** @typedef {{ text: string, tone: 'plain' | 'active' | 'bad' | 'quiet' }} DeviceStatus */

/**
 * The state of a device towards us, in a few words: transfers that move come first, then those that wait, then the
 * connection.
 * @param {Device} device
 * @param {ConversationState | undefined} conversation
 * @param {boolean} isTouch whether a finger points here
 * @returns {DeviceStatus}
 */
export function deviceStatus(device, conversation, isTouch) {
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
  const connection = conversation && connectionStatus(conversation);
  if (connection) return connection;
  if (device.availability === 'busy') return { text: t('state.busy'), tone: 'quiet' };
  return { text: t(isTouch ? 'state.tap' : 'state.click'), tone: 'plain' };
}

/**
 * The connection of a conversation in a few words, null if there is nothing to say of it.
 * @param {ConversationState} conversation
 * @returns {DeviceStatus | null}
 */
function connectionStatus(conversation) {
  switch (conversation.status) {
    case 'connecting':
      return { text: t('state.connecting'), tone: 'plain' };
    case 'connected':
      return { text: t(`state.${conversation.path ?? 'direct'}`), tone: 'plain' };
    case 'failed':
      return { text: t('state.failed'), tone: 'bad' };
    case 'ready':
      return null;
  }
}
