import { t } from '../i18n/index.js';
import { h } from './dom.js';

/** A text of more units of UTF-16 fills the field to its greatest height on any screen. */
const longest = 10_000;

/**
 * The field in which a message is written. It grows with its text, and Enter submits the form around it.
 * @param {string} draft text that was written before
 * @param {(text: string) => void} changed
 */
export function createMessageField(draft, changed) {
  const field = h('textarea', {
    class: 'composer-field',
    rows: '1',
    'aria-label': t('composer.message'),
    placeholder: t('composer.placeholder'),
    enterkeyhint: 'send',
    dir: 'auto',
  });
  field.value = draft;

  field.addEventListener('input', draw);
  field.addEventListener('keydown', (event) => {
    // While an input method composes, Enter chooses a word. Safari reports its end before the key: code 229.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    field.form?.requestSubmit();
  });

  function draw() {
    changed(field.value);
    // To measure a very long text takes seconds, and the field is as high as it gets anyway.
    const isLong = field.value.length > longest;
    field.style.height = isLong ? '100vh' : 'auto';
    if (field.value !== '' && !isLong) field.style.height = `${field.scrollHeight}px`;
  }

  return {
    field,
    draw,
    /** @param {string} text */
    set(text) {
      field.value = text;
      draw();
    },
    focus() {
      field.focus({ preventScroll: true });
    },
  };
}
