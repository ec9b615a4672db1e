import { characters } from '../i18n/formats.js';
import { h } from './dom.js';

/** Up to this many characters a name fits wherever names stand, or nearly so. */
const short = 20;

/** Characters kept of the end: enough to tell `IMG_2041.jpeg` from `IMG_2042.jpeg`, and devices by their last word. */
const tail = 8;

/** An extension of more characters is none. */
const longestExtension = 8;

/**
 * The two parts of a name that may be shortened: its beginning, which gives way, and its end, which stays, with the extension of a file.
 * @param {string} name
 * @returns {[head: string, tail: string]} no tail: it is short enough
 */
export function splitName(name) {
  const all = characters(name);
  if (all.length <= short) return [name, ''];
  const dot = all.lastIndexOf('.');
  const extension = dot > 0 && all.length - dot <= longestExtension + 1 ? all.length - dot : 0;
  const kept = Math.max(tail, extension + 3);
  return [all.slice(0, -kept).join(''), all.slice(-kept).join('')];
}

/**
 * A name with its middle left out, for a sentence.
 * @param {string} name
 */
export function shortName(name) {
  const [head, end] = splitName(name);
  if (end === '') return name;
  const beginning = characters(head).slice(0, short - tail).join('');
  return beginning === head ? name : `${beginning.trimEnd()}…${end}`;
}

/**
 * A name that is shortened in its middle where there is no room. A screen reader reads all of it.
 * @param {string} className
 */
export function createName(className) {
  const element = h('span', { class: `name ${className}`, dir: 'auto' });
  /** @type {string | null} */
  let drawn = null;
  return {
    element,
    /** @param {string} name */
    update(name) {
      if (name === drawn) return;
      drawn = name;
      element.title = name;
      const [head, end] = splitName(name);
      element.classList.toggle('is-split', end !== '');
      if (end === '') element.textContent = name;
      else {
        const shown = [h('span', { class: 'name-head', text: head }), h('span', { class: 'name-tail', text: end })];
        for (const part of shown) part.setAttribute('aria-hidden', 'true');
        element.replaceChildren(h('span', { class: 'visually-hidden', text: name }), ...shown);
      }
    },
  };
}
