import { MOST_OFFERS } from './core/transfer/limits.js';
import { occupied, undisturbed } from './core/paths/call-errors.js';
import { Connections } from './channels/connections.js';
import { IceServers } from './server/ice-servers.js';
import { Probe } from './server/probe.js';
import { SUBPROTOCOL as RELAY_SUBPROTOCOL } from './channels/relay.js';
import { SignalingClient } from './server/client.js';
import { Identity } from './server/identity.js';
import { PROTOCOL, SUBPROTOCOL } from './core/wire/signaling.js';
import { Saving } from './files/saving/saving.js';
import { Obstacle } from './server/obstacle.js';
import { Codes } from './state/codes.js';
import { Directory } from './state/directory.js';
import { OwnTabs } from './state/own-tabs.js';
import { Roster } from './peers/roster.js';
import { Settings } from './state/settings.js';
import { Store } from './state/store.js';
import { identifier } from './core/util/random.js';

/** Characters of an instance. docs/protocol.md, Objects. */
const INSTANCE_LENGTH = 22;

/**
 * @typedef {import('./types').Engine} Engine
 * @typedef {import('./types').State} State
 * @typedef {import('./core/wire/signaling-types').ServerMessage} ServerMessage
 */

/** The whole page behind the interface: the server, the devices, the conversations. */
class FerryEngine {
  #environment;
  #settings;
  #store;
  /** @type {SignalingClient} */
  #signaling;
  /** @type {Obstacle} */
  #obstacle;
  /** @type {Directory} */
  #directory;
  /** @type {OwnTabs} */
  #ownTabs;
  /** @type {Codes} */
  #codes;
  /** @type {Roster} */
  #roster;
  /**
   * Name and availability as the last hello gave them; the person may have changed them since.
   *
   * @type {{ name: string, availability: import('./types').Availability }}
   */
  #said = { name: '', availability: 'open' };
  /** @type {Connections | null} Null where the browser has no WebRTC. */
  #connections;
  /** @type {IceServers} */
  #iceServers;
  #probe;
  #saving;
  /** Whether the server knows `path`, the report on how a path came about. */
  #takesReports = false;
  /**
   * The device whose conversation the person looks at.
   *
   * @type {string | null}
   */
  #looked = null;
  #isTidying = false;
  /** A random name for the life of this page. */
  #instance;

