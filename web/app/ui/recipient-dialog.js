import { t } from '../i18n/index.js';
import { createDialog } from './dialog.js';
import { h } from './dom.js';
import { formatSize } from './format.js';
import { kindIcon } from './icons.js';

/** @typedef {import('./summary.js').Device} Device */

/** Asks for whom files are that were dropped next to the devices. */
export function createRecipientDialog() {
  const dialog = createDialog({ name: 'recipients' });
  dialog.setTitle(t('recipient.title'));
  const lead = h('p', { class: 'lead' });
  const list = h('ul', { role: 'list', class: 'devices' });
  dialog.body.append(lead, list);

  return {
    element: dialog.element,
    close: dialog.close,
    /**
     * @param {readonly Device[]} devices
     * @param {readonly { file: File }[]} files
     * @param {(peer: string) => void} choose
     */
    ask(devices, files, choose) {
      const size = files.reduce((sum, { file }) => sum + file.size, 0);
      lead.textContent = t('recipient.lead', { count: files.length, size: formatSize(size) });
      list.replaceChildren(
        ...devices.map((device) =>
          recipient(device, () => {
            dialog.close();
            choose(device.id);
          }),
        ),
      );
      dialog.open();
    },
  };
}

/**
 * @param {Device} device
 * @param {() => void} choose
 */
function recipient(device, choose) {
  return h(
    'li',
    {},
    h(
      'button',
      { type: 'button', class: 'device', onclick: choose },
      h('span', { class: 'device-figure' }, h('span', { class: 'avatar' }, kindIcon(device.kind))),
      h(
        'span',
        { class: 'device-words' },
        h('span', { class: 'device-name', dir: 'auto', text: device.name }),
        device.isOwnTab && h('span', { class: 'device-tab', text: t('devices.ownTab') }),
      ),
    ),
  );
}
