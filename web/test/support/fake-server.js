/** One way to the server, in milliseconds. */
const LATENCY = 2;

/** A device that has lost its socket leaves after this time, in milliseconds. docs/protocol.md, Identity. */
const GRACE = 5_000;

/** A socket in virtual time; as much of `WebSocket` as the page uses. */
export class FakeSocket {
  binaryType = 'blob';
  bufferedAmount = 0;
  onopen = () => undefined;
  onmessage = (/** @type {{ data: unknown }} */ _event) => undefined;
  onclose = (/** @type {{ code: number }} */ _event) => undefined;
  isClosed = false;
  /** Whether the network has lost it without a word to either end. */
  isCut = false;

  /**
   * @param {FakeServer} server
   * @param {string} url
   * @param {string[]} protocols
   */
  constructor(server, url, protocols) {
    this.server = server;
    this.path = new URL(url).pathname;
    this.protocols = protocols;
    server.clock.after(LATENCY, () => {
      if (this.isClosed) return;
      if (!server.isUp || !server.hasUpgrades) return this.closed(1006);
      server.connected(this);
      this.onopen();
    });
  }

  /** @param {string | Uint8Array | ArrayBuffer} data */
  send(data) {
    const copy = typeof data === 'string' ? data : new Uint8Array(data).slice().buffer;
    const length = typeof copy === 'string' ? 0 : copy.byteLength;
    this.bufferedAmount += length;
    this.server.clock.after(LATENCY, () => {
      this.bufferedAmount -= length;
      this.server.pass(() => {
        if (!this.isClosed && !this.isCut && this.server.isUp) this.server.received(this, copy);
      });
    });
  }

  /** @param {string | ArrayBuffer} data from the server */
  deliver(data) {
    this.server.clock.after(LATENCY, () => {
      this.server.pass(() => {
        if (!this.isClosed && !this.isCut) this.onmessage?.({ data });
      });
    });
  }

  close() {
    if (this.isClosed) return;
    this.isClosed = true;
    if (!this.isCut) this.server.clock.after(LATENCY, () => this.server.disconnected(this));
  }

  /** @param {number} code */
  closed(code) {
    if (this.isClosed) return;
    this.isClosed = true;
    this.server.disconnected(this);
    this.onclose?.({ code });
  }
}

/** A signaling server and relay that do what docs/protocol.md says, as far as an honest page notices. */
export class FakeServer {
  isUp = true;
  /** Whether a proxy in front of it passes WebSockets. */
  hasUpgrades = true;
  relay = true;
  protocol = 1;
  /** The field `turn` of `welcome`; undefined: a server that does not know it. @type {boolean | undefined} */
  turn = undefined;
  /** @type {import('../../app/core/wire/signaling-types').IceServer[]} Those for everybody. */
  iceServers = [];
  /** @type {object | null} */
  probe = null;
  urls = ['http://192.168.0.2:8080/'];
  /** Whether two devices see each other; a server that was restarted has forgotten who met by a code. */
  isInSight = true;
  /** Whether it passes on which page a device is; older servers do not. */
  namesPages = true;
  /** Whether `turn-request` is answered. */
  answersTurn = true;
  /** The change that a relay makes to a message. @type {(data: ArrayBuffer) => ArrayBuffer[]} */
  meddle = (data) => [data];
  /** Messages that wait while nothing comes through. @type {(() => void)[] | null} */
  #held = null;
  /** Devices that have a place; `socket` is null once it has ended. @type {Map<string, { socket: FakeSocket | null, device: any }>} */
  devices = new Map();
  /** @type {Map<string, FakeSocket[]>} Relay sockets by the pairing they belong to. */
  pairs = new Map();
  /** @type {Set<FakeSocket>} */
  sockets = new Set();
  /** @type {{ code: string, from: string } | null} */
  code = null;
  /** Every message a device sent. @type {any[]} */
  log = [];
  #count = 0;
  /** Keys of devices that asked for a relay, by call. @type {Map<string, string | undefined>} */
  #keys = new Map();

  /** @param {import('./virtual-clock.js').VirtualClock} clock */
  constructor(clock) {
    this.clock = clock;
  }

  /** Breaks every socket, and lets none open until `start`. */
  stop() {
    this.isUp = false;
    for (const socket of [...this.sockets]) socket.closed(1001);
    this.devices.clear();
  }

  start() {
    this.isUp = true;
  }

