/**
 * @typedef {import('../types').State} State
 */

/** The one snapshot of everything the interface shows, with those that listen for changes. */
export class Store {
  #state;
  #schedule;
  /** @type {Set<(state: State) => void>} */
  #listeners = new Set();
  /** @type {(() => void)[]} */
  #afterShown = [];
  #isScheduled = false;

  /**
   * @param {State} state to begin with
   * @param {(action: () => void) => void} schedule runs its argument before the next frame
   */
  constructor(state, schedule) {
    this.#state = state;
    this.#schedule = schedule;
  }

  get state() {
    return this.#state;
  }

  /** @param {Partial<State>} changes */
  update(changes) {
    this.#state = { ...this.#state, ...changes };
    this.#request();
  }

  /**
   * @param {(state: State) => void} listener
   * @returns {() => void} ends it
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Runs `action` once the listeners have seen the state as it is now.
   *
   * @param {() => void} action
   */
  afterShown(action) {
    this.#afterShown.push(action);
    this.#request();
  }

  #request() {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => this.#notify());
  }

  #notify() {
    this.#isScheduled = false;
    for (const listener of [...this.#listeners]) listener(this.#state);
    for (const action of this.#afterShown.splice(0)) action();
  }
}
