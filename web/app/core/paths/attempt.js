import { CALL } from '../times.js';

/** Errors after which the relay is not asked for again in the same attempt. */
const ABOUT_RELAY = new Set(['RELAY_OFF', 'RELAY_REFUSED', 'RELAY_FULL']);

/** @typedef {import('../../types').ErrorCode} ErrorCode */

/** From wanting a path to having one or not: its time limit, its relay's delay, and what went wrong so far. */
export class Attempt {
  #clock;
  #cancelLimit;
  #cancelRelay = () => {};
  /** @type {ErrorCode | null} */
  #error = null;
  #isRelayRefused = false;
  #isHeard = false;

  /**
   * @param {import('../util/clock.js').Clock} clock
   * @param {() => void} onLimit
   */
  constructor(clock, onLimit) {
    this.#clock = clock;
    this.#cancelLimit = clock.after(CALL, onLimit);
  }

  /** The first thing that went wrong, which led to the others. */
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

  /** @param {ErrorCode} error */
  note(error) {
    this.#error ??= error;
    if (ABOUT_RELAY.has(error)) this.#isRelayRefused = true;
  }

  /** The other device is there: it calls, answers, or says why it cannot. */
  heard() {
    this.#isHeard = true;
  }

  /**
   * @param {number} delay milliseconds
   * @param {() => void} request
   */
  scheduleRelay(delay, request) {
    this.#cancelRelay();
    this.#cancelRelay = this.#clock.after(delay, request);
  }

  end() {
    this.#cancelLimit();
    this.#cancelRelay();
  }
}
