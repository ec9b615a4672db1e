import { t } from '../i18n/index.js';
import { h, setAttribute } from './dom.js';

/** From this width on the list and the conversation stand side by side, in `rem`. The style sheets have the same. */
export const wideFrom = 52;

/**
 * The frame: offers above, the list at the left, the chosen thing at the right or on top.
 * @param {object} parts
 * @param {HTMLElement} parts.offers
 * @param {readonly HTMLElement[]} parts.list
 * @param {readonly HTMLElement[]} parts.detail
 */
export function createShell({ offers, list, detail }) {
  const listPane = h('div', { class: 'pane pane-list' }, ...list);
  const detailPane = h('div', { class: 'pane pane-detail' }, ...detail);
  const title = h('h1', { class: 'visually-hidden', text: t('app.name') });
  const element = h('main', { class: 'app' }, title, offers, h('div', { class: 'panes' }, listPane, detailPane));
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
