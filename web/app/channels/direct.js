import { CALL, RESTART, RESTART_LIMIT, RESTART_POLITE, TROUBLE } from '../core/times.js';
import { DirectPipe } from './direct-pipe.js';
import { Negotiation } from './negotiation.js';
import { directKind } from '../core/paths/path-kind.js';
import { Reachability } from './reachability.js';
import { RemoteRelays } from './remote-relays.js';
import { readStatistics } from './statistics.js';
import { Timers } from './timers.js';
import { attempt } from '../core/util/attempt.js';

/**
 * An offer that has crossed one of the other side, which gives way, is answered within this time, or was never heard:
 * the other side had lost the server then without knowing. In milliseconds.
 */
const CROSSING_LIMIT = 1_000;

/**
 * When to look which way it goes, after it has begun to go another one, in milliseconds. The first pair of candidates
 * that works is seldom the best, and Firefox does not tell when a better one takes over.
 */
const SETTLING = [500, 2_000, 10_000];

/**
 * @typedef {import('../core/paths/path-kind.js').PathKind} PathKind
 *
 * @typedef {'timeout' | 'failed' | 'closed' | 'relayed'} DirectEnd `relayed`: it goes over TURN, which is not wanted
 *
 * @typedef {object} DirectEvents
 * @property {(pipe: import('./pipe').Pipe) => void} open
 * @property {() => void} alone no STUN or TURN server answers, so that it will hardly open
 * @property {() => void} rerouted it goes another way than before
 * @property {() => void} trouble nothing comes through at the moment
 * @property {() => void} recovered
 * @property {(reason: DirectEnd) => void} end
 */

/**
 * One `RTCPeerConnection` to another device: opens it within a time limit, restarts ICE when it breaks, and tells
 * how it fares and which way it goes.
 */
export class DirectPath {
  /** @type {'opening' | 'open' | 'troubled' | 'ended'} */
  #state = 'opening';
  #connection;
  #negotiation;
  #relays;
  #reachability;
  #isPolite;
  #mayRelay;
  #isAnswered = false;
  #wasOpen = false;
  #servers;
  #events;
  #timers;
  /** @type {DirectPipe | null} */
  #pipe = null;
  /** @type {PathKind | null} */
  #kind = null;
  #isLooking = false;
  #cancelRenewal = () => {};

