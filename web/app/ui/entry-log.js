import { t } from '../i18n/index.js';
import { firstShown } from './buttons.js';
import { h, KeyedList, show } from './dom.js';
import { icon } from './icons.js';
import { standings } from './standing.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('./standing.js').Standing} Standing */
/** @typedef {{ entry: Entry, name: string, standing: Standing, secureUrl: string | null }} EntryItem */

/**
 * Facts beside the entries: the other device's name, whether the connection has failed, and the secure address
 * of this page, null if it has none.
 * @typedef {{ name: string, isBroken: boolean, secureUrl: string | null }} Surroundings
 */

/** How near to the end counts as reading the newest, in pixels. */
const nearEnd = 80;

/**
 * Everything that was said and sent, the newest last and in view unless the person reads further up.
 * @param {object} options
 * @param {(item: EntryItem) => import('./dom.js').Part<EntryItem>} options.createEntry
 * @param {HTMLElement} options.empty shown while there is nothing
 * @param {(elements: readonly Element[], changed: () => void) => () => void} options.watchSizes ended by its result
 */
export function createEntryLog({ createEntry, empty, watchSizes }) {
  const list = h('ol', { role: 'list', class: 'entries', 'aria-label': t('conversation.entries') });
  const rows = new KeyedList(list, createEntry);
  const newest = h(
    'button',
    { type: 'button', class: 'button newest-button', hidden: true, onclick: toEnd },
    icon('down'),
    t('conversation.newest'),
  );
  // Focusable, so that the keyboard can scroll it.
  const scroller = h('div', { class: 'log-scroller', tabindex: '0', role: 'region', 'aria-label': t('conversation.entries') }, empty, list);
  const element = h('div', { class: 'log' }, scroller, newest);
  /** @type {readonly Entry[]} */
  let drawn = [];
  /** @type {Surroundings | null} */
  let drawnAmid = null;
  let following = true;
  let opened = false;

  scroller.addEventListener('scroll', () => {
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEnd;
    show(newest, !following && list.childElementCount > 0);
  });
  // What grows at the end, a list of files that opens or a picture of the whole in a smaller window, stays in view.
  const stopWatching = watchSizes([list, scroller], () => {
    if (following) scroller.scrollTop = scroller.scrollHeight;
  });

  function toEnd() {
    following = true;
    scroller.scrollTop = scroller.scrollHeight;
    scroller.focus({ preventScroll: true });
  }

  return {
    element,
    /**
     * @param {readonly Entry[]} entries
     * @param {Surroundings} amid
     */
    update(entries, amid) {
      if (entries === drawn && isSame(amid, drawnAmid)) return;
      const last = entries.at(-1);
      const isLonger = entries.length > drawn.length;
      const spoken = isLonger && last?.type !== 'notice' && last?.direction === 'out';
      drawn = entries;
      drawnAmid = amid;
      const known = list.childElementCount;
      rows.update(
        withStandings(entries, amid),
        (item) => item.entry.id,
      );
      // What arrives from now on is seen to arrive; what was there when the log was opened is not.
      if (opened) for (const fresh of [...list.children].slice(known)) fresh.classList.add('is-fresh');
      opened = true;
      show(empty, entries.length === 0);
      show(list, entries.length > 0);
      if (spoken) following = true;
      // What only moves on needs no look at the layout; what grows is the observer's.
      if (following && isLonger) scroller.scrollTop = scroller.scrollHeight;
    },
    /** Shows the newest after the log was out of sight. */
    settle() {
      if (following) scroller.scrollTop = scroller.scrollHeight;
    },
    /**
     * Puts the focus on the first answer to an offer.
     * @param {string} id
     */
    focusEntry(id) {
      const entry = rows.get(id)?.element;
      entry?.scrollIntoView({ block: 'nearest' });
      entry?.querySelector(firstShown)?.focus();
    },
    dispose: stopWatching,
  };
}

/**
 * @param {Surroundings} one
 * @param {Surroundings | null} other
 */
function isSame(one, other) {
  return one.name === other?.name && one.isBroken === other.isBroken && one.secureUrl === other.secureUrl;
}

/**
 * @param {readonly Entry[]} entries
 * @param {Surroundings} amid
 * @returns {EntryItem[]}
 */
function withStandings(entries, { name, isBroken, secureUrl }) {
  const all = standings(entries, isBroken);
  return entries.map((entry, index) => ({ entry, name, standing: all[index], secureUrl }));
}
