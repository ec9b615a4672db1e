import { t } from '../i18n/index.js';
import { h, setAttribute } from './dom.js';

/** From this width on the list and the conversation stand side by side, in `rem`. The style sheets have the same. */
export const wideFrom = 52;

/**
 * The frame: the list at the left, the chosen thing at the right or on top, and the shelf over the end of the list, or
 * at thumb's reach. Parts under the shelf can be scrolled out from under it.
 * @param {object} parts
 * @param {HTMLElement} parts.shelf
 * @param {(elements: readonly Element[], changed: () => void) => () => void} parts.watchSizes
 * @param {readonly HTMLElement[]} parts.list
 * @param {readonly HTMLElement[]} parts.detail
 */
export function createShell({ shelf, watchSizes, list, detail }) {
  const listPane = h('div', { class: 'pane pane-list' }, h('div', { class: 'list-column' }, ...list));
  const detailPane = h('div', { class: 'pane pane-detail' }, ...detail);
  const title = h('h1', { class: 'visually-hidden', text: t('app.name') });
  const element = h('main', { class: 'app' }, title, shelf, h('div', { class: 'panes' }, listPane, detailPane));
  watchSizes([shelf], () => element.style.setProperty('--shelf-height', `${shelf.offsetHeight}px`));
  return {
    element,
    detailPane,
    /**
     * @param {import('./steps.js').Place['pane']} pane
     * @param {boolean} nobodyNear
     */
    update(pane, nobodyNear) {
      setAttribute(element, 'data-place', pane);
      setAttribute(element, 'data-near', nobodyNear ? 'none' : 'some');
    },
  };
}
