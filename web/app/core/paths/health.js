import { RESTART, RESTART_LIMIT, RESTART_POLITE, TROUBLE } from '../times.js';
import { isDue } from './deadline.js';

/**
 * @typedef {{ begin: number } | { until: number }} Repair `begin`: when ICE is restarted if it does not recover by
 *     itself. `until`: it was restarted, and has to work again by then
 *
 * @typedef {'troubled' | 'restart' | 'lost'} Turn `troubled`: nothing comes through, as the machine has to know.
 *     `restart`: ICE has to be restarted. `lost`: the connection does not recover
 */

/**
 * How an open connection fares: whether packets come through, and when ICE is restarted because none do.
 *
 *    well ──disconnected──► shaky ──TROUBLE──► troubled ──RESTART_LIMIT, failed again──► lost
 *     ▲ ▲                     │ │                 │ ▲
 *     │ └────── connected ────┘ └──── failed ─────┼─┘
 *     └───────────────── connected ───────────────┘
 */
export class Health {
  /**
   * @type {{ name: 'well' }
   *     | { name: 'shaky', troubleAt: number, repair: Repair }
   *     | { name: 'troubled', repair: Repair }}
   */
  #state = { name: 'well' };

  get isTroubled() {
    return this.#state.name === 'troubled';
  }

  get deadline() {
    switch (this.#state.name) {
      case 'well': return null;
      case 'shaky': return Math.min(this.#state.troubleAt, ending(this.#state.repair));
      case 'troubled': return ending(this.#state.repair);
    }
  }

  connected() {
    this.#state = { name: 'well' };
  }

  /**
   * ICE often recovers by itself. The polite side restarts it later, so that both do not do it at once.
   *
   * @param {boolean} isPolite
   * @param {number} now
   */
  disconnected(isPolite, now) {
    if (this.#state.name !== 'well') return;
    const repair = { begin: now + (isPolite ? RESTART_POLITE : RESTART) };
    this.#state = { name: 'shaky', troubleAt: now + TROUBLE, repair };
  }

  /**
   * @param {number} now
   * @returns {Turn[]} in this order
   */
  failed(now) {
    const repair = this.#state.name === 'well' ? null : this.#state.repair;
    // A restart that is under way has failed as well.
    if (repair !== null && 'until' in repair) return ['lost'];
    const { isTroubled } = this;
    this.#state = { name: 'troubled', repair: { until: now + RESTART_LIMIT } };
    return isTroubled ? ['restart'] : ['troubled', 'restart'];
  }

  /**
   * @param {number} now
   * @returns {Turn[]}
   */
  due(now) {
    const state = this.#state;
    if (state.name === 'well' || !isDue(this.deadline, now)) return [];
    if (state.name === 'shaky' && state.troubleAt <= now) {
      this.#state = { name: 'troubled', repair: state.repair };
      return ['troubled'];
    }
    if ('until' in state.repair) return ['lost'];
    state.repair = { until: now + RESTART_LIMIT };
    return ['restart'];
  }
}

/** @param {Repair} repair */
function ending(repair) {
  return 'begin' in repair ? repair.begin : repair.until;
}
