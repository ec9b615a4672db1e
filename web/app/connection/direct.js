import { DirectPipe } from './direct-pipe.js';
import { Negotiation } from './negotiation.js';

/** A direct path opens within this time or is given up, in milliseconds. */
const OPENING_LIMIT = 20_000;

/** ICE often recovers from `disconnected` by itself; after this time it is restarted, in milliseconds. */
const GRACE = 2_000;

/** The polite side restarts later, so that both do not do it at once, in milliseconds. */
const POLITE_GRACE = 3_500;

/** After this time of `disconnected` another path is looked for, in milliseconds. */
const TROUBLE_DELAY = 2_500;

/** Time for a restart to help before the path is given up, in milliseconds. */
const RESTART_LIMIT = 20_000;

/**
 * @typedef {object} DirectEvents
 * @property {(pipe: import('./pipe').Pipe) => void} open
 * @property {() => void} trouble nothing comes through at the moment
 * @property {() => void} recovered
 * @property {(reason: 'timeout' | 'failed' | 'closed') => void} end
 */

/**
 * One `RTCPeerConnection` to another device: opens it within a time limit, restarts ICE when it breaks, and tells
 * how it fares.
 */
export class DirectPath {
  /** @type {'opening' | 'open' | 'troubled' | 'ended'} */
  #state = 'opening';
  #connection;
  #negotiation;
  #isPolite;
  #isAnswered = false;
  #clock;
  #events;
  /** @type {DirectPipe | null} */
  #pipe = null;
  /** @type {Record<string, () => void>} Cancel functions of what is timed. */
  #timers = {};

  /**
   * @param {object} options
   * @param {() => RTCPeerConnection} options.create may throw
   * @param {string} options.call
   * @param {'caller' | 'callee'} options.role
   * @param {boolean} options.isPolite
   * @param {import('../util/clock.js').Clock} options.clock
   * @param {(message: import('../signaling/wire').CallMessage) => void} options.signal
   * @param {DirectEvents} options.events
   */
  constructor({ create, call, role, isPolite, clock, signal, events }) {
    this.call = call;
    this.role = role;
    this.#isPolite = isPolite;
    this.#clock = clock;
    this.#events = events;
    this.#connection = create();
    this.#negotiation = new Negotiation({
      connection: this.#connection,
      isPolite,
      send: (message) => signal({ ...message, call }),
      onFailure: () => this.#end('failed'),
    });
    this.#connection.onconnectionstatechange = () => this.#changed(this.#connection.connectionState);
    this.#schedule('opening', OPENING_LIMIT, () => this.#end('timeout'));
    // Creating the channels makes negotiation needed, so the callee does it only once it has the offer.
    if (role === 'caller') this.#createPipe();
  }

  get state() {
    return this.#state;
  }

  get pipe() {
    return this.#pipe;
  }

  /** Whether this is our call and the other side has not taken it yet. */
  get isUnanswered() {
    return this.role === 'caller' && !this.#isAnswered;
  }

  /** @param {string} sdp */
  offered(sdp) {
    return this.#negotiation.offered(sdp, () => {
      if (this.#pipe === null && this.#state === 'opening') this.#createPipe();
    });
  }

  /** @param {string} sdp */
  answered(sdp) {
    this.#isAnswered = true;
    return this.#negotiation.answered(sdp);
  }

  /** @param {import('../signaling/wire').Candidate} candidate */
  candidate(candidate) {
    return this.#negotiation.candidate(candidate);
  }

  /** The signaling server is back: what was said meanwhile is lost. */
  signalingReturned() {
    this.#negotiation.repeatOffer();
  }

  stats() {
    return this.#connection.getStats();
  }

  close() {
    this.#end('closed');
  }

  #createPipe() {
    this.#pipe = new DirectPipe(this.#connection, () => this.#opened(), () => this.#end('closed'));
  }

  #opened() {
    if (this.#state !== 'opening' || this.#pipe === null) return;
    this.#state = 'open';
    this.#cancelTimers();
    this.#events.open(this.#pipe);
  }

  /** @param {RTCPeerConnectionState} state */
  #changed(state) {
    if (this.#state === 'ended') return;
    if (state === 'connected') this.#recovered();
    if (state === 'disconnected' && this.#state === 'open') this.#shake();
    if (state === 'failed') this.#failed();
    if (state === 'closed') this.#end('closed');
  }

  #recovered() {
    if (this.#state === 'opening') return;
    this.#cancelTimers();
    if (this.#state !== 'troubled') return;
    this.#state = 'open';
    this.#events.recovered();
  }

  /** `disconnected`: wait, then restart ICE, and meanwhile say that there is trouble. */
  #shake() {
    this.#schedule('trouble', TROUBLE_DELAY, () => this.#trouble());
    this.#schedule('grace', this.#isPolite ? POLITE_GRACE : GRACE, () => this.#restart());
  }

  #failed() {
    if (this.#state === 'opening') return this.#end('failed');
    // The restart in progress has failed as well.
    if (this.#timers.restart !== undefined) return this.#end('failed');
    this.#trouble();
    this.#restart();
  }

  #trouble() {
    if (this.#state !== 'open') return;
    this.#state = 'troubled';
    this.#events.trouble();
  }

  #restart() {
    if (this.#timers.restart !== undefined) return;
    this.#schedule('restart', RESTART_LIMIT, () => this.#end('failed'));
    this.#connection.restartIce();
  }

  /** @param {'timeout' | 'failed' | 'closed'} reason */
  #end(reason) {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#cancelTimers();
    this.#connection.onconnectionstatechange = null;
    this.#connection.onnegotiationneeded = null;
    this.#connection.onicecandidate = null;
    this.#pipe?.close();
    this.#connection.close();
    this.#events.end(reason);
  }

  /**
   * @param {string} name
   * @param {number} delay milliseconds
   * @param {() => void} action
   */
  #schedule(name, delay, action) {
    if (this.#timers[name] !== undefined) return;
    this.#timers[name] = this.#clock.after(delay, action);
  }

  #cancelTimers() {
    for (const cancel of Object.values(this.#timers)) cancel();
    this.#timers = {};
  }
}
