/**
 * @typedef {import('../../types').Route} Route
 * @typedef {import('./machine-types').PathAction} PathAction
 */

/**
 * Tells the person which way content goes. Content waits until the person can see that it will go through the server.
 * If another way has come meanwhile, the notice is taken back.
 *
 *    told ──content waits for a relay──► announced ──shown──► told of the relay, or taken back
 */
export class Announcement {
  /**
   * The route the person was last told about; a direct one needs no notice until there was another.
   *
   * @type {Route}
   */
  #told = 'direct';
  /**
   * The call of a relay that waits until the person can see where it goes.
   *
   * @type {string | null}
   */
  #announced = null;

  /**
   * @param {Route} route
   * @returns {boolean} whether content of ours may go that way now
   */
  allows(route) {
    return route === 'direct' || route === 'turn' || route === this.#told;
  }

  /**
   * Content waits for leave to go through a relay.
   *
   * @param {string} call of the relay
   * @param {Route} route
   * @returns {PathAction[]}
   */
  waiting(call, route) {
    if (this.allows(route) || this.#announced === call) return [];
    this.#announced = call;
    return [{ type: 'announce', call, route }];
  }

  /**
   * The person can see the notice.
   *
   * @param {string} call of the relay
   * @param {Route} route
   * @param {boolean} isWanted whether content still waits to go that way
   * @returns {PathAction[]}
   */
  shown(call, route, isWanted) {
    if (this.#announced === call) this.#announced = null;
    if (!isWanted) return [{ type: 'retract', call }, { type: 'distribute' }];
    this.#told = route;
    return [{ type: 'distribute' }];
  }

  /**
   * Content goes that way, from here or from there.
   *
   * @param {Route} route
   * @returns {PathAction[]}
   */
  carried(route) {
    const isNews = route !== this.#told && (route !== 'turn' || this.#told !== 'direct');
    if (!isNews) return [];
    this.#told = route;
    return [{ type: 'notice', route }];
  }
}
