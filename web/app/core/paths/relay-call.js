import { earliest, isDue } from './deadline.js';
import { CROSSING_LIMIT } from './negotiation.js';
import { Silence } from './silence.js';

/** Time from asking for a relay, or agreeing to it, until the server has made the pairing, in milliseconds. */
const PAIRING_LIMIT = 10_000;

/**
 * Time for the socket to open. The other side has 20 seconds to come; then the server closes. This only covers a server
 * that does not answer. In milliseconds.
 */
const OPENING_LIMIT = 25_000;

/**
 * @typedef {import('./machine-types').PathAction} PathAction
 * @typedef {import('./machine-types').RelayRole} RelayRole
 */

/**
 * One relay, without its socket, from the request to its end.
 *
 *    wanted ──ready──► opening ──opened──► open
 *      │ PAIRING_LIMIT    │ OPENING_LIMIT    │ ended, or nothing heard in time
 *      └──────────────────┴──────────────────┴────────────────────────────────► over
 *
 * A request that has crossed one of the other side and leads to no pairing is repeated while it is wanted.
 */
export class RelayCall {
  /**
   * `key`: what is said with the request; undefined while it is being made.
   *
   * @type {{ name: 'wanted', until: number, key: string | null | undefined, repeatAt: number | null }
   *     | { name: 'opening', until: number }
   *     | { name: 'open', isEncrypted: boolean }}
   */
  #phase;
  #silence = new Silence('relay');

  /**
   * @param {string} call
   * @param {RelayRole} role
   * @param {number} now
   */
  constructor(call, role, now) {
    this.call = call;
    this.role = role;
    this.#phase = { name: 'wanted', until: now + PAIRING_LIMIT, key: undefined, repeatAt: null };
  }

  /** Whether the server has not made the pairing yet. */
  get isWanted() {
    return this.#phase.name === 'wanted';
  }

  get isOpen() {
    return this.#phase.name === 'open';
  }

  /** @returns {'encrypted' | 'readable' | null} null while it is not open */
  get route() {
    if (this.#phase.name !== 'open') return null;
    return this.#phase.isEncrypted ? 'encrypted' : 'readable';
  }

  /** Whether a request of ours is on its way, so that one of the other side has crossed it. */
  get isGlare() {
    return this.isWanted && this.role === 'requester';
  }

  get deadline() {
    const phase = this.#phase;
    switch (phase.name) {
      case 'wanted': return earliest(phase.until, phase.repeatAt);
      case 'opening': return phase.until;
      case 'open': return this.#silence.deadline;
    }
  }

  /**
   * The key is made, or there is none: now the relay can be asked for, or agreed to.
   *
   * @param {string | null} key
   * @returns {PathAction[]}
   */
  keyed(key) {
    if (this.#phase.name !== 'wanted') return [];
    this.#phase.key = key;
    return this.#say();
  }

  /**
   * A request of the other side was left aside for ours; if nothing comes of ours soon, it is repeated.
   *
   * @param {number} now
   */
  crossed(now) {
    if (this.#phase.name === 'wanted') this.#phase.repeatAt ??= now + CROSSING_LIMIT;
  }

  /**
   * The server has made the pairing.
   *
   * @param {import('../wire/signaling-types').RelayReady} ready
   * @param {number} now
   * @returns {PathAction[]}
   */
  paired(ready, now) {
    if (this.#phase.name !== 'wanted') return [];
    this.#phase = { name: 'opening', until: now + OPENING_LIMIT };
    return [{ type: 'relay-connect', ready }];
  }

  /** @param {boolean} isEncrypted */
  opened(isEncrypted) {
    this.#phase = { name: 'open', isEncrypted };
  }

  /**
   * Something has to arrive within this time, if it is open.
   *
   * @param {number} within milliseconds
   * @param {number} now
   * @returns {PathAction[]}
   */
  expectLife(within, now) {
    return this.isOpen ? this.#silence.expect(within, now) : [];
  }

  /**
   * @param {number} within milliseconds
   * @param {number} now
   * @returns {PathAction[]}
   */
  pinged(within, now) {
    return this.isOpen ? this.#silence.pinged(within, now) : [];
  }

  heard() {
    this.#silence.heard();
  }

  /**
   * @param {number} now
   * @returns {'late' | 'broken' | PathAction[]} `late`: the server made no pairing in time
   */
  due(now) {
    const phase = this.#phase;
    if (phase.name === 'open') {
      const silence = this.#silence.due(now);
      return silence === 'dead' ? 'broken' : silence;
    }
    if (isDue(phase.until, now)) return phase.name === 'wanted' ? 'late' : 'broken';
    if (phase.name === 'wanted') phase.repeatAt = null;
    return this.#say();
  }

  /** @returns {PathAction[]} */
  #say() {
    if (this.#phase.name !== 'wanted' || this.#phase.key === undefined) return [];
    const { key } = this.#phase;
    const word = key === null ? { call: this.call } : { call: this.call, key };
    const isRequest = this.role === 'requester';
    return [{ type: 'send', message: { type: isRequest ? 'relay-request' : 'relay-accept', ...word } }];
  }
}
