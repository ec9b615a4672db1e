import { t } from '../i18n/index.js';
import { h, KeyedList, setText, show } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('./device-row.js').DeviceItem} DeviceItem */

/**
 * The devices near, newest first.
 * @param {object} options
 * @param {() => import('./dom.js').Part<DeviceItem>} options.createRow
 * @param {() => void} options.add opens the way to add a device
 */
export function createDeviceList({ createRow, add }) {
  const count = h('span', { class: 'count' });
  const list = h('ul', { role: 'list', class: 'devices', 'aria-labelledby': 'devices-title' });
  const rows = new KeyedList(list, createRow);
  const noneHint = h('span');
  const none = h(
    'div',
    { class: 'devices-none' },
    h('span', { class: 'avatar avatar-none' }),
    h('span', {}, h('strong', { text: t('devices.none') }), noneHint),
  );
  const addButton = h('button', { type: 'button', class: 'button button-quiet', onclick: add }, icon('plus'), t('add.title'));
  const element = h(
    'section',
    { class: 'device-list', 'aria-labelledby': 'devices-title' },
    h(
      'header',
      { class: 'section-head' },
      h('h2', { id: 'devices-title', class: 'eyebrow', text: t('devices.title') }),
      count,
      addButton,
    ),
    none,
    list,
  );

  return {
    element,
    /**
     * @param {State} state
     * @param {string | null} chosen
     */
    update(state, chosen) {
      const items = state.devices.map((device) => ({
        device,
        conversation: state.conversations[device.id],
        chosen: device.id === chosen,
      }));
      rows.update(items, (item) => item.device.id);
      const present = state.devices.filter((device) => device.present).length;
      setText(count, present > 0 ? String(present) : '');
      setText(noneHint, t(state.server.room?.kind === 'none' ? 'devices.noneHintCode' : 'devices.noneHint'));
      show(none, items.length === 0);
      show(list, items.length > 0);
    },
    /**
     * Puts the focus on a device.
     * @param {string} peer
     */
    focus(peer) {
      rows.get(peer)?.element.querySelector('button')?.focus();
    },
    /** Puts the focus on the way to add a device. */
    focusAdd() {
      addButton.focus();
    },
  };
}
