import { t } from '../i18n/index.js';
import { copyText } from './clipboard.js';
import { h } from './dom.js';
import { icon } from './icons.js';

/** How long a button says that it has copied, in milliseconds. */
const acknowledgement = 2000;

/**
 * A button that copies a text and says so.
 * @param {object} options
 * @param {string} options.label its accessible name
 * @param {() => string} options.text
 * @param {(message: string) => void} options.say tells the person what came of it
 * @param {boolean} [options.quiet] an icon without words
 */
export function copyButton({ label, text, say, quiet = false }) {
  const words = h('span', { class: quiet ? 'visually-hidden' : null, text: label });
  const symbol = h('span', { class: 'symbol' }, icon('copy'));
  let timer = 0;
  const element = h('button', { type: 'button', class: quiet ? 'icon-button' : 'button', onclick: press }, symbol, words);

  async function press() {
    const copied = await copyText(text());
    say(copied ? t('common.copied') : t('common.copyFailed'));
    if (!copied) return;
    symbol.replaceChildren(icon('check'));
    clearTimeout(timer);
    timer = window.setTimeout(() => symbol.replaceChildren(icon('copy')), acknowledgement);
  }

  return element;
}
