import { CALL } from '../times.js';
import { earliest, isDue } from './deadline.js';
import { Health } from './health.js';
import { Negotiation } from './negotiation.js';
import { isTurn, routeOf } from './path-kind.js';
import { RouteWatch } from './route-watch.js';
import { Silence } from './silence.js';

/**
 * @typedef {import('./machine-types').PathAction} PathAction
 * @typedef {import('./machine-types').ChannelEvent} ChannelEvent
 * @typedef {import('./machine-types').Facts} Facts
 * @typedef {import('./path-kind.js').PathKind} PathKind
 *
 * @typedef {'timeout' | 'failed' | 'closed' | 'relayed'} DirectEnd `relayed`: it goes over TURN, which is not wanted
 *
 * @typedef {{ type: 'now', is: 'opened' | 'alone' | 'rerouted' | 'troubled' | 'recovered' }
 *     | { type: 'ended', reason: DirectEnd }} DirectNews A change that the machine has to know of.
 */

/**
 * One direct connection, without the browser: opens within a time limit, restarts ICE when it breaks, and says how it
 * fares and which way it goes.
 *
 *    starting ──created──► opening ──ready, route known──► open, with its health
 *        the servers          │                              │
 *        are asked for        └── CALL, failed ──► ended ◄── lost, closed, or a route that is not wanted
 */
export class DirectCall {
  /**
   * @type {{ name: 'starting' }
   *     | { name: 'opening', until: number, isReady: boolean }
   *     | { name: 'open', health: Health }}
   */
  #phase = { name: 'starting' };
  #call = '';
  #role;
  #negotiation = new Negotiation();
  #silence = new Silence('direct');
  /** Whether the other side has taken our call. */
  #isAnswered = false;
  /** Whether the browser says that packets come through. */
  #isConnected = false;
  /** Whether ICE is restarted once the servers are known. */
  #isRenewing = false;
  #routeWatch = new RouteWatch();
  /** @type {Exclude<PathKind, 'relay'> | null} Its kind, by the pair of candidates in use. */
  #kind = null;
  #isUDPBlocked = false;

  /** @param {import('./machine-types').Role} role */
  constructor(role) {
    this.#role = role;
  }

  get phase() {
    return this.#phase.name;
  }

  /** Its name, null while it has none. */
  get call() {
    return this.#call === '' ? null : this.#call;
  }

  get role() {
    return this.#role;
  }

  get kind() {
    return this.#kind;
  }

  /** The route a person is told of. Until it is known, the better one. */
  get route() {
    return this.#kind === null ? 'direct' : routeOf(this.#kind);
  }

  /** Whether messages come through. */
  get isOpen() {
    return this.wasOpen && !this.isTroubled;
  }

  get isTroubled() {
    return this.#phase.name === 'open' && this.#phase.health.isTroubled;
  }

  /** Whether it has been open: it has a pipe. */
  get wasOpen() {
    return this.#phase.name === 'open';
  }

  get isOpening() {
    return this.#phase.name === 'opening';
  }

  /** Whether an offer of ours is on its way, so that a call of the other side has crossed it. */
  get isGlare() {
    return this.isOpening && this.#role === 'caller' && !this.#isAnswered;
  }

  /** Whether we call and the other side has not answered; perhaps it has not even heard of it yet. */
  get isCalling() {
    return this.#phase.name === 'starting' || this.isGlare;
  }

  /** Whether the network lets no UDP through. */
  get isUDPBlocked() {
    return this.#isUDPBlocked;
  }

  get deadline() {
    return earliest(
      this.#phaseDeadline,
      this.#routeWatch.deadline,
      this.#negotiation.deadline,
      this.#silence.deadline,
    );
  }

