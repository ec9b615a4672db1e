/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../types').TransferError} TransferError
 */

/** How long broken-off transfers wait for a path while the server is there, in milliseconds. */
const LIMIT = 60_000;

/** How long they wait while the server is away; nothing says that the other device is not waiting as well. */
const SERVERLESS_LIMIT = 600_000;

/** Between two attempts to go on, in milliseconds. */
const PAUSE = 3_000;

/** Decides how long transfers that were broken off wait for another path. */
export class Patience {
  #clock;
  /** @type {number | null} */
  #since = null;
  /** @type {() => void} */
  #cancelRetry = () => undefined;

  /** @param {import('../util/clock.js').Clock} clock */
  constructor(clock) {
    this.#clock = clock;
  }

  /** There is a path. */
  connected() {
    this.#since = null;
    this.#cancelRetry();
  }

  /** The last path has gone. */
  brokenOff() {
    this.#since ??= this.#clock.now();
  }

  /**
   * No path was found.
   *
   * @param {boolean} isOnline whether the server is there
   * @param {() => void} retry
   * @returns {boolean} whether `retry` will be called; otherwise it is time to give up
   */
  failed(isOnline, retry) {
    const limit = isOnline ? LIMIT : SERVERLESS_LIMIT;
    if (this.#since === null || this.#clock.now() - this.#since > limit) return false;
    this.#cancelRetry();
    this.#cancelRetry = this.#clock.after(PAUSE, retry);
    return true;
  }
}

/**
 * What a failed connection means for what was to be sent.
 *
 * @param {ErrorCode | null} code
 * @returns {TransferError}
 */
export function transferError(code) {
  switch (code) {
    case 'PEER_BUSY': return 'busy';
    case 'CALL_DECLINED': return 'declined';
    case 'PEER_NOT_FOUND':
    case 'PEER_LEFT': return 'peer-left';
    case 'BAD_MESSAGE':
    case 'VERSION_MISMATCH': return 'protocol';
    default: return 'no-path';
  }
}