  /** @param {import('./environment.js').Environment} environment */
  constructor(environment) {
    const { clock, random, local, session, tabs } = environment;
    this.#environment = environment;
    this.#instance = identifier(random, INSTANCE_LENGTH);
    this.#settings = new Settings(local, random);
    this.#store = new Store(this.#initialState(), environment.beforeNextFrame);
    this.#obstacle = new Obstacle(environment, (obstacle) => this.#updateServer({ obstacle }));
    this.#signaling = new SignalingClient({
      createSocket: () => environment.createSocket(this.#socketUrl('/signal'), [SUBPROTOCOL]),
      clock,
      random,
      identity: new Identity({ storage: session, tabs, clock, random }),
      session,
      hello: () => this.#hello(),
      onMessage: (message) => this.#received(message),
      onStatus: (status) => this.#statusChanged(status),
      mayReload: () => this.#roster.all.every((peer) => peer.isIdle && !peer.content.isHolding),
      reload: environment.reload,
    });
    this.#ownTabs = new OwnTabs(tabs, (id) => this.#directory.foundOwnTab(id));
    this.#directory = new Directory(clock, {
      changed: () => this.#store.update({ devices: this.#directory.devices }),
      left: (id, isClosed) => this.#left(id, isClosed),
      returned: (id) => this.#roster.find(id)?.peerReturned(),
      isOwnTab: (id) => this.#ownTabs.has(id),
      away: (id, away) => this.#roster.find(id)?.peerAway(away),
      back: (id) => this.#roster.find(id)?.peerBack(),
      renewed: (id, instance) => this.#roster.find(id)?.peerRenewed(instance),
      isKept: (id) => this.#roster.find(id)?.content.isEmpty === false,
    });
    this.#codes = new Codes({
      clock,
      send: (message) => this.#signaling.send(message),
      address: () => this.state.server.urls[0] ?? `${environment.origin}/`,
      onChange: (change) => this.#store.update(change),
    });
    const { createConnection } = environment;
    this.#connections = createConnection && new Connections(createConnection, () => this.#refusalsChanged());
    this.#iceServers = new IceServers({
      clock,
      request: (peer) => this.#signaling.send({ type: 'turn-request', to: peer }),
      isAllowed: () => !this.#settings.directOnly,
      isRefused: (server) => this.#connections?.refuses(server) === true,
    });
    this.#probe = new Probe(clock, environment.createConnection);
    this.#saving = new Saving(clock, environment.saver, () => this.#roomChanged());
    this.#roster = new Roster(clock, {
      makeWorld: (peer) => this.#world(peer),
      isPresent: (peer) => this.#directory.device(peer)?.present === true,
      dropped: (peer) => this.#dropped(peer),
    });
    environment.onWake(() => this.#signaling.wake());
    environment.onNetworkChange(() => this.#networkChanged());
    environment.onRevival(() => this.#revived());
    this.#signaling.start();
  }

  get state() {
    return this.#store.state;
  }

  /** @param {(state: State) => void} listener */
  subscribe(listener) {
    return this.#store.subscribe(listener);
  }

  /** @param {string} input */
  rename(input) {
    const name = this.#settings.rename(input);
    this.#updateSelf({ name });
    this.#signaling.send({ type: 'update', name });
  }

  /** @param {import('./types').Availability} availability */
  setAvailability(availability) {
    this.#settings.availability = availability;
    this.#updateSelf({ availability });
    this.#signaling.send({ type: 'update', availability });
  }

  /** @param {boolean} directOnly */
  setDirectOnly(directOnly) {
    this.#settings.directOnly = directOnly;
    this.#updateSelf({ directOnly });
    if (directOnly) for (const peer of this.#roster.all) peer.step({ type: 'relay-forbidden' });
  }

  /** @param {string | null} peer */
  look(peer) {
    this.#looked = peer;
    if (peer !== null) this.#roster.look(peer);
    this.#tidySoon();
  }

  /**
   * @param {string} peer
   * @param {string} text
   */
  sendText(peer, text) {
    if (text !== '') this.#roster.use(peer).content.sendText(text);
  }

  /**
   * @param {string} peer
   * @param {import('./types').FileSource[]} files
   * @param {boolean} flattened
   * @param {readonly string[]} [missed]
   */
  sendFiles(peer, files, flattened, missed = []) {
    if (files.length > 0) this.#roster.use(peer).content.sendFiles(files, flattened, missed);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   */
  accept(peer, transfer) {
    this.#roster.find(peer)?.content.accept(transfer);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   */
  decline(peer, transfer) {
    this.#roster.find(peer)?.content.decline(transfer);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   */
  cancel(peer, transfer) {
    this.#roster.find(peer)?.content.cancel(transfer);
  }

  /**
   * @param {string} peer
   * @param {string} entry
   */
  retry(peer, entry) {
    this.#roster.use(peer).content.retry(entry);
  }

  /** @param {string} peer */
  reconnect(peer) {
    this.#roster.use(peer).reconnect();
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   * @param {number} file
   */
  save(peer, transfer, file) {
    this.#roster.find(peer)?.content.received.save(transfer, file);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   */
  saveAll(peer, transfer) {
    this.#roster.find(peer)?.content.received.saveAll(transfer);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   * @param {string} name
   */
  saveArchive(peer, transfer, name) {
    this.#roster.find(peer)?.content.received.saveArchive(transfer, name);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   */
  stopSaving(peer, transfer) {
    this.#roster.find(peer)?.content.received.stopSaving(transfer);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   */
  discard(peer, transfer) {
    this.#roster.find(peer)?.content.received.discard(transfer);
  }

  /**
   * @param {string} peer
   * @param {string} transfer
   * @param {number} file
   */
  open(peer, transfer, file) {
    return this.#roster.find(peer)?.content.open(transfer, file) ?? null;
  }

  createCode() {
    this.#codes.create();
  }

  cancelCode() {
    this.#codes.cancel();
  }

  /** @param {string} code */
  joinCode(code) {
    this.#codes.join(code);
  }

  clearJoin() {
    this.#codes.clearJoin();
  }

  /** @param {string} peer */
  async inspect(peer) {
    const inspection = await this.#roster.find(peer)?.inspect();
    return inspection ? { ...inspection, refusal: inspection.path === 'direct' ? null : this.#refusal } : null;
  }

  /** @returns {import('./types').Inspection['refusal']} */
  get #refusal() {
    if (this.#connections?.isImpossible) return 'browser';
    return this.#iceServers.refusedURLs.length > 0 ? 'servers' : null;
  }

  /** Publishes that the browser has refused a server or a connection, or has taken one again. */
  #refusalsChanged() {
    this.#updateSelf({ refusesConnections: this.#connections?.isImpossible === true });
    this.#updateServer({ refusedServers: this.#iceServers.refusedURLs });
  }

  /** @returns {State} */
  #initialState() {
    const { name, availability, directOnly } = this.#settings;
    return {
      self: { id: null, name, kind: this.#environment.kind, availability, directOnly, refusesConnections: false },
      server: {
        status: 'connecting',
        obstacle: null,
        room: null,
        urls: [],
        secureUrls: [],
        ownAuthority: false,
        relay: false,
        version: '',
        refusedServers: [],
      },
      devices: [],
      conversations: {},
      code: { status: 'none' },
      join: { status: 'none' },
    };
  }

  /** @returns {import('./core/wire/signaling-types').Hello} */
  #hello() {
    const { name, availability } = this.#settings;
    const webrtc = this.#environment.createConnection !== null;
    this.#said = { name, availability };
    return {
      type: 'hello',
      protocol: PROTOCOL,
      name,
      kind: this.#environment.kind,
      webrtc,
      availability,
      instance: this.#instance,
    };
  }

  /** @param {import('./server/client.js').SignalingStatus} status */
  #statusChanged(status) {
    const before = this.state.server.status;
    this.#obstacle.statusChanged(status);
    if (status === 'online' || status === 'replaced' || status === 'outdated' || status === 'mismatch') this.#updateServer({ status });
    else if (before === 'online' || status === 'waiting') this.#updateServer({ status: 'offline' });
    if (before !== 'online' || status === 'online') return;
    this.#codes.signalingLost();
    this.#directory.serverLost();
    for (const peer of this.#roster.all) peer.step({ type: 'server-lost' });
  }

  /** @param {ServerMessage} message */
  #received(message) {
    switch (message.type) {
      case 'welcome': return this.#welcomed(message);
      case 'presence': return this.#directory.presence(message);
      case 'urls': return this.#moved(message);
      case 'code': return this.#codes.created(message.code, message.expires);
      case 'code-ended': return this.#codes.ended(message.reason);
      case 'code-joined': return this.#joined(message.peer);
      case 'turn': return this.#iceServers.received(message);
      case 'relay-ready': return this.#roster.find(message.peer)?.step({ type: 'message', message });
      case 'error': return this.#failed(message);
      case 'pong': return;
      default: return this.#called(message);
    }
  }

  /** @param {import('./core/wire/signaling-types').Welcome} welcome */
  #welcomed({ id, you, room, devices, server }) {
    this.#iceServers.welcomed(server);
    this.#takesReports = server.turn !== undefined;
    const { urls, secureUrls, ownAuthority, relay, version } = server;
    this.#updateSelf({ id });
    this.#ownTabs.named(id);
    const { refusedURLs: refusedServers } = this.#iceServers;
    this.#updateServer({ room, urls, secureUrls, ownAuthority, relay, version, refusedServers });
    this.#settleSelf(you.name);
    this.#directory.welcome(devices);
    this.#probe.welcomed(server.probe);
    this.#codes.signalingReturned();
    this.#codes.addressChanged();
    for (const peer of this.#roster.all) peer.step({ type: 'server-back' });
  }

  /** @param {import('./core/wire/signaling-types').Urls} addresses */
  #moved({ urls, secureUrls }) {
    this.#updateServer({ urls, secureUrls });
    this.#codes.addressChanged();
  }

  /**
   * Takes over the name as the server has cleaned it, unless the person has changed it since: then the server is told.
   *
   * @param {string} cleaned
   */
  #settleSelf(cleaned) {
    const { name, availability } = this.#settings;
    const isNews = name !== this.#said.name || availability !== this.#said.availability;
    if (isNews) this.#signaling.send({ type: 'update', name, availability });
    else if (cleaned !== name) this.#updateSelf({ name: this.#settings.rename(cleaned) });
  }

  /** Begins anew: the browser kept this page when it was left and shows it again, but the others have given it up. */
  #revived() {
    this.#instance = identifier(this.#environment.random, INSTANCE_LENGTH);
    for (const peer of this.#roster.all) peer.step({ type: 'revived' });
    this.#signaling.restart();
  }

  #networkChanged() {
    this.#signaling.wake();
    for (const peer of this.#roster.all) peer.step({ type: 'network-changed' });
  }

  /** @param {import('./types').DeviceInfo} peer */
  #joined(peer) {
    this.#directory.presence({ type: 'presence', joined: [peer], changed: [], left: [] });
    this.#codes.joined(peer.id);
  }

  /** @param {Extract<ServerMessage, { type: 'error' }>} message */
  #failed(message) {
    const peer = message.from ?? /** @type {import('./core/wire/signaling-types').ServerError} */ (message).peer;
    if (peer !== undefined && message.call !== undefined) return this.#roster.find(peer)?.step({ type: 'message', message });
    if (peer !== undefined) return this.#iceServers.refused(peer);
    this.#codes.failed(message.code);
  }

  /** @param {Exclude<import('./core/wire/signaling-types').FromPeer, { type: 'relay-accept' | 'error' }>} message */
  #called(message) {
    const { from: peer } = message;
    const isCall = message.type === 'offer' || message.type === 'relay-request';
    if (!isCall) return this.#roster.find(peer)?.step({ type: 'message', message });
    const known = this.#roster.find(peer);
    const isGoingOn = known?.isOpen === true || known?.isShared === true;
    const isWelcome = isGoingOn || this.#settings.availability === 'open';
    if (!isWelcome) return this.#signaling.send({ ...undisturbed(message.call), to: peer });
    const called = this.#roster.answer(peer);
    if (called !== null) return called.step({ type: 'message', message });
    this.#signaling.send({ ...occupied(message.call), to: peer });
  }

  /**
   * @param {string} peer
   * @returns {import('./peers/peer-world').PeerWorld}
   */
  #world(peer) {
    const { clock, random, storage, addressOf, subtle, createSocket } = this.#environment;
    const connections = this.#connections;
    return {
      clock,
      random,
      storage,
      saving: this.#saving,
      addressOf,
      subtle,
      ids: { own: () => this.state.self.id ?? '', peer },
      conditions: () => ({
        isOnline: this.#signaling.status === 'online',
        isPolite: (this.state.self.id ?? '') < peer,
        serverRelays: this.state.server.relay,
        isDirectOnly: this.#settings.directOnly,
        peerHasWebRTC: this.#directory.device(peer)?.webrtc !== false,
      }),
      signal: (message) => void this.#signaling.send({ ...message, to: peer }),
      report: (report) => void (this.#takesReports && this.#signaling.send({ ...report, to: peer })),
      doubtServer: () => this.#signaling.wake(),
      createConnection: connections && ((servers) => connections.make(servers)),
      servers: this.#iceServers.of(peer),
      createRelaySocket: (token) => createSocket(this.#socketUrl('/relay'), [RELAY_SUBPROTOCOL, token]),
      hindrance: (isTooOften) => this.#hindrance(isTooOften),
      isLookedAt: () => this.#looked === peer,
      instance: () => this.#instance,
      peerInstance: () => this.#directory.device(peer)?.instance ?? null,
      whereabouts: () => this.#directory.whereabouts(peer),
      absence: () => this.#directory.absence(peer),
      afterShown: (action) => this.#store.afterShown(action),
      publish: (state) => this.#publish(state),
      roomChanged: () => this.#roomChanged(),
      grown: () => this.#roster.trim(),
    };
  }

  /** Looks again at which offers fit into the room that is left. */
  #roomChanged() {
    for (const { content } of this.#roster.all) content.checkRoom();
  }

  /**
   * The reason to decline an offer without asking the person; null: it may wait for them.
   *
   * @param {boolean} isTooOften the sender has offered more often than it may
   */
  #hindrance(isTooOften) {
    if (this.#settings.availability !== 'open') return 'do-not-disturb';
    if (isTooOften) return 'too-often';
    const { all } = this.#roster;
    const waiting = all.reduce((sum, { content }) => sum + content.waitingOffers, 0);
    return waiting < MOST_OFFERS || all.some(({ content }) => content.giveUpLostOffer()) ? null : 'busy';
  }

  /** @param {import('./types').ConversationState} conversation */
  #publish(conversation) {
    this.#store.update({ conversations: { ...this.state.conversations, [conversation.peer]: conversation } });
    const isOpen = conversation.status === 'connected' || conversation.status === 'connecting';
    if (!isOpen && this.#directory.device(conversation.peer)?.present !== true) this.#tidySoon();
  }

  /**
   * @param {string} peer
   * @param {boolean} isClosed its page was closed
   */
  #left(peer, isClosed) {
    this.#iceServers.forget(peer);
    this.#roster.find(peer)?.peerLeft(isClosed);
    this.#tidySoon();
  }

  /** Drops unneeded conversations a moment later: code that is running now may still use one. */
  #tidySoon() {
    if (this.#isTidying) return;
    this.#isTidying = true;
    this.#environment.clock.after(0, () => {
      this.#isTidying = false;
      this.#roster.tidy();
    });
  }

  /** @param {string} peer */
  #dropped(peer) {
    const { [peer]: _, ...conversations } = this.state.conversations;
    this.#directory.sweep();
    this.#store.update({ conversations, devices: this.#directory.devices });
  }

  /** @param {Partial<import('./types').SelfState>} changes */
  #updateSelf(changes) {
    this.#store.update({ self: { ...this.state.self, ...changes } });
  }

  /** @param {Partial<import('./types').ServerState>} changes */
  #updateServer(changes) {
    this.#store.update({ server: { ...this.state.server, ...changes } });
  }

  /** @param {string} path */
  #socketUrl(path) {
    return this.#environment.origin.replace(/^http/, 'ws') + path;
  }
}

/**
 * Starts the engine: connects to the server and goes on until the page is closed.
 *
 * @param {import('./environment.js').Environment} environment
 * @returns {Engine}
 */
export function createEngine(environment) {
  return new FerryEngine(environment);
}
