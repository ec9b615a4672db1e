/**
 * Words to the other device about a call that comes to nothing. docs/protocol.md, Errors.
 *
 * @typedef {Extract<import('../wire/signaling-types').CallMessage, { type: 'error' }>} CallError
 */

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
 * @param {string} call that we cannot take
 * @returns {CallError}
 */
export function withoutWebRTC(call) {
  return { type: 'error', call, code: 'CALL_FAILED', message: 'This browser can open no direct connection.' };
}

/**
 * @param {string} call whose path was open, and has ended here
 * @returns {CallError}
 */
export function callOver(call) {
  return { type: 'error', call, code: 'CALL_FAILED', message: 'That call is over.' };
}

/**
 * @param {string} call that goes through a relay
 * @returns {CallError}
 */
export function directOnly(call) {
  return { type: 'error', call, code: 'RELAY_REFUSED', message: 'This device allows direct connections only.' };
}

/**
 * @param {string} call whose path did not open
 * @returns {CallError}
 */
export function timedOut(call) {
  return { type: 'error', call, code: 'CALL_TIMEOUT', message: 'No direct path opened in time.' };
}

/**
 * Ends a call on the other side as well, so that it does not wait for its own time limit.
 *
 * @param {string} call
 * @returns {CallError}
 */
export function givenUp(call) {
  return { type: 'error', call, code: 'CALL_TIMEOUT', message: 'The other device gave up.' };
}
