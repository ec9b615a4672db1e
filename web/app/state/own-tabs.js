/** IDs that are remembered; a tab that takes a new one is told again. */
const MOST = 200;

/** Longest ID that is listened to, in characters; docs/protocol.md has shorter ones. */
const LONGEST_ID = 64;

/**
 * The other tabs of this browser, which tell each other under which ID the server knows them. Nobody else can speak
 * there, so a device is one of them only if it was heard here, whatever name it has.
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
    // It has just come, and may not have heard of this one.
    this.#sayOwn();
    this.#found(id);
  }

  #sayOwn() {
    if (this.#own !== null) this.#tabs?.say({ type: 'tab', id: this.#own });
  }
}