  /**
   * Gives the machine other addresses, and tells the devices.
   *
   * @param {string[]} urls
   */
  move(urls) {
    this.urls = urls;
    for (const { socket } of this.devices.values()) this.#send(socket, { type: 'urls', urls, secureUrls: [] });
  }

  /** Lets nothing through to the server and back, as when packets are lost; the sockets do not know. */
  silence() {
    this.#held ??= [];
  }

  /** Lets messages through again; those sent meanwhile arrive, as with TCP. */
  endSilence() {
    const held = this.#held ?? [];
    this.#held = null;
    for (const action of held) action();
  }

  /** @param {() => void} action an arrival */
  pass(action) {
    if (this.#held === null) action();
    else this.#held.push(action);
  }

  /** @param {FakeSocket} socket */
  connected(socket) {
    this.sockets.add(socket);
    if (socket.path !== '/relay') return;
    const pairing = socket.protocols[1].slice(0, -1);
    const pair = [...(this.pairs.get(pairing) ?? []), socket];
    this.pairs.set(pairing, pair);
    if (pair.length === 2) for (const end of pair) end.deliver(new ArrayBuffer(0));
  }

  /**
   * @param {FakeSocket} socket
   * @param {'closed' | 'lost'} [away] `closed`: with its page
   */
  disconnected(socket, away = 'lost') {
    this.sockets.delete(socket);
    const id = this.#idOf(socket);
    if (id !== undefined) this.#lost(id, away);
    for (const pair of this.pairs.values()) {
      if (pair.includes(socket)) for (const end of pair) end.closed(1000);
    }
  }

  /**
   * @param {FakeSocket} socket
   * @param {string | ArrayBuffer} data
   */
  received(socket, data) {
    if (typeof data !== 'string') return this.#relayed(socket, data);
    const message = JSON.parse(data);
    const from = this.#idOf(socket);
    if (message.type === 'hello') return this.#greeted(socket, message);
    if (from === undefined) return;
    this.log.push({ from, ...message });
    if (message.type === 'ping') return socket.deliver('{"type":"pong"}');
    if (message.type.startsWith('code-')) return this.#coded(socket, from, message);
    if (message.to !== undefined) this.#forward(socket, from, message);
  }

  /**
   * @param {FakeSocket} socket
   * @param {ArrayBuffer} data
   */
  #relayed(socket, data) {
    const pair = [...this.pairs.values()].find((ends) => ends.includes(socket));
    for (const message of this.meddle(data)) pair?.find((end) => end !== socket)?.deliver(message);
  }

