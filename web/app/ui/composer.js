import { t } from '../i18n/index.js';
import { iconButton } from './buttons.js';
import { h, setText, show } from './dom.js';
import { fileInput } from './file-input.js';
import { formatSize } from './format.js';
import { icon } from './icons.js';
import { createMessageField } from './message-field.js';

/** Longest text the protocol takes, in bytes of UTF-8. */
const maxTextBytes = 1_000_000;

/**
 * The line at the end of a conversation: a person writes here, and picks files.
 * @param {object} options
 * @param {string} options.draft text that was written before
 * @param {(text: string) => void} options.send
 * @param {(files: File[]) => void} options.attach
 * @param {(draft: string) => void} options.keep
 * @param {(elements: readonly Element[], changed: () => void) => () => void} options.watchSizes
 */
export function createComposer({ draft, send, attach, keep, watchSizes }) {
  const message = createMessageField(draft, written);
  const { field } = message;
  const picker = createPicker(attach);
  const submit = h('button', { type: 'submit', class: 'send-button', 'aria-label': t('composer.send'), title: t('composer.send') }, icon('send'));
  const warning = h('p', { class: 'composer-warning', role: 'status', hidden: true });
  const form = h('form', { class: 'composer-form', onsubmit: say }, ...picker.buttons, field, submit);
  const element = h('div', { class: 'composer' }, warning, form, ...picker.inputs);

  /** @param {string} text */
  function written(text) {
    keep(text);
    warn(text);
    submit.disabled = isBlank(text);
  }

  /** @param {string} text */
  function warn(text) {
    const size = bytesIfTooLong(text);
    if (size > 0) setText(warning, t('composer.tooLong', { size: formatSize(size), limit: formatSize(maxTextBytes) }));
    show(warning, size > 0);
  }

  /** @param {Event} event */
  function say(event) {
    event.preventDefault();
    // Not trimmed: the indentation of code and the last line break belong to the text.
    const text = field.value;
    if (isBlank(text) || bytesIfTooLong(text) > 0) return;
    send(text);
    message.set('');
    field.focus();
  }

  message.draw();
  return {
    element,
    dispose: watchSizes([element], () => publishHeight(element)),
    choose: picker.choose,
    /** @param {boolean} enabled */
    update(enabled) {
      if (field.disabled === !enabled) return;
      for (const control of [field, ...picker.buttons]) control.disabled = !enabled;
      submit.disabled = !enabled || isBlank(field.value);
    },
    /**
     * Adds words to what is written already, on a line of their own.
     * @param {string} words
     */
    add(words) {
      message.set(field.value + (field.value === '' || field.value.endsWith('\n') ? '' : '\n') + words);
      message.focus();
    },
    focus: message.focus,
  };
}

/**
 * Tells the style sheets the height of the composer, above which the shelf stands. One out of sight has none, and no
 * say.
 * @param {HTMLElement} element
 */
function publishHeight({ offsetHeight }) {
  if (offsetHeight > 0) document.documentElement.style.setProperty('--composer-height', `${offsetHeight}px`);
}

/**
 * The two buttons that open the browser's dialog for files and for a folder.
 * @param {(files: File[]) => void} picked
 */
function createPicker(picked) {
  const files = fileInput(picked);
  const folder = fileInput(picked);
  folder.webkitdirectory = true;
  const choose = () => files.click();
  const pick = iconButton('attach', t('composer.attach'), choose);
  const pickFolder = iconButton('folder', t('composer.folder'), () => folder.click());
  pick.classList.add('composer-attach');
  pickFolder.classList.add('composer-folder');
  return { buttons: [pick, pickFolder], inputs: [files, folder], choose };
}

/**
 * The length of a text in bytes of UTF-8 if it is longer than the protocol takes, else 0.
 * @param {string} text
 */
function bytesIfTooLong(text) {
  // A character is at most three bytes for each unit of UTF-16.
  if (text.length * 3 <= maxTextBytes) return 0;
  const { length } = new TextEncoder().encode(text);
  return length > maxTextBytes ? length : 0;
}

/**
 * Whether a text has nothing to see. Such a text is not sent: the other side would see an empty bubble.
 * @param {string} text
 */
function isBlank(text) {
  return text.trim() === '';
}
