import { PROTOCOL, SUBPROTOCOL } from '../core/wire/signaling.js';
import { SignalingClient } from './client.js';
import { IceServers } from './ice-servers.js';
import { Identity } from './identity.js';
import { Obstacle } from './obstacle.js';
import { Probe } from './probe.js';

/**
 * @typedef {import('../core/wire/signaling-types').ServerMessage} ServerMessage
 * @typedef {import('../core/wire/signaling-types').Welcome} Welcome
 * @typedef {import('../types').ServerState['status']} Status
 *
 * @typedef {Exclude<ServerMessage, { type: 'welcome' | 'turn' | 'pong' }>} Passed A message that is not about the server
 *     itself.
 *
 * @typedef {object} Settings The person's choices, of which the server is told.
 * @property {string} name
 * @property {import('../types').Availability} availability
 * @property {boolean} directOnly
 * @property {(input: string) => string} rename takes a name over and returns it as it is kept
 *
 * @typedef {object} ServerEvents
 * @property {(changes: Partial<import('../types').ServerState>) => void} changed something the person sees of the server
 * @property {(changes: Partial<import('../types').SelfState>) => void} named this device has another ID or name
 * @property {(welcome: Welcome) => void} welcomed the server has greeted this device
 * @property {() => void} lost
 * @property {(message: Passed) => void} received
 */

/** Statuses of the client that the person is told of at once; a lost connection is shown only once it is missed. */
const SHOWN_AT_ONCE = new Set(['online', 'replaced', 'outdated', 'mismatch']);

/**
 * This device at the server: the socket, the greeting, and the STUN and TURN servers that the greeting names.
 *
 *   connecting ──waiting──► offline ──online──► online ──any other──► offline
 *
 * From each of them to `replaced`, `outdated` or `mismatch`, after which the client tries no more.
 */
export class ServerConnection {
  #settings;
  #events;
  #hasWebRTC;
  #kind;
  #instance;
  /** @type {Status} */
  #status = 'connecting';
  #client;
  #obstacle;
  #iceServers;
  #probe;
  /**
   * Name and availability as the last hello gave them; the person may have changed them since.
   *
   * @type {{ name: string, availability: import('../types').Availability }}
   */
  #said = { name: '', availability: 'open' };
  /** Whether the server knows `path`, the report on how a path came about. */
  #takesReports = false;

  /**
   * @param {object} options
   * @param {import('../environment.js').Environment} options.environment
   * @param {Settings} options.settings
   * @param {() => string} options.instance the random name of this page
   * @param {(server: import('../core/wire/signaling-types').IceServer) => boolean} options.isRefused whether the browser
   *     takes no connection with this STUN or TURN server
   * @param {() => boolean} options.mayReload whether nothing is lost if the page loads itself anew
   * @param {ServerEvents} options.events
   */
  constructor({ environment, settings, instance, isRefused, mayReload, events }) {
    const { clock, random, session, tabs } = environment;
    this.#settings = settings;
    this.#events = events;
    this.#hasWebRTC = environment.createConnection !== null;
    this.#kind = environment.kind;
    this.#instance = instance;
    this.#obstacle = new Obstacle(environment, (obstacle) => events.changed({ obstacle }));
    this.#client = new SignalingClient({
      createSocket: () => environment.createSocket(socketURL(environment.origin, '/signal'), [SUBPROTOCOL]),
      clock,
      random,
      identity: new Identity({ storage: session, tabs, clock, random }),
      session,
      hello: () => this.#hello(),
      onMessage: (message) => this.#received(message),
      onStatus: (status) => this.#statusChanged(status),
      mayReload,
      reload: environment.reload,
    });
    this.#iceServers = new IceServers({
      clock,
      request: (peer) => this.send({ type: 'turn-request', to: peer }),
      isAllowed: () => !settings.directOnly,
      isRefused,
    });
    this.#probe = new Probe(clock, environment.createConnection);
  }

  start() {
    this.#client.start();
  }

  get isOnline() {
    return this.#client.status === 'online';
  }

  /** STUN and TURN servers: those of everybody, and those for conversations with one device. */
  get iceServers() {
    return this.#iceServers;
  }

  /**
   * @param {import('../core/wire/signaling-types').ClientMessage} message
   * @returns {boolean} whether the server is there to hear it
   */
  send(message) {
    return this.#client.send(message);
  }

  /**
   * Tells the server how a path came about, if it is new enough to know that message.
   *
   * @param {string} peer
   * @param {import('../core/wire/signaling-types').PathReport} report
   */
  report(peer, report) {
    if (this.#takesReports) this.send({ ...report, to: peer });
  }

  /** Makes sure that the connection still works, or makes another at once. */
  wake() {
    this.#client.wake();
  }

  /** Greets the server as another page. */
  restart() {
    this.#client.restart();
  }

  /** @returns {import('../core/wire/signaling-types').Hello} */
  #hello() {
    const { name, availability } = this.#settings;
    this.#said = { name, availability };
    return {
      type: 'hello',
      protocol: PROTOCOL,
      name,
      kind: this.#kind,
      webrtc: this.#hasWebRTC,
      availability,
      instance: this.#instance(),
    };
  }

  /** @param {import('./client.js').SignalingStatus} status */
  #statusChanged(status) {
    const before = this.#status;
    this.#obstacle.statusChanged(status);
    if (SHOWN_AT_ONCE.has(status)) this.#show(/** @type {Status} */ (status));
    else if (before === 'online' || status === 'waiting') this.#show('offline');
    if (before === 'online' && status !== 'online') this.#events.lost();
  }

  /** @param {Status} status */
  #show(status) {
    this.#status = status;
    this.#events.changed({ status });
  }

  /** @param {ServerMessage} message */
  #received(message) {
    switch (message.type) {
      case 'welcome': return this.#welcomed(message);
      case 'turn': return this.#iceServers.received(message);
      case 'pong': return;
      default: this.#events.received(message);
    }
  }

  /** @param {Welcome} welcome */
  #welcomed(welcome) {
    const { id, you, room, server } = welcome;
    const { urls, secureUrls, ownAuthority, relay, version } = server;
    this.#iceServers.welcomed(server);
    this.#takesReports = server.turn !== undefined;
    this.#events.named({ id });
    const { refusedURLs: refusedServers } = this.#iceServers;
    this.#events.changed({ room, urls, secureUrls, ownAuthority, relay, version, refusedServers });
    this.#settleSelf(you.name);
    this.#probe.welcomed(server.probe);
    this.#events.welcomed(welcome);
  }

  /**
   * Takes over the name as the server has cleaned it, unless the person has changed it since: then the server is told.
   *
   * @param {string} cleaned
   */
  #settleSelf(cleaned) {
    const { name, availability } = this.#settings;
    const isNews = name !== this.#said.name || availability !== this.#said.availability;
    if (isNews) this.send({ type: 'update', name, availability });
    else if (cleaned !== name) this.#events.named({ name: this.#settings.rename(cleaned) });
  }
}

/**
 * @param {string} origin of the page, like `https://host:1234`
 * @param {string} path
 * @returns {string} the address of a WebSocket of the same server
 */
export function socketURL(origin, path) {
  return origin.replace(/^http/, 'ws') + path;
}
