import { FakeConnection } from './fake-connection.js';
import { FakeServer, FakeSocket } from './fake-server.js';
import { keyStorage } from '../../app/environment/key-storage.js';
import { FakeStorage, memory } from './fake-storage.js';
import { seededRandom } from './seeded-random.js';
import { SleepyClock } from './sleepy-clock.js';
import { trackedSubtle } from './tracked-subtle.js';
import { VirtualClock, settle } from './virtual-clock.js';

/** After this time without packets ICE says `disconnected`, and after the longer one `failed`, in milliseconds. */
const DISCONNECTED = 5_000;
const FAILED = 20_000;

/** A socket of which nothing is heard for so long is dropped by the server, in milliseconds. docs/protocol.md. */
const SILENCE = 60_000;

/** Browsers, a server and the network between them, in virtual time. */
export class FakeNetwork {
  clock = new VirtualClock();
  /** Milliseconds each way. */
  latency = 2;
  /** Whether packets pass between the devices; those of a call that has a TURN server find another way. */
  isDirectPossible = true;
  isTurnPossible = false;
  /** Whether servers that are asked over UDP stay silent, which browsers report. */
  isUDPSilent = false;
  /** After this time browsers have found that no server answers them, in milliseconds. @type {number | null} */
  solitude = null;
  /** @type {Set<FakeConnection>} */
  connections = new Set();
  server = new FakeServer(this.clock);
  #seed;

  constructor(seed = 1) {
    this.#seed = seed;
  }

  /**
   * The environment of an engine in one browser.
   *
   * @param {{ webrtc?: boolean, isSecure?: boolean, name?: string, session?: Map<string, string>,
   *     local?: Map<string, string>, tabs?: import('../../app/environment/tabs.js').Tabs | null }} [options]
   */
  browser({ webrtc = true, isSecure = false, name = 'Device', session = new Map(), local = new Map(), tabs = null } = {}) {
    const clock = new SleepyClock(this.clock);
    local.set('ferry.name', name);
    this.#seed += 1;
    const storage = new FakeStorage(clock, () => 0);
    /** @type {(() => void)[]} */
    const wake = [];
    /** @type {(() => void)[]} */
    const networkChange = [];
    /** @type {(() => void)[]} */
    const revival = [];
    /** @type {FakeSocket[]} */
    const sockets = [];
    /** @type {FakeConnection[]} */
    const connections = [];
    let isOver = false;
    /** @type {number[]} */
    const reloads = [];
    /** @type {string[]} */
    const saved = [];
    /** `notes`: the number of times the page has noted in the console that no socket opens. */
    const device = { isOffline: false, notes: 0, refusesSockets: false };
    return {
      clock,
      random: seededRandom(this.#seed),
      origin: 'http://192.168.0.2:8080',
      kind: /** @type {const} */ ('desktop'),
      createSocket: (/** @type {string} */ url, /** @type {string[]} */ protocols) => {
        if (device.refusesSockets) throw new DOMException('The operation is insecure.', 'SecurityError');
        if (isOver || clock.isAsleep) throw new Error('off');
        const socket = new FakeSocket(this.server, url, protocols);
        sockets.push(socket);
        return /** @type {any} */ (socket);
      },
      areSocketsRefused: () => device.refusesSockets,
      /**
       * Ends the page: nobody hears it any more.
       *
       * @param {'reloaded' | 'closed' | 'killed'} how as measured with Chromium: the end of a connection is told at
       *     once by a page that is reloaded, and by one that is closed not at all
       */
      end: (how) => {
        isOver = true;
        clock.sleep();
        for (const connection of connections.splice(0)) this.#endConnection(connection, how === 'reloaded');
        for (const socket of sockets.splice(0)) {
          if (socket.isCut || socket.isClosed) continue;
          socket.isCut = true;
          this.clock.after(2, () => this.server.disconnected(socket, how === 'killed' ? 'lost' : 'closed'));
        }
      },
      /**
       * The machine sleeps. The server notices after a minute of silence, the other side of a connection after seconds.
       */
      sleep: () => {
        clock.sleep();
        for (const socket of sockets.splice(0)) {
          if (socket.isCut || socket.isClosed) continue;
          socket.isCut = true;
          this.clock.after(SILENCE, () => this.server.disconnected(socket));
        }
        for (const connection of connections) if (connection.partner) this.#lose(connection.partner, this.clock);
        for (const connection of connections) this.#lose(connection, clock);
      },
      wakeUp: () => clock.wake(),
      /** Gives it another address: its open connections are dead, and neither end is told. */
      cutSockets: () => sockets.forEach((socket) => void (socket.isCut = true)),
      createConnection: webrtc
        ? (/** @type {RTCConfiguration} */ configuration) => {
            const connection = new FakeConnection(this, configuration);
            connections.push(connection);
            return /** @type {any} */ (connection);
          }
        : null,
      subtle: isSecure ? trackedSubtle : null,
      tabs,
      session: keyStorage(() => memory(session)),
      local: keyStorage(() => memory(local)),
      storage,
      addressOf: (/** @type {Blob} */ file, /** @type {string} */ type) => `blob:${type};${file.size}`,
      saver: { saved, save: (/** @type {Blob} */ _file, /** @type {string} */ file) => saved.push(file) > 0 },
      device,
      server: {
        isDeviceOffline: () => device.isOffline,
        isAnswering: async () => this.server.isUp,
        noteBlocked: () => void (device.notes += 1),
      },
      beforeNextFrame: (/** @type {() => void} */ action) => void this.clock.after(16, action),
      onWake: (/** @type {() => void} */ action) => void wake.push(action),
      wake: () => wake.forEach((action) => action()),
      onNetworkChange: (/** @type {() => void} */ action) => void networkChange.push(action),
      changeNetwork: () => networkChange.forEach((action) => action()),
      onRevival: (/** @type {() => void} */ action) => void revival.push(action),
      /** Shows the page again, which was left and kept by the browser. */
      revive: () => revival.forEach((action) => action()),
      reloads,
      reload: () => void reloads.push(clock.now()),
    };
  }

  /**
   * A connection ends with its page.
   *
   * @param {FakeConnection} connection
   * @param {boolean} isTold whether the other end hears of it
   */
  #endConnection(connection, isTold) {
    const { partner } = connection;
    if (!isTold) connection.deadCredentials = connection.credentials;
    connection.close();
    if (partner !== null) this.#lose(partner, this.clock);
  }

