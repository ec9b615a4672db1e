import { occupied, undisturbed } from './core/paths/call-errors.js';
import { Connections } from './channels/connections.js';
import { SUBPROTOCOL as RELAY_SUBPROTOCOL } from './channels/relay.js';
import { ServerConnection, socketURL } from './server/connection.js';
import { Saving } from './files/saving/saving.js';
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
  /** @type {ServerConnection} */
  #server;
  /** @type {Directory} */
  #directory;
  /** @type {OwnTabs} */
  #ownTabs;
  /** @type {Codes} */
  #codes;
  /** @type {Roster} */
  #roster;
  /** @type {Connections | null} Null where the browser has no WebRTC. */
  #connections;
  #saving;
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
    const { clock, random, local, tabs, createConnection } = environment;
    this.#environment = environment;
    this.#instance = identifier(random, INSTANCE_LENGTH);
    this.#settings = new Settings(local, random);
    this.#store = new Store(this.#initialState(), environment.beforeNextFrame);
    this.#connections = createConnection && new Connections(createConnection, () => this.#refusalsChanged());
    this.#server = new ServerConnection({
      environment,
      settings: this.#settings,
      instance: () => this.#instance,
      isRefused: (server) => this.#connections?.refuses(server) === true,
      mayReload: () => this.#roster.all.every((peer) => peer.isIdle && !peer.content.isHolding),
      events: {
        changed: (changes) => this.#updateServer(changes),
        named: (changes) => this.#updateSelf(changes),
        welcomed: (welcome) => this.#welcomed(welcome),
        lost: () => this.#serverLost(),
        received: (message) => this.#received(message),
      },
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
      send: (message) => this.#server.send(message),
      address: () => this.state.server.urls[0] ?? `${environment.origin}/`,
      onChange: (change) => this.#store.update(change),
    });
    this.#saving = new Saving(clock, environment.saver, () => this.#roomChanged());
    this.#roster = new Roster(clock, {
      makeWorld: (peer) => this.#world(peer),
      isPresent: (peer) => this.#directory.device(peer)?.present === true,
      dropped: (peer) => this.#dropped(peer),
    });
    environment.onWake(() => this.#server.wake());
    environment.onNetworkChange(() => this.#networkChanged());
    environment.onRevival(() => this.#revived());
    this.#server.start();
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
    this.#server.send({ type: 'update', name });
  }

  /** @param {import('./types').Availability} availability */
  setAvailability(availability) {
    this.#settings.availability = availability;
    this.#updateSelf({ availability });
    this.#server.send({ type: 'update', availability });
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
    return this.#server.iceServers.refusedURLs.length > 0 ? 'servers' : null;
  }

  /** Publishes that the browser has refused a server or a connection, or has taken one again. */
  #refusalsChanged() {
    this.#updateSelf({ refusesConnections: this.#connections?.isImpossible === true });
    this.#updateServer({ refusedServers: this.#server.iceServers.refusedURLs });
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

  #serverLost() {
    this.#codes.signalingLost();
    this.#directory.serverLost();
    for (const peer of this.#roster.all) peer.step({ type: 'server-lost' });
  }

  /** @param {import('./server/connection.js').Passed} message */
  #received(message) {
    switch (message.type) {
      case 'presence': return this.#directory.presence(message);
      case 'urls': return this.#moved(message);
      case 'code': return this.#codes.created(message.code, message.expires);
      case 'code-ended': return this.#codes.ended(message.reason);
      case 'code-joined': return this.#joined(message.peer);
      case 'relay-ready': return this.#roster.find(message.peer)?.step({ type: 'message', message });
      case 'error': return this.#failed(message);
      default: return this.#called(message);
    }
  }

  /** @param {import('./core/wire/signaling-types').Welcome} welcome */
  #welcomed({ id, devices }) {
    this.#ownTabs.named(id);
    this.#directory.welcome(devices);
    this.#codes.signalingReturned();
    this.#codes.addressChanged();
    for (const peer of this.#roster.all) peer.step({ type: 'server-back' });
  }

  /** @param {import('./core/wire/signaling-types').Urls} addresses */
  #moved({ urls, secureUrls }) {
    this.#updateServer({ urls, secureUrls });
    this.#codes.addressChanged();
  }

  /** Begins anew: the browser kept this page when it was left and shows it again, but the others have given it up. */
  #revived() {
    this.#instance = identifier(this.#environment.random, INSTANCE_LENGTH);
    for (const peer of this.#roster.all) peer.step({ type: 'revived' });
    this.#server.restart();
  }

  #networkChanged() {
    this.#server.wake();
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
    if (peer !== undefined) return this.#server.iceServers.refused(peer);
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
    if (!isWelcome) return this.#server.send({ ...undisturbed(message.call), to: peer });
    const called = this.#roster.answer(peer);
    if (called !== null) return called.step({ type: 'message', message });
    this.#server.send({ ...occupied(message.call), to: peer });
  }

  /**
   * @param {string} peer
   * @returns {import('./peers/peer-world').PeerWorld}
   */
  #world(peer) {
    const { clock, random, storage, addressOf, subtle, createSocket, origin } = this.#environment;
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
        isOnline: this.#server.isOnline,
        isPolite: (this.state.self.id ?? '') < peer,
        serverRelays: this.state.server.relay,
        isDirectOnly: this.#settings.directOnly,
        peerHasWebRTC: this.#directory.device(peer)?.webrtc !== false,
      }),
      signal: (message) => void this.#server.send({ ...message, to: peer }),
      report: (report) => this.#server.report(peer, report),
      doubtServer: () => this.#server.wake(),
      createConnection: connections && ((servers) => connections.make(servers)),
      servers: this.#server.iceServers.of(peer),
      createRelaySocket: (token) => createSocket(socketURL(origin, '/relay'), [RELAY_SUBPROTOCOL, token]),
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
    return this.#roster.hasRoomForOffer() ? null : 'busy';
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
    this.#server.iceServers.forget(peer);
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
