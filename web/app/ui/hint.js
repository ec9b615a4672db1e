import { h, setText, show } from './dom.js';

/** How long a hint stays, in milliseconds. */
const lifetime = 5000;

/** A word about what was just tried, at the lower edge. The announcer says it to those who do not see it. */
export function createHint() {
  const element = h('p', { class: 'hint-bar', hidden: true, 'aria-hidden': 'true' });
  let timer = 0;
  return {
    element,
    /** @param {string} message */
    say(message) {
      setText(element, message);
      show(element, true);
      clearTimeout(timer);
      timer = window.setTimeout(() => show(element, false), lifetime);
    },
  };
}
