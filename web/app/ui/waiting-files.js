import { t } from '../i18n/index.js';
import { iconButton } from './buttons.js';
import { h, setText, show } from './dom.js';
import { formatSize } from './format.js';
import { icon } from './icons.js';
import { shortName } from './name.js';

/** @typedef {import('./summary.js').Device} Device */
/** @typedef {import('./dropped-files.js').FoundFile} FoundFile */

/**
 * The card of the files that wait for a device.
 * @param {object} actions
 * @param {(peer: string) => void} actions.send
 * @param {() => void} actions.choose one of several devices
 * @param {() => void} actions.forget
 */
export function createWaitingFiles({ send, choose, forget }) {
  const what = h('p', { class: 'offer-who' });
  const advice = h('p', { class: 'offer-what' });
  const button = h('button', { type: 'button', class: 'button button-primary', onclick: press });
  /** @type {string | null} */
  let peer = null;
  const element = h(
    'section',
    { class: 'offer', 'aria-label': t('waiting.title'), hidden: true },
    h('span', { class: 'avatar avatar-small' }, icon('files')),
    h('div', { class: 'offer-words' }, what, advice),
    iconButton('close', t('waiting.forget'), forget),
    h('div', { class: 'buttons' }, button),
  );

  function press() {
    if (peer === null) choose();
    else send(peer);
  }

  return {
    element,
    /**
     * @param {readonly FoundFile[]} files
     * @param {readonly Device[]} present
     * @param {string | null} open the device of the open conversation
     */
    update(files, present, open) {
      show(element, files.length > 0);
      if (files.length === 0) return;
      const device = present.find(({ id }) => id === open) ?? (present.length === 1 ? present[0] : null);
      peer = device?.id ?? null;
      const size = files.reduce((sum, { file }) => sum + file.size, 0);
      setText(what, t('waiting.files', { count: files.length, size: formatSize(size) }));
      setText(advice, t(present.length === 0 ? 'waiting.nobody' : 'waiting.choose'));
      show(advice, device === null);
      setText(button, device ? t('waiting.send', { name: shortName(device.name) }) : t('waiting.chooseDevice'));
      show(button, present.length > 0);
    },
  };
}
