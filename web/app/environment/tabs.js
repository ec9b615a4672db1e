import { attempt } from '../core/util/attempt.js';
import { parseObject } from '../core/util/check.js';

/**
 * The way to the other tabs of this browser that have the page open. Only they can speak on it: the browser carries it
 * between pages of one origin in one profile.
 *
 * @typedef {object} Tabs
 * @property {(message: object) => void} say to all of them
 * @property {(listener: (message: Record<string, unknown>) => void) => void} listen
 */

/** The channel's name, which every version of the page keeps: an older tab is asked for its identity on it. */
const NAME = 'ferry.identity';

/**
 * @param {Window & typeof globalThis} window
 * @returns {Tabs | null} null where there are no channels, and where they are refused, as Firefox does with cookies
 */
export function browserTabs(window) {
  const channel = attempt(() => new window.BroadcastChannel(NAME));
  return channel && tabsOn(channel);
}

/**
 * @param {Pick<BroadcastChannel, 'addEventListener' | 'postMessage'>} channel
 * @returns {Tabs}
 */
export function tabsOn(channel) {
  return {
    say: (message) => void attempt(() => channel.postMessage(JSON.stringify(message))),
    listen: (listener) =>
      channel.addEventListener('message', ({ data }) => {
        const message = parseObject(data);
        if (message !== null) listener(message);
      }),
  };
}
