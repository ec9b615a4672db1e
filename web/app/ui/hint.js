import { h, setText, show } from './dom.js';

/** Lifetime of a hint, in milliseconds. */
const lifetime = 5000;

/** A short answer to a deed of the person, at the lower edge. A screen reader gets it from the announcer. */
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
