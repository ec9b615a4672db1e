import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { icon, kindIcon } from './icons.js';
import { createName } from './name.js';

/** @typedef {import('../types.js').State} State */

/** Longest name the protocol takes, in bytes of UTF-8. */
const maxNameBytes = 64;

/**
 * Who this device is to the others, with a name that can be changed in place.
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
  const field = h('input', {
    class: 'field',
    'aria-label': t('self.nameLabel'),
    autocomplete: 'off',
    autocapitalize: 'words',
    spellcheck: 'false',
    enterkeyhint: 'done',
    maxlength: '64',
    dir: 'auto',
  });
  const form = h(
    'form',
    { class: 'self-form', hidden: true, onsubmit: save },
    field,
    h('button', { type: 'submit', class: 'icon-button', 'aria-label': t('self.saveName') }, icon('check')),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': t('common.cancel'), onclick: leave }, icon('close')),
  );
  const words = h('div', { class: 'self-words' }, h('p', { class: 'eyebrow', text: t('self.youAre') }), name.element, status);
  const shown = h('div', { class: 'self-shown' }, symbol, words, change);
  const element = h('div', { class: 'self-card' }, shown, form);
  let drawnKind = '';

  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });

  function edit() {
    field.value = own;
    show(shown, false);
    show(form, true);
    field.focus();
    field.select();
  }

  function leave() {
    show(form, false);
    show(shown, true);
    change.focus();
  }

  /** @param {Event} event */
  function save(event) {
    event.preventDefault();
    const wanted = withinBytes(field.value.trim(), maxNameBytes);
    if (wanted && wanted !== own) rename(wanted);
    leave();
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
 * How others can find this device.
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

/**
 * The beginning of a text that fits, never splitting a character.
 * @param {string} text
 * @param {number} limit in bytes of UTF-8
 */
function withinBytes(text, limit) {
  let kept = '';
  let bytes = 0;
  for (const character of text) {
    bytes += new TextEncoder().encode(character).length;
    if (bytes > limit) break;
    kept += character;
  }
  return kept;
}