  get #phaseDeadline() {
    switch (this.#phase.name) {
      case 'starting': return null;
      case 'opening': return this.#phase.until;
      case 'open': return this.#phase.health.deadline;
    }
  }

  /**
   * @param {string} call
   * @param {number} now
   * @returns {PathAction[]}
   */
  create(call, now) {
    this.#call = call;
    this.#phase = { name: 'opening', until: now + CALL, isReady: false };
    return [{ type: 'direct-create', call, role: this.#role }];
  }

  /**
   * @param {string} sdp of an offer about this call
   * @param {boolean} isPolite
   * @param {number} now
   * @returns {PathAction[]}
   */
  offered(sdp, isPolite, now) {
    if (this.wasOpen) this.#routeWatch.begin(now);
    return this.#negotiation.offered(sdp, isPolite, now);
  }

  /**
   * @param {string} sdp of an answer
   * @returns {PathAction[]}
   */
  answered(sdp) {
    this.#isAnswered = true;
    return this.#negotiation.answered(sdp);
  }

  /**
   * A call of the other side was left aside for this one.
   *
   * @param {number} now
   */
  crossed(now) {
    this.#negotiation.crossed(now);
  }

  /**
   * Repeats words that may have been lost while the server was away.
   *
   * @returns {PathAction[]}
   */
  repeat() {
    return this.#negotiation.repeat(this.#isConnected);
  }

  /**
   * Looks for its way anew while it goes on: our address may be another one, or a better way may have opened.
   *
   * @returns {PathAction[]}
   */
  lookAnew() {
    return this.wasOpen ? this.#renew() : [];
  }

  /**
   * The servers are known: ICE can be restarted with credentials that still hold.
   *
   * @param {number} now
   * @returns {PathAction[]}
   */
  renewed(now) {
    if (!this.#isRenewing) return [];
    this.#isRenewing = false;
    this.#routeWatch.begin(now);
    // The browser offers it only once an offer that is on its way has been answered, which may have been lost.
    return [{ type: 'direct-restart' }, ...this.#negotiation.repeatOffer()];
  }

  /**
   * @param {number} within milliseconds
   * @param {number} now
   * @returns {PathAction[]}
   */
  pinged(within, now) {
    return this.#silence.pinged(within, now);
  }

  heard() {
    this.#silence.heard();
  }

  /**
   * @param {ChannelEvent} event of this call
   * @param {Facts} facts
   * @param {number} now
   * @returns {(PathAction | DirectNews)[]}
   */
  reported(event, facts, now) {
    switch (event.type) {
      case 'direct-needed': return this.#negotiation.needed();
      case 'direct-described': return this.#negotiation.described(this.#call, event.description, event.sdp);
      case 'direct-accepted': {
        this.#negotiation.accepted();
        return [];
      }
      case 'direct-candidate': {
        return [{ type: 'send', message: { type: 'candidate', call: this.#call, ...event.candidate } }];
      }
      case 'direct-state': return this.#changed(event.state, facts.isPolite, now);
      case 'direct-ready': return this.#ready();
      case 'direct-shifted': {
        if (this.wasOpen) this.#routeWatch.begin(now);
        return [];
      }
      case 'direct-route': return this.#routed(event.kind, facts.isDirectOnly, now);
      case 'direct-alone': return this.isOpening ? [{ type: 'now', is: 'alone' }] : [];
      case 'direct-udp': {
        this.#isUDPBlocked = event.isBlocked;
        return [];
      }
      case 'direct-ended': return [ended(event.reason)];
      default: return [];
    }
  }

  /**
   * @param {number} now
   * @returns {(PathAction | DirectNews)[]}
   */
  due(now) {
    if (isDue(this.#phaseDeadline, now)) {
      return this.#phase.name === 'open' ? this.#turned(this.#phase.health.due(now)) : [ended('timeout')];
    }
    if (isDue(this.#negotiation.deadline, now)) return this.#negotiation.due();
    if (isDue(this.#silence.deadline, now)) {
      const silence = this.#silence.due(now);
      return silence === 'dead' ? [ended('closed')] : silence;
    }
    this.#routeWatch.due(now);
    return [{ type: 'direct-look' }];
  }

  /**
   * Both channels are open. Before anything is sent it is known which way that goes.
   *
   * @returns {PathAction[]}
   */
  #ready() {
    if (this.#phase.name !== 'opening') return [];
    this.#phase.isReady = true;
    return [{ type: 'direct-look' }];
  }

  /**
   * It is known which way it goes. One that our person does not want ends it.
   *
   * @param {Exclude<PathKind, 'relay'> | null} kind
   * @param {boolean} isDirectOnly
   * @param {number} now
   * @returns {(PathAction | DirectNews)[]}
   */
  #routed(kind, isDirectOnly, now) {
    if (kind !== null && isTurn(kind) && isDirectOnly) return [ended('relayed')];
    const isNews = kind !== null && kind !== this.#kind;
    if (isNews) this.#kind = kind;
    /** @type {(PathAction | DirectNews)[]} */
    const actions = isNews ? [{ type: 'direct-reroute', route: routeOf(kind) }] : [];
    if (this.#phase.name === 'opening' && this.#phase.isReady) {
      this.#phase = { name: 'open', health: new Health() };
      this.#routeWatch.begin(now);
      return [...actions, { type: 'now', is: 'opened' }];
    }
    return isNews && this.wasOpen ? [...actions, { type: 'now', is: 'rerouted' }] : actions;
  }

  /**
   * @param {'connected' | 'disconnected' | 'failed' | 'closed'} state
   * @param {boolean} isPolite
   * @param {number} now
   * @returns {(PathAction | DirectNews)[]}
   */
  #changed(state, isPolite, now) {
    this.#isConnected = state === 'connected';
    switch (state) {
      case 'connected': {
        this.#negotiation.settled();
        return this.#recovered(now);
      }
      case 'disconnected': {
        this.#negotiation.settled();
        if (this.#phase.name === 'open') this.#phase.health.disconnected(isPolite, now);
        return [];
      }
      case 'failed':
        return this.#phase.name === 'open' ? this.#turned(this.#phase.health.failed(now)) : [ended('failed')];
      case 'closed': return [ended('closed')];
    }
  }

  /**
   * @param {number} now
   * @returns {(PathAction | DirectNews)[]}
   */
  #recovered(now) {
    if (this.#phase.name !== 'open') return [];
    const { isTroubled } = this;
    this.#phase.health.connected();
    this.#routeWatch.beginAnew(now);
    return isTroubled ? [{ type: 'now', is: 'recovered' }] : [];
  }

  /**
   * @param {import('./health.js').Turn[]} turns
   * @returns {(PathAction | DirectNews)[]}
   */
  #turned(turns) {
    return turns.flatMap((turn) => this.#consequences(turn));
  }

  /**
   * @param {import('./health.js').Turn} turn
   * @returns {(PathAction | DirectNews)[]}
   */
  #consequences(turn) {
    switch (turn) {
      case 'troubled': return [{ type: 'now', is: 'troubled' }];
      case 'restart': return this.#renew();
      case 'lost': return [ended('failed')];
    }
  }

  /** @returns {PathAction[]} */
  #renew() {
    this.#isRenewing = true;
    return [{ type: 'obtain-servers' }];
  }
}

/**
 * @param {DirectEnd} reason
 * @returns {DirectNews}
 */
function ended(reason) {
  return { type: 'ended', reason };
}
