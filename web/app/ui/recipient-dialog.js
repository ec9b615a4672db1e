import { t } from '../i18n/index.js';
import { createDialog } from './dialog.js';
import { h, KeyedList, setText, show } from './dom.js';
import { formatSize } from './format.js';
import { kindIcon } from './icons.js';
import { createName } from './name.js';

/** @typedef {import('./summary.js').Device} Device */
/** @typedef {import('./dropped-files.js').FoundFile} FoundFile */

/**
 * Asks to which device the waiting files go.
 * @param {(peer: string) => void} choose
 */
export function createRecipientDialog(choose) {
  const dialog = createDialog({ name: 'recipients' });
  dialog.setTitle(t('recipient.title'));
  const lead = h('p', { class: 'lead' });
  const list = h('ul', { role: 'list', class: 'devices' });
  const rows = new KeyedList(list, createRow);
  const nobody = h('p', { text: t('recipient.nobody') });
  dialog.body.append(lead, list, nobody);

  /** @param {Device} device */
  function createRow({ id, kind, isOwnTab }) {
    const name = createName('device-name');
    const button = h(
      'button',
      { type: 'button', class: 'device', onclick: press },
      h('span', { class: 'device-figure' }, h('span', { class: 'avatar' }, kindIcon(kind))),
      h('span', { class: 'device-words' }, name.element, isOwnTab && h('span', { class: 'device-tab', text: t('devices.ownTab') })),
    );
    function press() {
      dialog.close();
      choose(id);
    }
    return {
      element: h('li', {}, button),
      /** @param {Device} device */
      update: (device) => name.update(device.name),
    };
  }

  return {
    element: dialog.element,
    open: dialog.open,
    close: dialog.close,
    /**
     * @param {readonly Device[]} present
     * @param {readonly FoundFile[]} files
     */
    update(present, files) {
      if (files.length === 0) dialog.close();
      const size = files.reduce((sum, { file }) => sum + file.size, 0);
      setText(lead, t('recipient.lead', { count: files.length, size: formatSize(size) }));
      rows.update(present, (device) => device.id);
      show(nobody, present.length === 0);
    },
  };
}
