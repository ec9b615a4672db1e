import { t } from '../i18n/index.js';
import { h } from './dom.js';
import { icon, mark } from './icons.js';

/**
 * The name of the product, and the way to the settings.
 * @param {{ openSettings(): void }} actions
 */
export function createMasthead({ openSettings }) {
  const settings = h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': t('settings.open'), title: t('settings.open'), onclick: openSettings },
    icon('settings'),
  );
  const element = h('header', { class: 'masthead' }, h('p', { class: 'brand' }, mark(), t('app.name')), settings);
  return { element };
}
