/** @typedef {Extract<import('../wire/signaling-types').CallMessage, { type: 'error' }>} CallError */

/**
 * The answer to a call while its person does not want to be disturbed.
 *
 * @param {string} call
 * @returns {CallError}
 */
export function undisturbed(call) {
  return { type: 'error', call, code: 'CALL_DECLINED', message: 'This device does not want to be disturbed.' };
}

/**
 * The answer to a call for which there is no room.
 *
 * @param {string} call
 * @returns {CallError}
 */
export function occupied(call) {
  return { type: 'error', call, code: 'PEER_BUSY', message: 'This device has as many conversations as it may.' };
}

/**
 * What is said to the other device about a call that comes to nothing. docs/protocol.md, Errors.
 */
export class CallErrors {
  #signal;

  /** @param {(message: import('../wire/signaling-types').CallMessage) => void} signal */
  constructor(signal) {
    this.#signal = signal;
  }

  /** @param {string} call that we cannot take */
  noWebRTC(call) {
    this.#signal({ type: 'error', call, code: 'CALL_FAILED', message: 'This browser can open no direct connection.' });
  }

  /** @param {string} call whose path was open, and has ended here */
  over(call) {
    this.#signal({ type: 'error', call, code: 'CALL_FAILED', message: 'That call is over.' });
  }

  /** @param {string} call that goes through a relay */
  directOnly(call) {
    const message = 'This device allows direct connections only.';
    this.#signal({ type: 'error', call, code: 'RELAY_REFUSED', message });
  }

  /** @param {string} call whose path did not open */
  timedOut(call) {
    this.#signal({ type: 'error', call, code: 'CALL_TIMEOUT', message: 'No direct path opened in time.' });
  }

  /**
   * Calls that are ended on the other side as well, so that it does not wait for its own time limit.
   *
   * @param {(string | null)[]} calls
   */
  givenUp(...calls) {
    for (const call of calls) {
      if (call === null) continue;
      this.#signal({ type: 'error', call, code: 'CALL_TIMEOUT', message: 'The other device gave up.' });
    }
  }
}
