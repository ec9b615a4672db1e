import { t } from '../i18n/index.js';
import { h, show } from './dom.js';
import { icon } from './icons.js';

/** Distance from the end within which the person counts as reading the newest entries, in pixels. */
const nearEnd = 80;

/**
 * Keeps the end of a list in view while it grows.
 *
 *   following ── the person scrolls up ──► reading
 *   reading   ── they scroll to the end, press the button, or add something themselves ──► following
 *
 * @param {object} options
 * @param {HTMLElement} options.scroller
 * @param {HTMLElement} options.list
 * @param {(elements: readonly Element[], changed: () => void) => () => void} options.watchSizes ended by its result
 */
export function createEndFollower({ scroller, list, watchSizes }) {
  const button = h(
    'button',
    { type: 'button', class: 'button newest-button', hidden: true, onclick: press },
    icon('down'),
    t('conversation.newest'),
  );
  let following = true;

  scroller.addEventListener('scroll', () => {
    following = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEnd;
    show(button, !following && list.childElementCount > 0);
  });

  function settle() {
    if (following) scroller.scrollTop = scroller.scrollHeight;
  }

  /** Goes to the end, wherever the person reads. */
  function follow() {
    following = true;
    settle();
  }

  function press() {
    follow();
    scroller.focus({ preventScroll: true });
  }

  return {
    button,
    follow,
    /** Shows the end if it is followed. */
    settle,
    // Growth at the end stays in view: a list of files that opens, a picture of the whole in a smaller window.
    dispose: watchSizes([list, scroller], settle),
  };
}