  /**
   * Cuts this connection off, which it notices by `clock`.
   *
   * @param {FakeConnection} connection
   * @param {import('../../app/core/util/clock.js').Clock} clock
   */
  #lose(connection, clock) {
    connection.deadCredentials = connection.credentials;
    const { credentials } = connection;
    for (const [delay, state] of /** @type {const} */ ([[DISCONNECTED, 'disconnected'], [FAILED, 'failed']])) {
      clock.after(delay, () => connection.deadCredentials === credentials && connection.become(state));
    }
  }

  /** Cuts all direct connections. */
  breakDirect() {
    this.isDirectPossible = false;
    for (const connection of this.connections) {
      if (connection.connectionState !== 'connected') continue;
      this.clock.after(DISCONNECTED, () => this.isDirectPossible || connection.become('disconnected'));
      this.clock.after(FAILED, () => this.isDirectPossible || connection.become('failed'));
    }
  }

  /** Gives one of the devices another address: its connections are dead, and new attempts find a path. */
  changeAddress() {
    for (const connection of this.connections) {
      if (connection.connectionState === 'connected') this.#lose(connection, this.clock);
    }
  }

  /**
   * @param {FakeConnection} one
   * @param {FakeConnection} other
   */
  passes(one, other) {
    const looksAnew = [one, other].some((end) => end.deadCredentials !== end.credentials);
    if (!looksAnew) return false;
    return this.isDirectPossible || (this.isTurnPossible && (one.hasTurn || other.hasTurn));
  }

  /**
   * The pair of candidates in use, for the statistics.
   *
   * @param {FakeConnection} connection
   */
  candidates(connection) {
    const relay = { candidateType: 'relay', relayProtocol: 'udp' };
    const host = { candidateType: 'host' };
    if (!connection.isByTurn) return { local: host, remote: host };
    return connection.hasTurn ? { local: relay, remote: host } : { local: host, remote: { candidateType: 'relay' } };
  }

  /** Lets connections that look for a path from now on find the direct one; those that have one do not look. */
  openDirect() {
    this.isDirectPossible = true;
  }

  async mendDirect() {
    this.isDirectPossible = true;
    await settle();
    for (const connection of this.connections) {
      if (connection.connectionState === 'disconnected') connection.become('connected');
      for (const channel of connection.channels.values()) channel.resume();
      this.check(connection);
    }
  }

  /**
   * Connects two ends that know each other's current description.
   *
   * @param {FakeConnection} connection
   */
  check(connection) {
    const other = [...this.connections].find((candidate) => isPair(connection, candidate));
    if (other === undefined || !this.passes(connection, other)) return;
    this.clock.after(this.latency * 3, () => {
      if (!this.passes(connection, other) || !isPair(connection, other)) return;
      connection.partner = other;
      connection.deadCredentials = other.deadCredentials = null;
      other.partner = connection;
      connection.isByTurn = other.isByTurn = !this.isDirectPossible;
      for (const [id, channel] of connection.channels) {
        const far = other.channels.get(id);
        if (far === undefined || channel.readyState !== 'connecting') continue;
        channel.other = far;
        far.other = channel;
        channel.readyState = far.readyState = 'open';
        this.clock.after(1, channel.onopen);
        this.clock.after(1, far.onopen);
      }
      for (const end of [connection, other]) {
        end.become('connected');
        for (const channel of end.channels.values()) channel.resume();
      }
    });
  }
}

/**
 * @param {FakeConnection} one
 * @param {FakeConnection} other
 */
function isPair(one, other) {
  const knows = (/** @type {FakeConnection} */ near, /** @type {FakeConnection} */ far) =>
    near.signalingState === 'stable' &&
    near.candidates > 0 &&
    near.remoteDescription !== null &&
    JSON.parse(near.remoteDescription.sdp).credentials === far.credentials;
  return one !== other && knows(one, other) && knows(other, one);
}
