import { Pause } from './pause.js';

/**
 * @typedef {import('./machine-types').State} State
 * @typedef {import('./machine-types').Goal} Goal
 *
 * @typedef {object} Parts
 * @property {import('./direct-call.js').DirectCall | null} direct
 * @property {import('./relay-call.js').RelayCall | null} relay
 * @property {Goal | null} goal
 * @property {import('../../types').ErrorCode | null} error of the last attempt, while nothing has followed
 */

/**
 * The parts of a state, null where it has none.
 *
 * @param {State} state
 * @returns {Parts}
 */
export function partsOf(state) {
  const none = { direct: null, relay: null, goal: null, error: null };
  switch (state.name) {
    case 'idle': return none;
    case 'calling':
    case 'troubled': return { ...none, direct: state.direct, relay: state.relay, goal: state.goal };
    case 'open': return { ...none, direct: state.direct, relay: state.relay };
    case 'waiting': return { ...none, goal: state.goal };
    case 'failed': return { ...none, error: state.error };
  }
}

/**
 * The state that these parts make. A path that works leaves nothing to look for, and only where nothing is there or
 * coming has anything failed.
 *
 * @param {Parts} parts
 * @returns {State}
 */
export function stateOf({ direct, relay, goal, error }) {
  if (direct?.isOpen || relay?.isOpen) return { name: 'open', direct, relay };
  if (direct?.isTroubled) return { name: 'troubled', direct, relay, goal };
  if (direct !== null || relay !== null) return { name: 'calling', direct, relay, goal };
  if (goal instanceof Pause) return { name: 'waiting', goal };
  if (goal !== null) return { name: 'calling', direct, relay, goal };
  return error === null ? { name: 'idle' } : { name: 'failed', error };
}
