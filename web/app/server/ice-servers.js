/** Time for the server to name servers for a call, in milliseconds; after that the call goes on without them. */
const PATIENCE = 1_000;

/** Credentials are used for this share of the time they were given for: a connection takes some to open. */
const SHARE = 0.9;

/** `RTCPeerConnection` refuses more, and so do we. */
const MOST = 16;

/** @typedef {import('../core/wire/signaling-types').IceServer} IceServer */

/**
 * STUN and TURN servers: those for everybody, and those for conversations with one device, which are asked for.
 *
 *   unknown ──obtain──► asked ──turn──► known ──most of its time is over, a new greeting, or forget──► unknown
 *                         └──PATIENCE, or refused──► unknown
 */
export class IceServers {
  #clock;
  #request;
  #isAllowed;
  #isRefused;
  /** @type {IceServer[]} */
  #common = [];
  #hasMore = false;
  /** @type {Map<string, { servers: IceServer[], until: number }>} By device. */
  #own = new Map();
  /** @type {Map<string, Set<() => void>>} Calls that wait for the servers of a device. */
  #waiting = new Map();

  /**
   * @param {object} options
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {(peer: string) => boolean} options.request asks for servers; whether the server is there to hear it
   * @param {() => boolean} options.isAllowed whether TURN may be used
   * @param {(server: IceServer) => boolean} [options.isRefused] whether the browser does not take it
   */
  constructor({ clock, request, isAllowed, isRefused = () => false }) {
    this.#clock = clock;
    this.#request = request;
    this.#isAllowed = isAllowed;
    this.#isRefused = isRefused;
  }

  /** URLs of the servers for everybody that the browser does not take. */
  get refusedURLs() {
    return this.#common.filter(this.#isRefused).flatMap(({ urls }) => urls);
  }

  /**
   * Takes over the servers of a greeting. Credentials from before may have lost their worth.
   *
   * @param {{ iceServers: IceServer[], turn?: boolean }} server
   */
  welcomed({ iceServers, turn }) {
    this.#common = iceServers;
    this.#hasMore = turn === true;
    this.#own.clear();
  }

  /** @param {import('../core/wire/signaling-types').TurnServers} message */
  received({ peer, iceServers, seconds }) {
    this.#own.set(peer, { servers: iceServers, until: this.#clock.now() + seconds * 1_000 * SHARE });
    this.#settle(peer);
  }

  /**
   * Stops waiting for servers for a device: there are none. If the device has left, the call will find out.
   *
   * @param {string} peer
   */
  refused(peer) {
    this.#settle(peer);
  }

  /**
   * Forgets the servers for a device. The server revokes them when a conversation is over.
   *
   * @param {string} peer
   */
  forget(peer) {
    this.#own.delete(peer);
    if (this.#waiting.get(peer)?.size === 0) this.#waiting.delete(peer);
  }

  /** @param {string} peer */
  #settle(peer) {
    for (const ready of [...(this.#waiting.get(peer) ?? [])]) ready();
  }

  /**
   * The servers for calls with one device, as the direct channel asks for them (`channels/servers.d.ts`).
   *
   * @param {string} peer
   */
  of(peer) {
    return {
      known: () => this.#known(peer),
      /** @param {(servers: IceServer[]) => void} ready */
      obtain: (ready) => this.#obtain(peer, ready),
      forget: () => this.forget(peer),
    };
  }

  /** @param {string} peer */
  #known(peer) {
    const all = [...this.#common, ...(this.#current(peer) ?? [])];
    const servers = all.filter((server) => !this.#isRefused(server)).slice(0, MOST);
    return this.#isAllowed() ? servers : withoutTurn(servers);
  }

  /** @param {string} peer */
  #current(peer) {
    const own = this.#own.get(peer);
    return own !== undefined && this.#clock.now() < own.until ? own.servers : null;
  }

  /**
   * @param {string} peer
   * @param {(servers: IceServer[]) => void} ready
   * @returns {() => void}
   */
  #obtain(peer, ready) {
    const isKnown = !this.#hasMore || this.#current(peer) !== null;
    if (isKnown || !this.#request(peer)) {
      ready(this.#known(peer));
      return () => undefined;
    }
    const waiting = this.#waiting.get(peer) ?? new Set();
    this.#waiting.set(peer, waiting);
    const settle = () => {
      cancel();
      ready(this.#known(peer));
    };
    const cancelLimit = this.#clock.after(PATIENCE, settle);
    const cancel = () => {
      cancelLimit();
      waiting.delete(settle);
    };
    waiting.add(settle);
    return cancel;
  }
}

/**
 * The STUN servers among `servers`. Every TURN server over UDP speaks STUN as well (RFC 8656, section 3).
 *
 * @param {IceServer[]} servers
 * @returns {IceServer[]}
 */
function withoutTurn(servers) {
  const urls = servers.flatMap((server) => server.urls).flatMap(stunOf);
  return urls.length === 0 ? [] : [{ urls: [...new Set(urls)] }];
}

/**
 * @param {string} url
 * @returns {string[]}
 */
function stunOf(url) {
  if (/^stuns?:/i.test(url)) return [url];
  const turn = /^turn:([^?]+)(?:\?transport=udp)?$/i.exec(url);
  return turn === null ? [] : [`stun:${turn[1]}`];
}
