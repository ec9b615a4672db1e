import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { icon } from './icons.js';

/** @typedef {import('../types.js').Route} Route */

/** @type {Readonly<Record<Route, import('./icons.js').IconName>>} */
export const routeIcons = { direct: 'direct', turn: 'relay', encrypted: 'lock', readable: 'relay' };

/**
 * The path as a word that opens the inspector.
 * @param {() => void} inspect
 * @param {(path: Route) => string} wordFor
 */
export function createPathWord(inspect, wordFor) {
  const symbol = h('span', { class: 'symbol' });
  const word = h('span');
  const element = h(
    'button',
    { type: 'button', class: 'path-button', hidden: true, onclick: inspect },
    symbol,
    word,
    h('span', { class: 'visually-hidden', text: `, ${t('path.details')}` }),
  );
  return {
    element,
    /** @param {Route | null} path */
    update(path) {
      show(element, path !== null);
      if (!path || element.dataset.path === path) return;
      element.dataset.path = path;
      symbol.replaceChildren(icon(routeIcons[path]));
      setText(word, wordFor(path));
    },
  };
}
