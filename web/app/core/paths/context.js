import { DirectCall } from './direct-call.js';
import { EndedCalls } from './glare.js';
import { RelayCall } from './relay-call.js';
import { partsOf, stateOf } from './state.js';

/**
 * @typedef {import('./machine-types').Facts} Facts
 * @typedef {import('./machine-types').PathAction} PathAction
 * @typedef {import('./machine-types').PathName} PathName
 */

/** The state of the path machine, its facts, and the actions of the present step, on which all of its rules work. */
export class Context {
  /** @type {import('./machine-types').State} */
  state = { name: 'idle' };
  /** The time of this step, in milliseconds. */
  now = 0;
  /** @type {PathAction[]} The actions of this step so far. */
  actions = [];
  endedCalls = new EndedCalls();
  /** Whether the browser has refused the last connection. */
  isRefused = false;
  #wasUDPBlocked = false;
  #prefix;
  /** The number of calls begun here so far. */
  #calls = 0;

  /**
   * @param {string} prefix of the names of calls
   * @param {Facts} facts
   */
  constructor(prefix, facts) {
    this.#prefix = prefix;
    this.facts = facts;
  }

  /** The parts of the state, null where it has none. */
  get parts() {
    return partsOf(this.state);
  }

  /**
   * The path for new content, null if none works.
   *
   * @returns {PathName | null}
   */
  get best() {
    const { direct, relay } = this.parts;
    if (direct?.isOpen) return 'direct';
    return relay?.isOpen ? 'relay' : null;
  }

  /**
   * The route that new content takes, null if no path works.
   *
   * @returns {import('../../types').Route | null}
   */
  get route() {
    const { direct, relay } = this.parts;
    return this.best === 'direct' ? (direct?.route ?? null) : (relay?.route ?? null);
  }

  /** Whether something waits for a path and the other device can hear of it. */
  get isWanted() {
    return this.facts.isNeeded && this.facts.whereabouts === 'here';
  }

  /** Whether the direct call that is there, or was there last, found that the network lets no UDP through. */
  get isUDPBlocked() {
    const { direct } = this.parts;
    return direct?.call ? direct.isUDPBlocked : this.#wasUDPBlocked;
  }

  /** @param {Partial<import('./state.js').Parts>} changes */
  become(changes) {
    this.state = stateOf({ ...this.parts, ...changes });
  }

  /** @param {PathAction[]} actions */
  do(...actions) {
    this.actions.push(...actions);
  }

  /** @param {import('../wire/signaling-types').CallMessage} message */
  send(message) {
    this.do({ type: 'send', message });
  }

  newCall() {
    this.#calls += 1;
    return this.#prefix + String(this.#calls).padStart(4, '0');
  }

  /**
   * @param {DirectCall} direct
   * @param {string} call
   */
  createDirect(direct, call) {
    this.isRefused = false;
    this.do(...direct.create(call, this.now));
    this.become({ direct });
  }

  dropDirect() {
    const { direct } = this.parts;
    if (direct === null) return;
    if (direct.call !== null) this.#wasUDPBlocked = direct.isUDPBlocked;
    if (direct.call !== null && direct.wasOpen) this.endedCalls.add(direct.call);
    this.do({ type: 'direct-close' });
    this.become({ direct: null });
  }

  /**
   * @param {string} call
   * @param {import('./machine-types').RelayRole} role
   */
  createRelay(call, role) {
    this.do({ type: 'relay-create', call, role });
    this.become({ relay: new RelayCall(call, role, this.now) });
  }

  dropRelay() {
    if (this.parts.relay === null) return;
    this.do({ type: 'relay-close' });
    this.become({ relay: null });
  }

  /** Ends every path that is open or coming. */
  dropAll() {
    this.dropDirect();
    this.dropRelay();
  }
}