  /**
   * @param {FakeSocket} socket
   * @param {any} hello
   */
  #greeted(socket, { token, name, kind, webrtc, availability, instance }) {
    if (this.protocol !== 1) return void this.clock.after(LATENCY, () => socket.closed(4002));
    const id = token?.split('.')[0] ?? String((this.#count += 1)).padStart(22, '0');
    const device = { id, name, kind, webrtc, availability, via: 'room', ...(this.namesPages ? { instance } : {}) };
    const others = [...this.devices.values()].filter((other) => this.isInSight && other.device.id !== id);
    const former = this.devices.get(id);
    this.devices.set(id, { socket, device });
    former?.socket?.closed(4001);
    this.#send(socket, {
      type: 'welcome', protocol: 1, id, token: `${id}.secret`, you: device, room: { kind: 'lan', reason: null },
      devices: others.map((other) => other.device),
      server: {
        version: '1', urls: this.urls, secureUrls: [], relay: this.relay, iceServers: this.iceServers,
        ...(this.turn === undefined ? {} : { turn: this.turn, probe: this.probe }),
        publicGrouping: true,
        ownAuthority: false,
      },
    });
    const isNew = former === undefined;
    this.#tell(id, { joined: isNew ? [device] : [], changed: isNew ? [] : [device], left: [] });
  }

  /**
   * Takes the socket from a device, which leaves if it is not back soon.
   *
   * @param {string} id
   * @param {'closed' | 'lost'} away
   */
  #lost(id, away) {
    const device = { ...this.devices.get(id)?.device, away };
    const member = { socket: null, device };
    this.devices.set(id, member);
    this.#tell(id, { joined: [], changed: [device], left: [] });
    this.clock.after(GRACE, () => {
      if (this.devices.get(id) === member) this.gone(id);
    });
  }

  /**
   * Loses the socket of a device in the network, which is noticed after `delay`.
   *
   * @param {string} id
   * @param {number} delay milliseconds
   */
  lose(id, delay) {
    const socket = this.devices.get(id)?.socket;
    if (socket) this.clock.after(delay, () => this.disconnected(socket));
  }

  /**
   * A proxy in front of it closes every socket, at both ends with the code of a page that goes away, and is not there
   * for some time.
   *
   * @param {number} time milliseconds
   */
  restartProxy(time) {
    this.isUp = false;
    for (const socket of [...this.sockets]) {
      this.disconnected(socket, 'closed');
      // The two ends are not told in the same moment.
      this.clock.after(LATENCY * 10, () => socket.closed(1001));
    }
    this.clock.after(time, () => void (this.isUp = true));
  }

  /** @param {string} id */
  gone(id) {
    this.devices.delete(id);
    this.#tell(id, { joined: [], changed: [], left: [id] });
  }

  /**
   * @param {string} id of the device that it is about
   * @param {object} presence
   */
  #tell(id, presence) {
    if (!this.isInSight) return;
    for (const [other, { socket }] of this.devices) {
      if (other !== id && socket !== null) this.#send(socket, { type: 'presence', ...presence });
    }
  }

  /**
   * @param {FakeSocket} socket
   * @param {string} from
   * @param {any} message
   */
  #forward(socket, from, { to, ...message }) {
    const other = this.isInSight ? this.devices.get(to) : undefined;
    if (!other?.socket) {
      const error = { type: 'error', code: 'PEER_NOT_FOUND', message: 'No such device.', peer: to, call: message.call };
      return this.#send(socket, error);
    }
    if (message.type === 'turn-request') return void (this.answersTurn && this.#giveTurn(socket, to));
    if (message.type === 'path') return;
    if (message.type === 'relay-accept') {
      return this.#pair([from, message.key], [to, this.#keys.get(message.call)], message.call);
    }
    if (message.type === 'relay-request') this.#keys.set(message.call, message.key);
    if (message.type === 'offer' && this.turn) this.#giveTurn(other.socket, from);
    if (message.type === 'relay-request' && !this.relay) {
      const error = { type: 'error', code: 'RELAY_OFF', message: 'No relay here.', peer: to, call: message.call };
      return this.#send(socket, error);
    }
    this.#send(other.socket, { ...message, from });
  }

  /**
   * @param {FakeSocket} socket
   * @param {string} peer
   */
  #giveTurn(socket, peer) {
    const iceServers = [{ urls: ['turn:192.168.0.2:3478'], username: `${this.#count += 1}`, credential: 'x' }];
    this.#send(socket, { type: 'turn', peer, iceServers, seconds: 600 });
  }

  /**
   * @param {[id: string, key: string | undefined]} one
   * @param {[id: string, key: string | undefined]} other
   * @param {string} call
   */
  #pair(one, other, call) {
    const token = String((this.#count += 1)).padStart(42, '0');
    const pairing = token.slice(20);
    for (const [index, [[id], [peer, key]]] of [[one, other], [other, one]].entries()) {
      const socket = this.devices.get(id)?.socket;
      const ready = { type: 'relay-ready', peer, call, token: `${token}${index}`, bytes: 0, pairing, key: key ?? null };
      if (socket) this.#send(socket, ready);
    }
  }

  /**
   * @param {FakeSocket} socket
   * @param {string} from
   * @param {any} message
   */
  #coded(socket, from, message) {
    if (message.type === 'code-create') {
      this.code = { code: '7-amber-canoe', from };
      return this.#send(socket, { type: 'code', code: this.code.code, expires: 600 });
    }
    const creator = this.code === null ? undefined : this.devices.get(this.code.from);
    if (message.code !== this.code?.code || !creator?.socket) {
      return this.#send(socket, { type: 'error', code: 'CODE_WRONG', message: 'No such code.' });
    }
    this.code = null;
    const joiner = this.devices.get(from);
    this.#send(socket, { type: 'code-joined', peer: { ...creator.device, via: 'code' } });
    this.#send(creator.socket, { type: 'code-joined', peer: { ...joiner?.device, via: 'code' } });
    this.#send(creator.socket, { type: 'code-ended', reason: 'used' });
  }

  /** @param {FakeSocket} socket */
  #idOf(socket) {
    return [...this.devices].find(([, member]) => member.socket === socket)?.[0];
  }

  /**
   * @param {FakeSocket} socket
   * @param {object} message
   */
  #send(socket, message) {
    socket.deliver(JSON.stringify(message));
  }
}
