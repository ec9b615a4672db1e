/** Most IDs that are remembered. A tab takes a new one now and then. */
const MOST = 200;

/** Longest ID that is accepted, in characters; those of docs/protocol.md are shorter. */
const LONGEST_ID = 64;

/**
 * The other tabs of this browser. They tell each other their IDs over a channel on which no other device can speak, so
 * a device whose ID was heard there is one of them, and no other is, whatever its name.
 */
export class OwnTabs {
  #tabs;
  #found;
  /** @type {string | null} */
  #own = null;
  /** @type {Set<string>} */
  #ids = new Set();

  /**
   * @param {import('../environment/tabs.js').Tabs | null} tabs
   * @param {(id: string) => void} found
   */
  constructor(tabs, found) {
    this.#tabs = tabs;
    this.#found = found;
    tabs?.listen((message) => this.#heard(message));
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {string} id of this tab */
  named(id) {
    this.#own = id;
    this.#sayOwn();
  }

  /** @param {Record<string, unknown>} message */
  #heard({ type, id }) {
    if (type !== 'tab' || typeof id !== 'string' || id.length > LONGEST_ID || this.#ids.has(id)) return;
    this.#ids.add(id);
    if (this.#ids.size > MOST) this.#ids.delete([...this.#ids][0]);
    // A tab that has just opened may not have heard of this one.
    this.#sayOwn();
    this.#found(id);
  }

  #sayOwn() {
    if (this.#own !== null) this.#tabs?.say({ type: 'tab', id: this.#own });
  }
}
