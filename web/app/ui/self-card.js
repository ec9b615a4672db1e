import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { icon, kindIcon } from './icons.js';
import { createName } from './name.js';
import { createNameForm } from './name-form.js';

/** @typedef {import('../types.js').State} State */

/**
 * This device as the others see it, with a name that can be changed in place.
 * @param {{ rename(name: string): void }} actions
 */
export function createSelfCard({ rename }) {
  const symbol = h('span', { class: 'avatar avatar-self' });
  const name = createName('self-name');
  let own = '';
  const status = h('p', { class: 'self-status' });
  const statusText = h('span');
  const statusIcon = h('span', { class: 'symbol' });
  status.append(statusIcon, statusText);

  const change = h(
    'button',
    { type: 'button', class: 'icon-button self-change', 'aria-label': t('self.changeName'), onclick: edit },
    icon('pencil'),
  );
  const form = createNameForm({ save, leave });
  const words = h('div', { class: 'self-words' }, h('p', { class: 'eyebrow', text: t('self.youAre') }), name.element, status);
  const shown = h('div', { class: 'self-shown' }, symbol, words, change);
  const element = h('div', { class: 'self-card' }, shown, form.element);
  let drawnKind = '';

  function edit() {
    show(shown, false);
    show(form.element, true);
    form.edit(own);
  }

  function leave() {
    show(form.element, false);
    show(shown, true);
    change.focus();
  }

  /** @param {string} wanted */
  function save(wanted) {
    if (wanted !== own) rename(wanted);
  }

  return {
    element,
    /** @param {State} state */
    update(state) {
      own = state.self.name;
      name.update(own);
      if (drawnKind !== state.self.kind) {
        drawnKind = state.self.kind;
        symbol.replaceChildren(kindIcon(state.self.kind));
      }
      const { text, symbolName } = describe(state);
      setText(statusText, text);
      if (statusIcon.dataset.name === symbolName) return;
      statusIcon.dataset.name = symbolName;
      statusIcon.replaceChildren(icon(symbolName));
    },
  };
}

/**
 * The ways by which others can find this device.
 * @param {State} state
 * @returns {{ text: string, symbolName: import('./icons.js').IconName }}
 */
function describe({ self, server }) {
  if (server.status === 'connecting') return { text: t('self.looking'), symbolName: 'network' };
  if (server.status !== 'online') return { text: t('self.away'), symbolName: 'offline' };
  if (self.availability === 'busy') return { text: t('self.busy'), symbolName: 'quiet' };
  switch (server.room?.kind) {
    case 'public':
      return { text: t('self.visiblePublic'), symbolName: 'warning' };
    case 'cgnat':
      return { text: t('self.visibleCgnat'), symbolName: 'warning' };
    case 'none':
      return { text: t('self.codeOnly'), symbolName: 'code' };
    default:
      return { text: t('self.visible'), symbolName: 'network' };
  }
}
