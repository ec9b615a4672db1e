import { attempt } from '../core/util/attempt.js';

/** @typedef {import('../core/wire/signaling-types').IceServer} IceServer */

/**
 * Makes connections with the STUN and TURN servers that there are. For one URL that it cannot use, a browser refuses the
 * whole configuration (W3C WebRTC, 4.4.1.6): then each server is tried by itself, and those it refuses are left out from
 * then on, so that they do not cost the direct path.
 */
export class Connections {
  #create;
  #onChange;
  /** @type {Set<string>} The servers that the browser refuses, as `name` has them. */
  #refused = new Set();
  #isImpossible = false;

  /**
   * @param {(configuration: RTCConfiguration) => RTCPeerConnection} create may throw
   * @param {() => void} onChange another server is refused, or connections have become possible or impossible
   */
  constructor(create, onChange) {
    this.#create = create;
    this.#onChange = onChange;
  }

  /** Whether the browser refused the last connection, without any server too. */
  get isImpossible() {
    return this.#isImpossible;
  }

  /** @param {IceServer} server */
  refuses(server) {
    return this.#refused.has(name(server));
  }

  /**
   * @param {IceServer[]} servers
   * @returns {RTCPeerConnection}
   * @throws if the browser refuses a connection without servers too
   */
  make(servers) {
    const usable = servers.filter((server) => !this.refuses(server));
    const connection = attempt(() => this.#create({ iceServers: usable })) ?? this.#makeWithFewer(usable);
    this.#possible(true);
    return connection;
  }

  /** @param {IceServer[]} servers that the browser does not take together */
  #makeWithFewer(servers) {
    const bare = this.#makeBare();
    const taken = servers.filter((server) => this.#takes(server));
    const connection = attempt(() => this.#create({ iceServers: taken }));
    if (connection !== null) bare.close();
    const refused = servers.filter((server) => connection === null || !taken.includes(server));
    for (const server of refused) this.#refused.add(name(server));
    this.#onChange();
    return connection ?? bare;
  }

  #makeBare() {
    try {
      return this.#create({ iceServers: [] });
    } catch (error) {
      this.#possible(false);
      throw error;
    }
  }

  /** @param {IceServer} server */
  #takes(server) {
    const connection = attempt(() => this.#create({ iceServers: [server] }));
    connection?.close();
    return connection !== null;
  }

  /** @param {boolean} isPossible */
  #possible(isPossible) {
    if (this.#isImpossible === !isPossible) return;
    this.#isImpossible = !isPossible;
    this.#onChange();
  }
}

/** @param {IceServer} server */
function name({ urls }) {
  return [urls].flat().join(' ');
}
