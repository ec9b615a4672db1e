import { directKind } from '../core/paths/path-kind.js';
import { attempt } from '../core/util/attempt.js';
import { DirectPipe } from './direct-pipe.js';
import { Reachability } from './reachability.js';
import { RemoteRelays } from './remote-relays.js';
import { readStatistics } from './statistics.js';

/** Candidates kept until there is a description they belong to. A browser gathers a dozen. */
const MOST_CANDIDATES = 64;

/**
 * @typedef {import('../core/wire/signaling-types').Candidate} Candidate
 * @typedef {import('./report').Report} Report
 */

/**
 * One `RTCPeerConnection` to another device. It does what the path machine says and reports what comes of it; it decides
 * nothing. Descriptions are made and set one after the other: each operation is done before the next begins.
 */
export class DirectChannel {
  #connection;
  #report;
  #relays;
  /** @type {DirectPipe | null} */
  #pipe = null;
  #isLooking = false;
  #isClosed = false;
  /** @type {Promise<void>} The last operation. */
  #last = Promise.resolve();
  /** @type {RTCIceCandidateInit[]} */
  #early = [];

  /**
   * @param {object} options
   * @param {(servers: RTCIceServer[]) => RTCPeerConnection} options.create may throw
   * @param {() => RTCIceServer[]} options.servers that can be used now
   * @param {import('../core/paths/machine-types').Role} options.role
   * @param {() => boolean} options.mayRelay whether it may go over TURN
   * @param {(report: Report) => void} options.report
   * @throws if the browser makes no connection
   */
  constructor({ create, servers, role, mayRelay, report }) {
    this.#report = (/** @type {Report} */ event) => {
      if (!this.#isClosed) report(event);
    };
    this.#relays = new RemoteRelays(mayRelay);
    const connection = create(servers());
    this.#connection = connection;
    // Without the servers that the browser has just refused.
    new Reachability(
      connection,
      servers(),
      () => this.#report({ type: 'direct-alone' }),
      (isBlocked) => this.#report({ type: 'direct-udp', isBlocked }),
    );
    connection.onnegotiationneeded = () => this.#report({ type: 'direct-needed' });
    connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null) this.#report({ type: 'direct-candidate', candidate: described(candidate) });
    };
    connection.onconnectionstatechange = () => this.#stateChanged(connection.connectionState);
    // Creating the channels makes negotiation needed, so the callee does it only once it has the offer.
    if (role === 'caller') this.#createPipe();
  }

  /** Its two data channels, null until they are made. */
  get pipe() {
    return this.#pipe;
  }

  /** Makes an offer. */
  offer() {
    this.#operate(async () => {
      await this.#connection.setLocalDescription();
      this.describe();
    });
  }

  /**
   * Sets an offer of the other side and makes an answer. An offer of our own is rolled back.
   *
   * @param {string} sdp
   */
  answer(sdp) {
    this.#operate(async () => {
      await this.#connection.setRemoteDescription({ type: 'offer', sdp: this.#relays.description(sdp) });
      if (this.#isClosed) return;
      if (this.#pipe === null) this.#createPipe();
      await this.#addEarly();
      await this.#connection.setLocalDescription();
      this.describe();
    });
  }

  /**
   * Sets the answer of the other side.
   *
   * @param {string} sdp
   */
  accept(sdp) {
    this.#operate(async () => {
      await this.#connection.setRemoteDescription({ type: 'answer', sdp: this.#relays.description(sdp) });
      this.#report({ type: 'direct-accepted' });
      await this.#addEarly();
    });
  }

  /**
   * Adds a candidate of the other side, once the operations before it are done: the browser takes no candidate of a
   * description that is not set.
   *
   * @param {Candidate} candidate
   */
  add({ candidate, mid, line, ufrag }) {
    if (!this.#relays.candidate(candidate)) return;
    const init = { candidate, sdpMid: mid, sdpMLineIndex: line, usernameFragment: ufrag };
    if (this.#connection.remoteDescription !== null) this.#operate(async () => void this.#add(init));
    else if (this.#early.length < MOST_CANDIDATES) this.#early.push(init);
  }

  /** Reports our description, with the candidates found until now. */
  describe() {
    const { localDescription } = this.#connection;
    if (localDescription === null) return;
    const description = localDescription.type === 'offer' ? 'offer' : 'answer';
    this.#report({ type: 'direct-described', description, sdp: localDescription.sdp });
  }

  /**
   * Restarts ICE.
   *
   * @param {RTCIceServer[]} iceServers with credentials that still hold
   */
  restart(iceServers) {
    // If the browser does not take them, it goes on with those it has.
    attempt(() => this.#connection.setConfiguration({ iceServers }));
    this.#connection.restartIce();
  }

  /** Finds out which way it goes. */
  look() {
    void this.#look();
  }

  async statistics() {
    const statistics = readStatistics(await this.#connection.getStats());
    const { remote } = statistics;
    // A check through a relay of the other side can arrive before the relay is named.
    const mayBeRelay = remote?.type === 'prflx' || remote?.type === 'relay';
    const leg = mayBeRelay ? this.#relays.leg(remote.address, remote.port) : null;
    if (remote === null || leg === null) return statistics;
    return { ...statistics, remote: { ...remote, type: /** @type {const} */ ('relay'), relayProtocol: leg } };
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#connection.onconnectionstatechange = null;
    this.#connection.onnegotiationneeded = null;
    this.#connection.onicecandidate = null;
    this.#pipe?.close();
    this.#connection.close();
  }

  #createPipe() {
    this.#pipe = new DirectPipe(
      this.#connection,
      () => this.#ready(),
      () => this.#report({ type: 'direct-ended', reason: 'closed' }),
    );
  }

  #ready() {
    const transport = this.#connection.sctp?.transport?.iceTransport;
    transport?.addEventListener?.('selectedcandidatepairchange', () => this.#report({ type: 'direct-shifted' }));
    this.#report({ type: 'direct-ready' });
  }

  /** @param {RTCPeerConnectionState} state */
  #stateChanged(state) {
    if (state !== 'new' && state !== 'connecting') this.#report({ type: 'direct-state', state });
  }

  /** Reads the statistics, once at a time: a second reading would find nothing else. */
  async #look() {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const { local, remote } = await this.statistics().catch(() => ({ local: null, remote: null }));
    this.#isLooking = false;
    const isKnown = local !== null && remote !== null;
    this.#report({ type: 'direct-route', kind: isKnown ? directKind(local, remote) : null });
  }

  async #addEarly() {
    const early = this.#early;
    this.#early = [];
    await Promise.all(early.map((candidate) => this.#add(candidate)));
  }

  /** @param {RTCIceCandidateInit} candidate */
  async #add(candidate) {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch {
      return;
    }
  }

  /** @param {() => Promise<void>} operation */
  #operate(operation) {
    this.#last = this.#last.then(async () => {
      if (this.#isClosed) return;
      try {
        await operation();
      } catch {
        this.#report({ type: 'direct-ended', reason: 'failed' });
      }
    });
  }
}

/**
 * @param {RTCIceCandidate} candidate
 * @returns {Candidate}
 */
function described({ candidate, sdpMid, sdpMLineIndex, usernameFragment }) {
  return { candidate, mid: sdpMid, line: sdpMLineIndex, ufrag: usernameFragment };
}
