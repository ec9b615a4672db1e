import { identifier } from '../core/util/random.js';
import { DirectPath } from '../channels/direct.js';

/**
 * @typedef {import('./ladder-world').Conditions} Conditions
 * @typedef {import('../channels/pipe').Pipe} Pipe
 *
 * @typedef {object} DirectRungEvents
 * @property {(pipe: Pipe) => void} opened
 * @property {() => void} alone it will hardly open
 * @property {() => void} rerouted it goes another way than before
 * @property {(pipe: Pipe) => void} trouble
 * @property {(pipe: Pipe) => void} recovered
 * @property {(call: string | null, reason: import('../channels/direct.js').DirectEnd) => void} ended by itself; `call` is null
 *     if it could not begin
 */

/** Calls that are remembered once their path is over. A device has one path at a time, and its last word comes soon. */
const MOST_OVER = 8;

/** The direct path of a ladder: none, one that waits for servers to begin with, or one that opens or is open. */
export class DirectRung {
  /** @type {DirectPath | null} */
  #path = null;
  /**
   * Gives up waiting for servers.
   *
   * @type {(() => void) | null}
   */
  #cancelStart = null;
  #wasUDPBlocked = false;
  /**
   * Calls whose path was open and is over, oldest first. An offer of such a call is about a connection that is not there
   * any more: a machine that slept through its end tries to mend it.
   *
   * @type {string[]}
   */
  #over = [];
  #isRefused = false;
  #options;

  /**
   * @param {object} options
   * @param {((servers: RTCIceServer[]) => RTCPeerConnection) | null} options.createConnection
   * @param {import('../channels/servers').ServersFor} options.servers
   * @param {() => Conditions} options.conditions
   * @param {(message: import('../core/wire/signaling-types').CallMessage) => void} options.signal
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {import('../core/util/random.js').Random} options.random
   * @param {DirectRungEvents} options.events
   */
  constructor(options) {
    this.#options = options;
  }

  /** Whether there is a path or one is coming. */
  get isThere() {
    return this.#path !== null || this.#cancelStart !== null;
  }

  get isTroubled() {
    return this.#path?.state === 'troubled';
  }

  /** The call it belongs to, null while there is none. */
  get call() {
    return this.#path?.call ?? null;
  }

  get isOpening() {
    return this.#path?.state === 'opening';
  }

  /** The pipe while things come through it. */
  get pipe() {
    return this.#path?.state === 'open' ? this.#path.pipe : null;
  }

  /** The path while its pipe is open, for statistics. */
  get path() {
    return this.#path?.pipe?.isOpen === true ? this.#path : null;
  }

  /** Whether the path that is there, or was there last, found that the network lets no UDP through. */
  get isUDPBlocked() {
    return this.#path?.isUDPBlocked ?? this.#wasUDPBlocked;
  }

  /** Whether the browser has refused the last connection. */
  get isRefused() {
    return this.#isRefused;
  }

  /** @returns {boolean} whether a direct path is there or coming */
  start() {
    if (this.isThere) return true;
    const { createConnection, servers, conditions } = this.#options;
    if (createConnection === null || !conditions().peerHasWebRTC) return false;
    let isBegun = false;
    const cancel = servers.obtain(() => {
      isBegun = true;
      const wasWaiting = this.#cancelStart !== null;
      this.#cancelStart = null;
      const isMade = this.#create(identifier(this.#options.random, 12), 'caller');
      if (wasWaiting && !isMade) this.#options.events.ended(null, 'failed');
    });
    if (!isBegun) this.#cancelStart = cancel;
    return this.isThere;
  }

  /**
   * @param {string} call
   * @param {string} sdp
   * @returns {'goes on' | 'loses' | 'over' | 'impossible' | 'taken'} `goes on`: an offer about the path that is there.
   *     `loses`: both called at once, and the other side takes ours. `over`: about one that has ended here. `taken`: there
   *     is a new path now
   */
  offered(call, sdp) {
    if (this.#path?.call === call) {
      void this.#path.offered(sdp);
      return 'goes on';
    }
    if (this.#over.includes(call)) return 'over';
    if (this.isGlare && !this.#options.conditions().isPolite) {
      this.#path?.crossed();
      return 'loses';
    }
    this.drop();
    if (!this.#create(call, 'callee')) return 'impossible';
    void /** @type {DirectPath | null} */ (this.#path)?.offered(sdp);
    return 'taken';
  }

  /** Whether an offer of ours is on its way, so that one of the other side has crossed it. */
  get isGlare() {
    return this.#path?.state === 'opening' && this.#path.isUnanswered;
  }

  /** Whether we call and the other side has not answered; perhaps it has not even heard of it yet. */
  get isCalling() {
    return this.#cancelStart !== null || this.isGlare;
  }

  /**
   * @param {string} call
   * @param {string} sdp
   */
  answered(call, sdp) {
    if (this.#path?.call === call) void this.#path.answered(sdp);
  }

  /** @param {import('../core/wire/signaling-types').Candidate & { call: string }} candidate */
  candidate(candidate) {
    if (this.#path?.call === candidate.call) void this.#path.candidate(candidate);
  }

  signalingReturned() {
    this.#path?.signalingReturned();
  }

  /** Perhaps there is a better way than the one it goes. */
  lookAnew() {
    this.#path?.lookAnew();
  }

  /** Ends it without a word. */
  drop() {
    const path = this.#path;
    this.#forget();
    this.#cancelStart?.();
    this.#cancelStart = null;
    path?.close();
  }

  /**
   * @param {string} call
   * @param {'caller' | 'callee'} role
   */
  #create(call, role) {
    const { createConnection, servers, conditions, clock, signal, events } = this.#options;
    if (createConnection === null) return false;
    try {
      /** @type {DirectPath} */
      const path = new DirectPath({
        create: createConnection,
        servers,
        call,
        role,
        isPolite: conditions().isPolite,
        mayRelay: () => !conditions().isDirectOnly,
        clock,
        signal,
        events: {
          open: events.opened,
          alone: events.alone,
          rerouted: events.rerouted,
          trouble: () => path.pipe && events.trouble(path.pipe),
          recovered: () => path.pipe && events.recovered(path.pipe),
          end: (reason) => this.#ended(path, reason),
        },
      });
      this.#path = path;
      this.#isRefused = false;
      return true;
    } catch {
      this.#isRefused = true;
      return false;
    }
  }

  /**
   * @param {DirectPath} path
   * @param {import('../channels/direct.js').DirectEnd} reason
   */
  #ended(path, reason) {
    if (this.#path !== path) return;
    this.#forget();
    this.#options.events.ended(path.call, reason);
  }

  #forget() {
    const path = this.#path;
    this.#path = null;
    if (path === null) return;
    this.#wasUDPBlocked = path.isUDPBlocked;
    if (path.wasOpen) this.#over = [...this.#over, path.call].slice(-MOST_OVER);
  }
}
