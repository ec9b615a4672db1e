import { BREAK, BREAK_REPAIR } from '../times.js';

/** @typedef {import('../../types').ErrorCode} ErrorCode */

/** Errors after which going on would be of no use: the relay alters what it carries, the pages speak differently. */
const FINAL = new Set(['RELAY_FORGED', 'BAD_MESSAGE', 'VERSION_MISMATCH']);

/**
 * Decides how long content that both pages hold waits for another path.
 *
 *  idle ──brokenOff──► waiting ──BREAK──► expired
 *   ▲                     │
 *   └─────────end─────────┘
 */
export class Patience {
  /**
   * The time at which the break is too long, null while nothing waits.
   *
   * @type {number | null}
   */
  #until = null;

  /** Whether something waits for a path. */
  get isWaiting() {
    return this.#until !== null;
  }

  get deadline() {
    return this.#until;
  }

  /** Ends the wait: there is a path, or nothing waits for one, or the time is over. */
  end() {
    this.#until = null;
  }

  /**
   * Begins the wait: the last path has gone.
   *
   * @param {number} now
   */
  brokenOff(now) {
    this.#until ??= now + BREAK + BREAK_REPAIR;
  }

  /**
   * Decides whether the wait goes on although no path was found.
   *
   * @param {ErrorCode} error why
   * @returns {boolean} whether another attempt is of use; otherwise it is time to give up
   */
  goesOn(error) {
    return this.isWaiting && !FINAL.has(error);
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
