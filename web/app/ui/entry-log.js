import { t } from '../i18n/index.js';
import { firstShown } from './buttons.js';
import { h, KeyedList, show } from './dom.js';
import { createEndFollower } from './end-follower.js';
import { standings } from './standing.js';

/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('./standing.js').Standing} Standing */
/** @typedef {{ entry: Entry, name: string, standing: Standing, secureUrl: string | null }} EntryItem */

/**
 * Facts beside the entries: the other device's name, whether the connection has failed, and the secure address
 * of this page, null if it has none.
 * @typedef {{ name: string, isBroken: boolean, secureUrl: string | null }} Surroundings
 */

/**
 * The texts, files and notices of a conversation, the newest last, and in view unless the person reads further up.
 * @param {object} options
 * @param {(item: EntryItem) => import('./dom.js').Part<EntryItem>} options.createEntry
 * @param {HTMLElement} options.empty shown while there is nothing
 * @param {(elements: readonly Element[], changed: () => void) => () => void} options.watchSizes ended by its result
 */
export function createEntryLog({ createEntry, empty, watchSizes }) {
  const list = h('ol', { role: 'list', class: 'entries', 'aria-label': t('conversation.entries') });
  const rows = new KeyedList(list, createEntry);
  // Focusable, so that the keyboard can scroll it.
  const scroller = h('div', { class: 'log-scroller', tabindex: '0', role: 'region', 'aria-label': t('conversation.entries') }, empty, list);
  const end = createEndFollower({ scroller, list, watchSizes });
  const element = h('div', { class: 'log' }, scroller, end.button);
  /** @type {readonly Entry[]} */
  let drawn = [];
  /** @type {Surroundings | null} null: nothing was drawn yet */
  let drawnAmid = null;

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
      const isFirst = drawnAmid === null;
      drawn = entries;
      drawnAmid = amid;
      const known = list.childElementCount;
      rows.update(withStandings(entries, amid), (item) => item.entry.id);
      // An entry that arrives from now on is seen to arrive; one that was there when the log was opened is not.
      if (!isFirst) for (const fresh of [...list.children].slice(known)) fresh.classList.add('is-fresh');
      show(empty, entries.length === 0);
      show(list, entries.length > 0);
      // An entry that only moves on needs no look at the layout, and for one that grows there is the observer.
      if (spoken) end.follow();
      else if (isLonger) end.settle();
    },
    settle: end.settle,
    /**
     * Puts the focus on the first answer to an offer.
     * @param {string} id
     */
    focusEntry(id) {
      const entry = rows.get(id)?.element;
      entry?.scrollIntoView({ block: 'nearest' });
      entry?.querySelector(firstShown)?.focus();
    },
    dispose: end.dispose,
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
