import { t } from '../i18n/index.js';
import { drawFavicon } from './favicon.js';
import { formatPercent, percent } from './format.js';
import { allMovement, unreadTotal } from './summary.js';

/** @typedef {import('../types.js').State} State */

/** The icon's ring moves in steps of so many per cent. */
const step = 10;

/** The colours of `favicon.svg`, which do not follow the theme: a tab bar has its own. */
const colours = { water: '#0b6b70', mark: '#ffffff', dot: '#e8562a' };

/**
 * Shows progress and unread entries in the tab's title and icon, for while the page is out of sight.
 * @param {((side: number) => HTMLCanvasElement) | null} newCanvas null where the browser gives back no drawings: there
 *     the icon stays as it is
 */
export function createTabSignal(newCanvas) {
  const link = /** @type {HTMLLinkElement} */ (document.querySelector('link[rel="icon"]'));
  const still = link.href;
  let drawn = '';

  return {
    /** @param {State} state */
    update(state) {
      const unread = unreadTotal(state);
      const moving = allMovement(state);
      const share = moving ? percent(moving.done, moving.total) : null;
      let title = t('app.name');
      if (share !== null) title = t('app.progress', { percent: formatPercent(share), title });
      if (unread > 0) title = t('app.unread', { count: unread, title });
      if (document.title !== title) document.title = title;

      const progress = share === null ? null : Math.floor(share / step) * step;
      const key = `${progress} ${unread > 0}`;
      if (key === drawn) return;
      drawn = key;
      const isStill = newCanvas === null || (progress === null && unread === 0);
      const sign = { progress: progress === null ? null : progress / 100, unread: unread > 0 };
      link.href = isStill ? still : drawFavicon(sign, colours, newCanvas) ?? still;
    },
  };
}