  /**
   * @param {object} options
   * @param {(servers: RTCIceServer[]) => RTCPeerConnection} options.create may throw
   * @param {import('./servers').ServersFor} options.servers
   * @param {string} options.call
   * @param {'caller' | 'callee'} options.role
   * @param {boolean} options.isPolite
   * @param {() => boolean} options.mayRelay whether it may go over TURN
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {(message: import('../core/wire/signaling-types').CallMessage) => void} options.signal
   * @param {DirectEvents} options.events
   */
  constructor({ create, servers, call, role, isPolite, mayRelay, clock, signal, events }) {
    this.call = call;
    this.role = role;
    this.#isPolite = isPolite;
    this.#mayRelay = mayRelay;
    this.#servers = servers;
    this.#events = events;
    this.#timers = new Timers(clock);
    this.#relays = new RemoteRelays(mayRelay);
    this.#connection = create(servers.known());
    // Without those that the browser has just refused.
    this.#reachability = new Reachability(this.#connection, servers.known(), () => {
      if (this.#state === 'opening') events.alone();
    });
    this.#negotiation = new Negotiation({
      connection: this.#connection,
      isPolite,
      relays: this.#relays,
      send: (message) => signal({ ...message, call }),
      onCrossed: () => this.crossed(),
      onFailure: () => this.#end('failed'),
    });
    this.#connection.onconnectionstatechange = () => this.#changed(this.#connection.connectionState);
    this.#timers.start('opening', CALL, () => this.#end('timeout'));
    // Creating the channels makes negotiation needed, so the callee does it only once it has the offer.
    if (role === 'caller') this.#createPipe();
  }

  get state() {
    return this.#state;
  }

  get pipe() {
    return this.#pipe;
  }

  /** Whether it has ever been open. */
  get wasOpen() {
    return this.#wasOpen;
  }

  /** What the pair of candidates in use makes it, null while that is not known. */
  get kind() {
    return this.#kind;
  }

  /** Whether this is our call and the other side has not taken it yet. */
  get isUnanswered() {
    return this.role === 'caller' && !this.#isAnswered;
  }

  /** Whether STUN and TURN were asked over UDP and did not answer. */
  get isUDPBlocked() {
    return this.#reachability.isUDPBlocked;
  }

  /** @param {string} sdp */
  offered(sdp) {
    if (this.#state !== 'opening') this.#lookSoon();
    return this.#negotiation.offered(sdp, () => {
      if (this.#pipe === null && this.#state === 'opening') this.#createPipe();
    });
  }

  /** @param {string} sdp */
  answered(sdp) {
    this.#isAnswered = true;
    return this.#negotiation.answered(sdp);
  }

  /** @param {import('../core/wire/signaling-types').Candidate} candidate */
  candidate(candidate) {
    return this.#negotiation.candidate(candidate);
  }

  /** An offer of the other side was left aside for ours; if it does not answer soon, it hears it again. */
  crossed() {
    this.#timers.start('crossing', CROSSING_LIMIT, () => this.#negotiation.repeatOffer());
  }

  /** The signaling server is back: what was said meanwhile is lost. */
  signalingReturned() {
    this.#negotiation.repeat();
  }

  /** Looks for its way anew while it goes on: our address may be another one, or a better way may have opened. */
  lookAnew() {
    if (this.#state === 'open' || this.#state === 'troubled') this.#renew();
  }

  async statistics() {
    const statistics = readStatistics(await this.#connection.getStats());
    const { remote } = statistics;
    // A check through a relay of the other side can arrive before the relay is named.
    const mayBeRelay = remote?.type === 'prflx' || remote?.type === 'relay';
    const leg = mayBeRelay ? this.#relays.leg(remote.address, remote.port) : null;
    if (remote === null || leg === null) return statistics;
    return { ...statistics, remote: { ...remote, type: /** @type {const} */ ('relay'), relayProtocol: leg } };
  }

  close() {
    this.#end('closed');
  }

  #createPipe() {
    this.#pipe = new DirectPipe(this.#connection, () => this.#ready(), () => this.#end('closed'));
  }

  /** Both channels are open. Before anything is sent it is known which way that goes. */
  async #ready() {
    await this.#look();
    if (this.#state !== 'opening' || this.#pipe === null) return;
    this.#state = 'open';
    this.#wasOpen = true;
    this.#timers.cancel();
    this.#watchRoute();
    this.#lookSoon();
    this.#events.open(this.#pipe);
  }

  #watchRoute() {
    const transport = this.#connection.sctp?.transport?.iceTransport;
    transport?.addEventListener?.('selectedcandidatepairchange', () => this.#lookSoon());
  }

  #lookSoon() {
    if (this.#state === 'ended') return;
    for (const delay of SETTLING) this.#timers.start(`look ${delay}`, delay, () => this.#look());
  }

  /** Finds out which way it goes, and ends it if that is one our person does not want. */
  async #look() {
    if (this.#isLooking || this.#pipe === null) return;
    this.#isLooking = true;
    const { local, remote } = await this.statistics().catch(() => ({ local: null, remote: null }));
    this.#isLooking = false;
    if (this.#state === 'ended' || local === null || remote === null) return;
    const kind = directKind(local, remote);
    const isRelayed = kind !== 'host' && kind !== 'reflexive';
    if (isRelayed && !this.#mayRelay()) return this.#end('relayed');
    this.#pipe.route = isRelayed ? 'turn' : 'direct';
    if (kind === this.#kind) return;
    this.#kind = kind;
    if (this.#state !== 'opening') this.#events.rerouted();
  }

  /** @param {RTCPeerConnectionState} state */
  #changed(state) {
    if (this.#state === 'ended') return;
    if (state === 'connected' || state === 'disconnected') this.#negotiation.settled();
    if (state === 'connected') this.#recovered();
    if (state === 'disconnected' && this.#state === 'open') this.#shake();
    if (state === 'failed') this.#failed();
    if (state === 'closed') this.#end('closed');
  }

  #recovered() {
    if (this.#state === 'opening') return;
    // An offer that is to be said again still is: until it is answered there can be no other.
    this.#timers.cancelAllBut('crossing');
    this.#lookSoon();
    if (this.#state !== 'troubled') return;
    this.#state = 'open';
    this.#events.recovered();
  }

  /** `disconnected`: wait, then restart ICE, and meanwhile say that there is trouble. */
  #shake() {
    this.#timers.start('trouble', TROUBLE, () => this.#trouble());
    this.#timers.start('grace', this.#isPolite ? RESTART_POLITE : RESTART, () => this.#restart());
  }

  #failed() {
    if (this.#state === 'opening') return this.#end('failed');
    // The restart in progress has failed as well.
    if (this.#timers.has('restart')) return this.#end('failed');
    this.#trouble();
    this.#restart();
  }

  #trouble() {
    if (this.#state !== 'open') return;
    this.#state = 'troubled';
    this.#events.trouble();
  }

  #restart() {
    if (this.#timers.has('restart')) return;
    this.#timers.start('restart', RESTART_LIMIT, () => this.#end('failed'));
    this.#renew();
  }

  /** Restarts ICE with credentials that still hold. */
  #renew() {
    this.#cancelRenewal();
    this.#cancelRenewal = this.#servers.obtain((iceServers) => {
      if (this.#state === 'ended') return;
      // If the browser does not take them, it goes on with those it has.
      attempt(() => this.#connection.setConfiguration({ iceServers }));
      this.#connection.restartIce();
      // The browser offers it only once an offer that is on its way has been answered, which may have been lost.
      this.#negotiation.repeatOffer();
      this.#lookSoon();
    });
  }

  /** @param {DirectEnd} reason */
  #end(reason) {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#timers.cancel();
    this.#cancelRenewal();
    this.#connection.onconnectionstatechange = null;
    this.#connection.onnegotiationneeded = null;
    this.#connection.onicecandidate = null;
    this.#pipe?.close();
    this.#connection.close();
    this.#events.end(reason);
  }
}
