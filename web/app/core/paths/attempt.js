import { CALL } from '../times.js';
import { earliest, isDue } from './deadline.js';

/** Errors after which the relay is not asked for again in the same attempt. */
const ABOUT_RELAY = new Set(['RELAY_OFF', 'RELAY_REFUSED', 'RELAY_FULL']);

/** @typedef {import('../../types').ErrorCode} ErrorCode */

/** An attempt to open a path: its time limit, the delay of its relay, and its first error. */
export class Attempt {
  #until;
  /** @type {number | null} */
  #relayAt = null;
  /** @type {ErrorCode | null} */
  #error = null;
  #isRelayRefused = false;
  #isHeard = false;

  /**
   * @param {number} now
   * @param {string | null} call of the other side that has begun it; null: we have
   * @param {Pick<import('./state.js').Parts, 'goal' | 'error'>} before the pause or failure that it follows
   */
  constructor(now, call, before) {
    this.call = call;
    this.before = before;
    this.#until = now + CALL;
  }

  /** The first error, which led to the others. */
  get error() {
    return this.#error;
  }

  /** Whether the other device has said anything about it. */
  get isHeard() {
    return this.#isHeard;
  }

  get isRelayRefused() {
    return this.#isRelayRefused;
  }

  get deadline() {
    return earliest(this.#until, this.#relayAt);
  }

  /** @param {ErrorCode} error */
  note(error) {
    this.#error ??= error;
    if (ABOUT_RELAY.has(error)) this.#isRelayRefused = true;
  }

  /** Notes that the other device is there: it calls, answers, or says why it cannot. */
  heard() {
    this.#isHeard = true;
  }

  /** @param {number} at when the relay is to be asked for */
  scheduleRelay(at) {
    this.#relayAt = at;
  }

  /**
   * @param {number} now
   * @returns {'over' | 'relay'} `relay`: it is time to ask for it
   */
  due(now) {
    if (isDue(this.#until, now)) return 'over';
    this.#relayAt = null;
    return 'relay';
  }
}
