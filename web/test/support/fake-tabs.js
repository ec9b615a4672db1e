import { tabsOn } from '../../app/environment/tabs.js';

/** The channel between the tabs of one browser, which hands on what one says to all the others at once. */
export class FakeTabs {
  /** @type {((event: { data: unknown }) => void)[]} */
  #listeners = [];
  /** @type {string[]} */
  said = [];

  /** @returns {import('../../app/environment/tabs.js').Tabs} what one more tab sees of it */
  open() {
    const { said } = this;
    const listeners = this.#listeners;
    /** @type {((event: { data: unknown }) => void) | null} */
    let own = null;
    const channel = {
      addEventListener(/** @type {string} */ _type, /** @type {(event: { data: unknown }) => void} */ listener) {
        own = listener;
        listeners.push(listener);
      },
      postMessage(/** @type {string} */ data) {
        said.push(data);
        for (const listener of listeners) if (listener !== own) listener({ data });
      },
    };
    return tabsOn(/** @type {any} */ (channel));
  }
}
