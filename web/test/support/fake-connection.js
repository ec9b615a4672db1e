/**
 * @typedef {import('./fake-network.js').FakeNetwork} FakeNetwork
 */

let numbers = 0;

/** A data channel in virtual time; as much of `RTCDataChannel` as the page uses. */
class FakeChannel {
  /** @type {'connecting' | 'open' | 'closed'} */
  readyState = 'connecting';
  binaryType = 'blob';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  onopen = () => undefined;
  onclose = () => undefined;
  onmessage = (/** @type {{ data: unknown }} */ _event) => undefined;
  /** @type {(() => void) | null} */
  onbufferedamountlow = null;
  /** @type {FakeChannel | null} */
  other = null;

  /** @param {FakeConnection} connection */
  constructor(connection) {
    this.connection = connection;
    /** @type {(() => void)[]} What waits for the network to work again. */
    this.stalled = [];
  }

  /** @param {string | Uint8Array} data */
  send(data) {
    if (this.readyState !== 'open') throw new Error('The channel is not open.');
    const copy = typeof data === 'string' ? data : data.slice().buffer;
    const length = typeof data === 'string' ? data.length : data.length;
    this.bufferedAmount += length;
    const deliver = () => {
      this.bufferedAmount -= length;
      if (this.other?.readyState === 'open') this.other.onmessage({ data: copy });
      if (this.bufferedAmount <= this.bufferedAmountLowThreshold) this.onbufferedamountlow?.();
    };
    this.connection.network.clock.after(this.connection.network.latency, () => this.#try(deliver));
  }

  close() {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    const { other } = this;
    this.connection.network.clock.after(this.connection.network.latency, () => {
      if (this.connection.isPassable) other?.closed();
    });
  }

  closed() {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.onclose();
  }

  /** Reliable and in order: nothing is lost while the network is away, it waits. @param {() => void} deliver */
  #try(deliver) {
    if (this.connection.isPassable && this.stalled.length === 0) deliver();
    else this.stalled.push(deliver);
  }

  resume() {
    for (const deliver of this.stalled.splice(0)) deliver();
  }
}

/** A connection in virtual time; as much of `RTCPeerConnection` as the page uses. */
export class FakeConnection extends EventTarget {
  /** @type {'stable' | 'have-local-offer' | 'have-remote-offer' | 'closed'} */
  signalingState = 'stable';
  connectionState = 'new';
  /** @type {any} */
  localDescription = null;
  /** @type {any} */
  remoteDescription = null;
  sctp = { maxMessageSize: 262_144 };
  onnegotiationneeded = () => undefined;
  onicecandidate = (/** @type {any} */ _event) => undefined;
  onconnectionstatechange = () => undefined;
  /** @type {Map<number, FakeChannel>} */
  channels = new Map();
  id = (numbers += 1);
  credentials = '';
  candidates = 0;
  iceGatheringState = 'new';
  onicegatheringstatechange = () => undefined;
  /** The connection it was joined with. @type {FakeConnection | null} */
  partner = null;
  /** Whether the pair of candidates in use goes over TURN. */
  isByTurn = false;
  /** Credentials it had when its path died, until it has another path. @type {string | null} */
  deadCredentials = null;
  #isNegotiationNeeded = false;

  /**
   * @param {FakeNetwork} network
   * @param {RTCConfiguration} configuration
   */
  constructor(network, configuration) {
    super();
    this.network = network;
    this.configuration = configuration;
    network.connections.add(this);
  }

  /**
   * @param {string} _label
   * @param {{ id: number }} options
   */
  createDataChannel(_label, { id }) {
    const channel = new FakeChannel(this);
    this.channels.set(id, channel);
    if (this.channels.size === 1) this.#needNegotiation();
    return channel;
  }

  restartIce() {
    this.credentials = '';
    this.#needNegotiation();
  }

