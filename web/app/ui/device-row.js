import { t } from '../i18n/index.js';
import { h, setAttribute, setText, show } from './dom.js';
import { kindIcon } from './icons.js';
import { createName } from './name.js';
import { createRing } from './ring.js';
import { movement, transfers } from './summary.js';
import { deviceStatus } from './wording.js';

/** @typedef {import('./summary.js').Device} Device */
/** @typedef {import('../types.js').ConversationState} ConversationState */
/** @typedef {{ device: Device, conversation: ConversationState | undefined, chosen: boolean }} DeviceItem */

/**
 * One device of the list: a target the size of a thumb, with the state of all that moves between it and us.
 * @param {object} options
 * @param {(peer: string) => void} options.choose
 * @param {boolean} options.isTouch
 * @returns {import('./dom.js').Part<DeviceItem>}
 */
export function createDeviceRow({ choose, isTouch }) {
  let peer = '';
  let drawnKind = '';
  /** @type {DeviceItem | null} */
  let drawn = null;
  const ring = createRing();
  const avatar = h('span', { class: 'avatar' });
  const name = createName('device-name');
  const ownTab = h('span', { class: 'device-tab', text: t('devices.ownTab'), hidden: true });
  const status = h('span', { class: 'device-status' });
  const byCode = h('span', { class: 'tag', text: t('devices.byCode'), hidden: true });
  const badge = h('span', { class: 'badge', hidden: true });
  const button = h(
    'button',
    { type: 'button', class: 'device', onclick: () => choose(peer) },
    h('span', { class: 'device-figure' }, avatar),
    h('span', { class: 'device-words' }, name.element, ownTab, h('span', { class: 'device-line' }, status, byCode)),
    badge,
  );
  button.firstElementChild?.append(ring.element);
  const element = h('li', {}, button);

  return {
    element,
    update(item) {
      if (same(item, drawn)) return;
      drawn = item;
      const { device, conversation, chosen } = item;
      peer = device.id;
      button.dataset.device = device.id;
      if (drawnKind !== device.kind) {
        drawnKind = device.kind;
        avatar.replaceChildren(kindIcon(device.kind));
      }
      const { text, tone } = deviceStatus(device, conversation, isTouch);
      const unread = conversation?.unread ?? 0;
      const moving = movement(transfers(conversation));
      name.update(device.name);
      setText(status, text);
      status.dataset.tone = tone;
      button.classList.toggle('is-away', !device.present);
      setAttribute(button, 'aria-current', chosen ? 'true' : null);
      setAttribute(button, 'aria-label', label(device, text, unread));
      setText(badge, unread > 99 ? '99+' : String(unread));
      show(badge, unread > 0);
      show(ownTab, device.isOwnTab);
      show(byCode, device.via === 'code');
      ring.update(moving && moving.total > 0 ? moving.done / moving.total : null);
    },
  };
}

/**
 * @param {DeviceItem} item
 * @param {DeviceItem | null} other
 */
function same(item, other) {
  return item.device === other?.device && item.conversation === other.conversation && item.chosen === other.chosen;
}

/**
 * @param {Device} device
 * @param {string} state
 * @param {number} unread
 */
function label(device, state, unread) {
  const kind = device.isOwnTab ? t('devices.ownTab') : t(`kind.${device.kind}`);
  const parts = { name: device.name, kind, state };
  if (unread === 0) return t('devices.rowLabel', parts);
  return t('devices.rowLabelUnread', { ...parts, unread: t('devices.unread', { count: unread }) });
}
