import { t } from '../i18n/index.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** Longest name the protocol takes, in bytes of UTF-8. */
const maxNameBytes = 64;

/**
 * The form in which the name of this device is changed.
 * @param {object} actions
 * @param {(name: string) => void} actions.save a name that is not empty
 * @param {() => void} actions.leave
 */
export function createNameForm({ save, leave }) {
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
  const element = h(
    'form',
    { class: 'self-form', hidden: true, onsubmit: submit },
    field,
    h('button', { type: 'submit', class: 'icon-button', 'aria-label': t('self.saveName') }, icon('check')),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': t('common.cancel'), onclick: leave }, icon('close')),
  );

  field.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    const name = withinBytes(field.value.trim(), maxNameBytes);
    if (name) save(name);
    leave();
  }

  return {
    element,
    /** @param {string} name the one to begin with */
    edit(name) {
      field.value = name;
      field.focus();
      field.select();
    },
  };
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