  async setLocalDescription() {
    await null;
    this.#isNegotiationNeeded = false;
    const type = this.signalingState === 'have-remote-offer' ? 'answer' : 'offer';
    if (this.credentials === '' || type === 'offer') this.credentials = `${this.id}.${(numbers += 1)}`;
    this.localDescription = { type, sdp: this.#sdp(0) };
    this.signalingState = type === 'offer' ? 'have-local-offer' : 'stable';
    const line = `candidate:${this.credentials}`;
    const candidate = { candidate: line, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'x' };
    const { credentials } = this;
    this.network.clock.after(1, () => {
      if (this.signalingState === 'closed') return;
      // As in a browser, a description names the candidates that were gathered by the time it is read.
      if (this.credentials === credentials) this.localDescription = { ...this.localDescription, sdp: this.#sdp(1) };
      this.onicecandidate({ candidate });
    });
    if (this.network.isUDPSilent) this.#tellOfSilence();
    if (this.network.solitude !== null) this.network.clock.after(this.network.solitude, () => this.#endGathering());
    this.network.check(this);
  }

  /** @param {{ type: 'offer' | 'answer', sdp: string }} description */
  async setRemoteDescription({ type, sdp }) {
    await null;
    const isPossible = type === 'offer' ? this.signalingState !== 'closed' : this.signalingState === 'have-local-offer';
    if (!isPossible) throw new Error(`No ${type} is possible when ${this.signalingState}.`);
    this.candidates += JSON.parse(sdp).candidates ?? 0;
    this.remoteDescription = { type, sdp };
    this.signalingState = type === 'offer' ? 'have-remote-offer' : 'stable';
    this.network.check(this);
    if (this.#isNegotiationNeeded) this.#needNegotiation();
  }

  /** @param {{ candidate: string }} candidate */
  async addIceCandidate({ candidate }) {
    if (this.remoteDescription === null) throw new Error('There is no remote description.');
    if (candidate === '') return;
    this.candidates += 1;
    this.network.check(this);
  }

  /** @param {RTCConfiguration} configuration */
  setConfiguration(configuration) {
    this.configuration = configuration;
  }

  /** The pair of candidates that the network says is in use. */
  async getStats() {
    const { local, remote } = this.network.candidates(this);
    return new Map([
      ['T', { type: 'transport', selectedCandidatePairId: 'P' }],
      ['P', { type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', state: 'succeeded' }],
      ['L', { type: 'local-candidate', address: '10.0.0.1', port: 1, protocol: 'udp', ...local }],
      ['R', { type: 'remote-candidate', address: '10.0.0.2', port: 2, protocol: 'udp', ...remote }],
    ]);
  }

  /** Whether packets come through to the connection it was joined with. */
  get isPassable() {
    return this.partner !== null && this.deadCredentials === null && this.network.passes(this, this.partner);
  }

  /** @returns {boolean} whether it was given a TURN server */
  get hasTurn() {
    const urls = (this.configuration.iceServers ?? []).flatMap((server) => server.urls);
    return urls.some((url) => url.startsWith('turn'));
  }

  /** @param {string} state */
  become(state) {
    if (this.connectionState === state || this.connectionState === 'closed') return;
    this.connectionState = state;
    this.onconnectionstatechange();
  }

  close() {
    if (this.connectionState === 'closed') return;
    this.connectionState = 'closed';
    this.signalingState = 'closed';
    for (const channel of this.channels.values()) channel.close();
    this.network.connections.delete(this);
  }

  /** @param {number} candidates how many it names */
  #sdp(candidates) {
    return JSON.stringify({ from: this.id, credentials: this.credentials, candidates });
  }

  #endGathering() {
    if (this.signalingState === 'closed') return;
    this.iceGatheringState = 'complete';
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }

  #tellOfSilence() {
    const silence = { errorCode: 701, url: 'turn:192.168.0.2:3478?transport=udp' };
    this.dispatchEvent(Object.assign(new Event('icecandidateerror'), silence));
  }

  /** The event comes as soon as nothing is being negotiated. */
  #needNegotiation() {
    this.#isNegotiationNeeded = true;
    queueMicrotask(() => {
      if (this.signalingState === 'stable' && this.#isNegotiationNeeded) this.onnegotiationneeded();
    });
  }
}
