import { BREAK, BREAK_REPAIR, CALL_PAUSE } from '../times.js';

/** @typedef {import('../../types').ErrorCode} ErrorCode */

/** Errors after which going on would be of no use: the relay alters what it carries, the pages speak differently. */
const FINAL = new Set(['RELAY_FORGED', 'BAD_MESSAGE', 'VERSION_MISMATCH']);

/**
 * Decides how long what both pages hold waits for another path.
 *
 *  idle ──brokenOff──► waiting ──BREAK──► expired
 *   ▲                     │
 *   └─────────end─────────┘
 */
export class Patience {
  #clock;
  #expired;
  /** @type {(() => void) | null} Cancels the end of the wait; null while nothing waits. */
  #cancelEnd = null;
  /** @type {() => void} */
  #cancelRetry = () => undefined;

  /**
   * @param {import('../util/clock.js').Clock} clock
   * @param {() => void} expired the break was too long
   */
  constructor(clock, expired) {
    this.#clock = clock;
    this.#expired = expired;
  }

  /** Whether something waits for a path. */
  get isWaiting() {
    return this.#cancelEnd !== null;
  }

  /** There is a path, or nothing that waits for one. */
  end() {
    this.#cancelEnd?.();
    this.#cancelEnd = null;
    this.#cancelRetry();
  }

  /** The last path has gone. */
  brokenOff() {
    this.#cancelEnd ??= this.#clock.after(BREAK + BREAK_REPAIR, () => {
      this.end();
      this.#expired();
    });
  }

  /**
   * No path was found.
   *
   * @param {ErrorCode} error why
   * @param {() => void} retry
   * @returns {boolean} whether `retry` will be called; otherwise it is time to give up
   */
  failed(error, retry) {
    if (this.#cancelEnd === null || FINAL.has(error)) return false;
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(CALL_PAUSE, retry);
    return true;
  }
}

/** Errors that say that the other device is not with the server. */
const ABSENT = new Set(['PEER_NOT_FOUND', 'PEER_LEFT']);

/**
 * An error, as precise as the list of devices allows: how a device that is not there was lost.
 *
 * @param {ErrorCode} code
 * @param {import('../../types').Absence | null} absence of the other device
 * @returns {ErrorCode}
 */
export function knownError(code, absence) {
  if (!ABSENT.has(code) || absence === null) return code;
  if (absence === 'left') return 'PEER_LEFT';
  return absence === 'lost' ? 'PEER_LOST' : 'PEER_LOST_CODE';
}
