import { t } from '../i18n/index.js';
import { h } from './dom.js';
import { formatPercent, formatSize, percent } from './format.js';
import { mark } from './icons.js';

/** The way from one shore to the other: a bar of progress with the ferry at its head. */
export function createCrossingBar() {
  const fill = h('span', { class: 'crossing-fill' });
  const ferry = h('span', { class: 'crossing-ferry' }, mark());
  const element = h(
    'div',
    { class: 'crossing-bar', role: 'progressbar', 'aria-label': t('transfer.progress'), 'aria-valuemin': '0', 'aria-valuemax': '100' },
    h('span', { class: 'crossing-track' }, fill, ferry),
  );
  let drawn = -1;

  return {
    element,
    /**
     * @param {number} done bytes
     * @param {number} total bytes
     */
    update(done, total) {
      element.style.setProperty('--progress', String(total > 0 ? done / total : 0));
      const value = percent(done, total);
      if (value === drawn) return;
      drawn = value;
      element.setAttribute('aria-valuenow', String(value));
      element.setAttribute(
        'aria-valuetext',
        t('transfer.progressText', { percent: formatPercent(value), done: formatSize(done), total: formatSize(total) }),
      );
    },
  };
}
