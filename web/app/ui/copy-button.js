import { h } from './dom.js';
import { icon } from './icons.js';

/** Time for which a button says that it has copied, in milliseconds. */
const acknowledgement = 2000;

/**
 * Copies a text and tells the person whether it worked.
 * @typedef {(text: string) => Promise<boolean>} Copy resolves to whether it is in the clipboard
 */

/**
 * A button that copies a text and says so.
 * @param {object} options
 * @param {string} options.label its accessible name
 * @param {() => string} options.text
 * @param {Copy} options.copy
 * @param {boolean} [options.quiet] an icon without words
 */
export function copyButton({ label, text, copy, quiet = false }) {
  const words = h('span', { class: quiet ? 'visually-hidden' : null, text: label });
  const symbol = h('span', { class: 'symbol' }, icon('copy'));
  let timer = 0;
  const element = h('button', { type: 'button', class: quiet ? 'icon-button' : 'button', onclick: press }, symbol, words);

  async function press() {
    if (!(await copy(text()))) return;
    symbol.replaceChildren(icon('check'));
    clearTimeout(timer);
    timer = window.setTimeout(() => symbol.replaceChildren(icon('copy')), acknowledgement);
  }

  return element;
}
