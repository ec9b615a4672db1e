/** @typedef {import('../types').ErrorCode} ErrorCode */

/** How long broken-off transfers wait for a path to a device that is with the server, in milliseconds. */
const LIMIT = 60_000;

/** How long they wait for a device that is not; it may only have changed networks. */
const ABSENT_LIMIT = 30_000;

/** How long they wait in all, while the server is away for example: the other device may be waiting as well. */
const LONGEST = 600_000;

/** Between two attempts to go on, in milliseconds. */
const PAUSE = 3_000;

/** Decides how long transfers that were broken off wait for another path. */
export class Patience {
  #clock;
  /**
   * When it began, and since when it fails for the same reason.
   *
   * @type {{ start: number, reason: ErrorCode | null, since: number } | null}
   */
  #wait = null;
  /** @type {() => void} */
  #cancelRetry = () => undefined;

  /** @param {import('../util/clock.js').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** There is a path. */
  connected() {
    this.#wait = null;
    this.#cancelRetry();
  }

  /** The last path has gone. */
  brokenOff() {
    const now = this.#clock.now();
    this.#wait ??= { start: now, reason: null, since: now };
  }

  /**
   * No path was found.
   *
   * @param {ErrorCode | null} error why
   * @param {() => void} retry
   * @returns {boolean} whether `retry` will be called; otherwise it is time to give up
   */
  failed(error, retry) {
    // Going on over a relay that alters what it carries would be of no use.
    if (this.#wait === null || error === 'RELAY_FORGED') return false;
    const now = this.#clock.now();
    if (this.#wait.reason !== error) this.#wait = { ...this.#wait, reason: error, since: now };
    if (now - this.#wait.since > waitingLimit(error) || now - this.#wait.start > LONGEST) return false;
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(PAUSE, retry);
    return true;
  }
}

/** @param {ErrorCode | null} error */
function waitingLimit(error) {
  if (error === 'SERVER_GONE') return LONGEST;
  return error === 'PEER_NOT_FOUND' ? ABSENT_LIMIT : LIMIT;
}

/** Errors that say that the other device is not with the server. */
const ABSENT = new Set(['PEER_NOT_FOUND', 'PEER_LEFT']);

/**
 * An error, as precise as the list of devices allows: how a device that is not there was lost.
 *
 * @param {ErrorCode} code
 * @param {import('../types').Absence | null} absence of the other device
 * @returns {ErrorCode}
 */
export function knownError(code, absence) {
  if (!ABSENT.has(code) || absence === null) return code;
  if (absence === 'left') return 'PEER_LEFT';
  return absence === 'lost' ? 'PEER_LOST' : 'PEER_LOST_CODE';
}
