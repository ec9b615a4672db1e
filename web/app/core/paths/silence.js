import { PING_SPACE } from '../times.js';

/** @typedef {import('./machine-types').PathAction} PathAction */

/**
 * Finds out whether an open path still lives. The fault that cut the way to the server may have cut this path as well,
 * and a socket whose other end the network has lost stays open for many minutes. So something has to arrive in time, or
 * the path counts as broken. Sent bytes prove nothing: a dead socket takes them.
 *
 *    trusted ──expect──► doubted ──heard──► trusted
 *                           └──── the time is over ──► dead
 */
export class Silence {
  #path;
  /** @type {{ until: number, pingAt: number } | null} Null while it is trusted. */
  #doubt = null;

  /** @param {import('./machine-types').PathName} path */
  constructor(path) {
    this.#path = path;
  }

  get deadline() {
    return this.#doubt === null ? null : Math.min(this.#doubt.until, this.#doubt.pingAt);
  }

  /**
   * Something has to arrive within this time.
   *
   * @param {number} within milliseconds
   * @param {number} now
   * @returns {PathAction[]}
   */
  expect(within, now) {
    const { until, pingAt } = this.#doubt ?? { until: Infinity, pingAt: Infinity };
    this.#doubt = { until: Math.min(until, now + within), pingAt };
    return [{ type: 'listen', path: this.#path }];
  }

  /**
   * The other end was asked for a sign of life. It answers no second ping within `PING_SPACE` of one before, so this
   * one is followed by another.
   *
   * @param {number} within milliseconds
   * @param {number} now
   * @returns {PathAction[]}
   */
  pinged(within, now) {
    if (within === 0) return [];
    const actions = this.expect(within, now);
    if (this.#doubt !== null) this.#doubt.pingAt = now + PING_SPACE;
    return actions;
  }

  heard() {
    this.#doubt = null;
  }

  /**
   * @param {number} now
   * @returns {'dead' | PathAction[]}
   */
  due(now) {
    if (this.#doubt === null) return [];
    if (this.#doubt.until <= now) return 'dead';
    this.#doubt.pingAt = Infinity;
    return [{ type: 'ping', path: this.#path, within: 0 }];
  }
}
