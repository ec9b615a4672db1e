import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { formatSize } from './format.js';
import { icon } from './icons.js';

/** Longest text the protocol takes, in bytes of UTF-8. */
const maxTextBytes = 1_000_000;

/** A text of more units of UTF-16 fills the field to its greatest height on any screen. */
const longest = 10_000;

/**
 * Where a person writes, and picks files.
 * @param {object} options
 * @param {string} options.draft what was written before
 * @param {(text: string) => void} options.send
 * @param {(files: File[]) => void} options.attach
 * @param {(draft: string) => void} options.keep
 * @param {(elements: readonly Element[], changed: () => void) => () => void} options.watchSizes
 */
export function createComposer({ draft, send, attach, keep, watchSizes }) {
  const field = h('textarea', {
    class: 'composer-field',
    rows: '1',
    'aria-label': t('composer.message'),
    placeholder: t('composer.placeholder'),
    enterkeyhint: 'send',
    dir: 'auto',
  });
  field.value = draft;
  const files = fileInput();
  const folder = fileInput();
  folder.webkitdirectory = true;
  const pick = h(
    'button',
    { type: 'button', class: 'icon-button composer-attach', 'aria-label': t('composer.attach'), title: t('composer.attach'), onclick: choose },
    icon('attach'),
  );
  const pickFolder = h(
    'button',
    { type: 'button', class: 'icon-button composer-folder', 'aria-label': t('composer.folder'), title: t('composer.folder'), onclick: () => folder.click() },
    icon('folder'),
  );
  const submit = h('button', { type: 'submit', class: 'send-button', 'aria-label': t('composer.send'), title: t('composer.send') }, icon('send'));
  const warning = h('p', { class: 'composer-warning', role: 'status', hidden: true });
  const form = h('form', { class: 'composer-form', onsubmit: say }, pick, pickFolder, field, submit);
  const element = h('div', { class: 'composer' }, warning, form, files, folder);

  field.addEventListener('input', grow);
  field.addEventListener('keydown', (event) => {
    // While an input method composes, Enter chooses a word. Safari reports its end before the key: code 229.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    form.requestSubmit();
  });

  function choose() {
    files.click();
  }

  function fileInput() {
    const input = h('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1', 'aria-hidden': 'true' });
    input.addEventListener('change', () => {
      attach([...(input.files ?? [])]);
      // So that the same file can be chosen again.
      input.value = '';
    });
    return input;
  }

  /** @param {Event} event */
  function say(event) {
    event.preventDefault();
    // As it was written: the indentation of code and the last line break belong to it.
    const text = field.value;
    if (isBlank(text) || !fits(text)) return;
    send(text);
    field.value = '';
    grow();
    field.focus();
  }

  /** @param {string} text */
  function fits(text) {
    // A character is at most three bytes for each unit of UTF-16.
    const bytes = text.length * 3 > maxTextBytes ? new TextEncoder().encode(text).length : 0;
    const size = formatSize(bytes);
    if (bytes > maxTextBytes) setText(warning, t('composer.tooLong', { size, limit: formatSize(maxTextBytes) }));
    show(warning, bytes > maxTextBytes);
    return bytes <= maxTextBytes;
  }

  function grow() {
    keep(field.value);
    fits(field.value);
    submit.disabled = isBlank(field.value);
    // To measure a very long text takes seconds, and the field is as high as it gets anyway.
    const isLong = field.value.length > longest;
    field.style.height = isLong ? '100vh' : 'auto';
    if (field.value !== '' && !isLong) field.style.height = `${field.scrollHeight}px`;
  }

  // The shelf stands above it. One that is out of sight has no height, and no say.
  const unwatch = watchSizes([element], () => {
    const { offsetHeight } = element;
    if (offsetHeight > 0) document.documentElement.style.setProperty('--composer-height', `${offsetHeight}px`);
  });

  grow();
  return {
    element,
    dispose: unwatch,
    choose,
    /** @param {boolean} enabled */
    update(enabled) {
      if (field.disabled === !enabled) return;
      field.disabled = !enabled;
      pick.disabled = !enabled;
      pickFolder.disabled = !enabled;
      submit.disabled = !enabled || isBlank(field.value);
    },
    /**
     * Adds words to what is written already, on a line of their own.
     * @param {string} words
     */
    add(words) {
      field.value += (field.value === '' || field.value.endsWith('\n') ? '' : '\n') + words;
      grow();
      field.focus({ preventScroll: true });
    },
    focus() {
      field.focus({ preventScroll: true });
    },
  };
}

/**
 * Whether there is nothing in a text that could be seen: it is not sent, since the other side would see an empty bubble.
 * @param {string} text
 */
function isBlank(text) {
  return text.trim() === '';
}
