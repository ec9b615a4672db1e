import { h, show } from './dom.js';
import { icon } from './icons.js';

/**
 * @typedef {object} ButtonDescription
 * @property {string} label
 * @property {() => void} press
 * @property {import('./icons.js').IconName} [icon]
 * @property {'primary' | 'quiet'} [look]
 * @property {string} [keys] the key that leads here
 */

/**
 * A row of buttons of which some are shown at a time. Focus on one that goes moves to one that stays.
 * @template {string} Name
 * @param {Record<Name, ButtonDescription>} descriptions
 */
export function createButtons(descriptions) {
  const names = /** @type {Name[]} */ (Object.keys(descriptions));
  const buttons = new Map(names.map((name) => [name, button(descriptions[name])]));
  const element = h('div', { class: 'buttons', tabindex: '-1' }, ...buttons.values());

  return {
    element,
    /** @param {Readonly<Record<Name, boolean>>} shown */
    update(shown) {
      const focused = element.contains(document.activeElement);
      for (const [name, each] of buttons) show(each, shown[name]);
      const left = names.filter((name) => shown[name]);
      show(element, left.length > 0);
      if (!focused || document.activeElement?.matches('button:not([hidden])')) return;
      const next = left.length > 0 ? buttons.get(left[0]) : element.parentElement?.closest('[tabindex="0"]');
      if (next instanceof HTMLElement) next.focus({ preventScroll: true });
    },
  };
}

/** Finds the first button of such a row that is shown. */
export const firstShown = /** @type {'button'} */ ('.buttons button:not([hidden])');

/** @param {ButtonDescription} description */
function button({ label, press, icon: symbol, look, keys }) {
  return h(
    'button',
    { type: 'button', class: `button ${look ? `button-${look}` : ''}`, 'aria-keyshortcuts': keys, onclick: press },
    symbol && icon(symbol),
    label,
  );
}

/**
 * A button that shows an icon and is called by a name.
 * @param {import('./icons.js').IconName} name
 * @param {string} label
 * @param {() => void} press
 */
export function iconButton(name, label, press) {
  return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick: press }, icon(name));
}
