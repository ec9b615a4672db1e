import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { fileInput } from './file-input.js';
import { icon, kindIcon } from './icons.js';

/** @typedef {import('./summary.js').Device} Device */

/**
 * The pane beside the list while no conversation is open: the devices that are here, and how to send to them.
 * @param {object} actions
 * @param {(peer: string, files: File[]) => void} actions.send
 * @param {(peer: string) => void} actions.open
 */
export function createNearPane({ send, open }) {
  let peer = '';
  let drawnKind = '';
  const figure = h('span', { class: 'avatar near-figure' });
  const title = h('h2', { class: 'empty-title' });
  const hint = h('p', { class: 'empty-hint' });
  const files = fileInput((picked) => send(peer, picked));
  const choose = h('button', { type: 'button', class: 'button button-primary', onclick: () => files.click() }, t('conversation.choose'));
  const write = h('button', { type: 'button', class: 'button', onclick: () => open(peer) }, t('near.write'));
  const buttons = h('div', { class: 'row' }, choose, write);
  const element = h('section', { class: 'near-pane conversation-empty', 'aria-label': t('near.label') }, figure, title, hint, buttons, files);

  return {
    element,
    /** @param {readonly Device[]} present */
    update(present) {
      const [first] = present;
      if (!first) return;
      const single = present.length === 1;
      peer = first.id;
      const kind = single ? first.kind : '';
      if (drawnKind !== kind || !figure.firstChild) figure.replaceChildren(single ? kindIcon(first.kind) : icon('files'));
      drawnKind = kind;
      setText(title, single ? t('conversation.emptyTitle', { name: first.name }) : t('near.several', { count: present.length }));
      setText(hint, t(single ? 'near.hint' : 'near.hintSeveral'));
      show(buttons, single);
    },
  };
}
