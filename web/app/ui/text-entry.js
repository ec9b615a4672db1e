import { t } from '../i18n/index.js';
import { explain } from './causes.js';
import { copyButton } from './copy-button.js';
import { h, setText, show } from './dom.js';
import { formatTime } from './format.js';
import { linkify } from './linkify.js';

/** @typedef {import('../types.js').TextEntry} TextEntry */
/** @typedef {import('./entry-log.js').EntryItem & { entry: TextEntry }} TextItem */

/** Length from which a text is folded: in characters, and in lines. */
const foldedLength = 1200;
const foldedLines = 16;

/**
 * A text as it was written, with its addresses made links.
 * @param {object} actions
 * @param {import('./copy-button.js').Copy} actions.copy
 * @param {() => void} actions.retryAll that failed for want of a connection
 * @param {TextItem} item
 * @returns {import('./dom.js').Part<TextItem>}
 */
export function createTextEntry({ copy, retryAll }, { entry: { text, direction, at } }) {
  const short = folded(text);
  let open = short === text;
  const words = h('p', { class: 'text-words', dir: 'auto' });
  const author = h('span', { class: 'visually-hidden' });
  const unfold = h('button', { type: 'button', class: 'link-button', hidden: open, onclick: toggle });
  const status = h('span', { class: 'text-status' });
  const why = h('span');
  const again = h('button', { type: 'button', class: 'link-button', hidden: true, text: t('common.tryAgain'), onclick: retryAll });
  const element = h(
    'li',
    { class: `entry entry-${direction}` },
    h(
      'div',
      { class: 'bubble' },
      author,
      words,
      unfold,
      h(
        'div',
        { class: 'bubble-foot' },
        h('time', { datetime: new Date(at).toISOString(), text: formatTime(at) }),
        status,
        why,
        again,
      ),
    ),
    copyButton({ label: t('common.copy'), text: () => text, copy, quiet: true }),
  );

  function draw() {
    words.replaceChildren(...linkify(open ? text : `${short}…`).map(node));
    setText(unfold, t(open ? 'text.showLess' : 'text.showAll'));
    unfold.setAttribute('aria-expanded', String(open));
  }

  function toggle() {
    open = !open;
    draw();
  }

  draw();
  return {
    element,
    update({ entry, name, standing }) {
      setText(author, direction === 'in' ? t('text.from', { name }) : t('text.fromYou'));
      setText(status, direction === 'in' ? '' : t(`text.${entry.status}`));
      status.dataset.status = entry.status;
      // Beside the one 'Try again' for its cause; if that is in the head, the head says why as well.
      const explains = entry.error !== null && standing.again !== null;
      setText(why, explains && entry.error !== null ? explain(entry.error, entry.by, name).what : '');
      show(why, explains);
      show(again, entry.status === 'failed' && standing.again !== null);
    },
  };
}

/**
 * The beginning of a text that is too long to show at once.
 * @param {string} text
 */
function folded(text) {
  const lines = text.split('\n', foldedLines + 1);
  const fewLines = lines.length > foldedLines ? lines.slice(0, foldedLines).join('\n') : text;
  if (fewLines.length <= foldedLength) return fewLines;
  // Not in the middle of a surrogate pair.
  return fewLines.slice(0, foldedLength).replace(/[\uD800-\uDBFF]$/, '');
}

/** @param {import('./linkify.js').Segment} segment */
function node({ text, href }) {
  if (!href) return document.createTextNode(text);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer', text });
}
