import { t } from '../i18n/index.js';
import { h, setText } from './dom.js';
import { formatPaths } from './format.js';
import { icon } from './icons.js';
import { routeIcons } from './path-word.js';

/** @typedef {import('../types.js').NoticeEntry} NoticeEntry */
/** @typedef {{ entry: NoticeEntry, name: string }} NoticeItem */

/** @type {Readonly<Record<NoticeEntry['notice'], import('./icons.js').IconName>>} */
const icons = { ...routeIcons, left: 'offline', lost: 'offline', 'lost-code': 'offline', back: 'network', flattened: 'folder', missed: 'warning' };

/**
 * A line between the entries that says what changed.
 * @param {Pick<NoticeItem, 'entry'>} item
 * @returns {import('./dom.js').Part<NoticeItem>}
 */
export function createNoticeEntry({ entry }) {
  const words = h('span');
  const element = h(
    'li',
    { class: 'entry entry-notice', 'data-notice': entry.notice },
    h('p', {}, icon(icons[entry.notice]), words),
  );
  return {
    element,
    update(item) {
      setText(words, t(`entry.${item.entry.notice}`, { name: item.name, paths: formatPaths(item.entry.missed ?? []) }));
    },
  };
}
