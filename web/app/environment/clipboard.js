import { attempt } from '../core/util/attempt.js';

/**
 * Copies a text. Pages on plain HTTP have no clipboard API; there, and where that is refused, the older command does it.
 *
 * @param {Window} window
 * @param {string} text
 * @returns {Promise<boolean>} whether it is in the clipboard
 */
export async function copyText(window, text) {
  try {
    await window.navigator.clipboard.writeText(text);
    return true;
  } catch {
    return attempt(() => copyByCommand(window.document, text)) ?? false;
  }
}

/**
 * @param {Document} document
 * @param {string} text
 */
function copyByCommand(document, text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement('textarea');
  field.className = 'visually-hidden';
  field.readOnly = true;
  field.tabIndex = -1;
  field.setAttribute('aria-hidden', 'true');
  field.value = text;
  // Inside of an open dialog: everything outside of it cannot be focused.
  (focused?.closest('dialog') ?? document.body).append(field);
  field.select();
  try {
    return document.execCommand('copy');
  } finally {
    field.remove();
    focused?.focus({ preventScroll: true });
  }
}
