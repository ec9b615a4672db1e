/** Candidates kept until there is a description they belong to. A browser gathers a dozen. */
const MOST_CANDIDATES = 64;

/**
 * What goes to the other side, without the call.
 *
 * @typedef {{ type: 'offer' | 'answer', sdp: string }} Description
 * @typedef {{ type: 'candidate' } & import('../core/wire/signaling-types').Candidate} OwnCandidate
 * @typedef {Description | OwnCandidate} Outgoing
 */

/**
 * Perfect negotiation over one connection (W3C WebRTC, 10.7): both sides may offer at any moment; when they do it at
 * once, the impolite one's offer stands and the polite one takes its own back.
 */
export class Negotiation {
  #connection;
  #isPolite;
  #relays;
  #send;
  #onCrossed;
  #onFailure;
  #isMakingOffer = false;
  #isSettingAnswer = false;
  #ignoresOffer = false;
  /** Whether our last answer may not have been heard: nothing has come of it yet. */
  #isAnswerDoubtful = false;
  /** @type {RTCIceCandidateInit[]} */
  #early = [];

  /**
   * @param {object} options
   * @param {RTCPeerConnection} options.connection
   * @param {boolean} options.isPolite
   * @param {import('./remote-relays.js').RemoteRelays} options.relays of the other side
   * @param {(message: Outgoing) => void} options.send
   * @param {() => void} options.onCrossed an offer of the other side was left aside for ours, if it ever hears of that
   * @param {(error: unknown) => void} options.onFailure the browser refused a description
   */
  constructor({ connection, isPolite, relays, send, onCrossed, onFailure }) {
    this.#connection = connection;
    this.#isPolite = isPolite;
    this.#relays = relays;
    this.#send = send;
    this.#onCrossed = onCrossed;
    this.#onFailure = onFailure;
    connection.onnegotiationneeded = () => this.#guard(() => this.#offer());
    connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null) this.#send(describe(candidate));
    };
  }

  /** Sends our last word once more, after the server, or the other side, was away when it was said. */
  repeat() {
    this.repeatOffer();
    const { localDescription, connectionState } = this.#connection;
    const isAwaited = localDescription?.type === 'answer' && connectionState !== 'connected' && this.#isAnswerDoubtful;
    if (isAwaited) this.#describe(localDescription);
  }

  /** Sends an offer once more that nobody has answered. Until one does, no other can be made. */
  repeatOffer() {
    const { localDescription, signalingState } = this.#connection;
    if (signalingState === 'have-local-offer') this.#describe(localDescription);
  }

  /**
   * What was answered last has been heard, or is a thing of the past: the other side would take it for the answer to
   * what it has offered since.
   */
  settled() {
    this.#isAnswerDoubtful = false;
  }

  /**
   * @param {string} sdp
   * @param {() => void} [prepare] runs once the offer is set, before the answer is made
   */
  offered(sdp, prepare) {
    return this.#guard(async () => {
      const isReady =
        !this.#isMakingOffer && (this.#connection.signalingState === 'stable' || this.#isSettingAnswer);
      this.#ignoresOffer = !this.#isPolite && !isReady;
      if (this.#ignoresOffer) return this.#onCrossed();
      await this.#connection.setRemoteDescription({ type: 'offer', sdp: this.#relays.description(sdp) });
      prepare?.();
      await this.#addEarly();
      await this.#connection.setLocalDescription();
      this.#isAnswerDoubtful = true;
      this.#describe(this.#connection.localDescription);
    });
  }

  /** @param {string} sdp */
  answered(sdp) {
    return this.#guard(async () => {
      if (this.#connection.signalingState !== 'have-local-offer') return;
      this.#isSettingAnswer = true;
      try {
        await this.#connection.setRemoteDescription({ type: 'answer', sdp: this.#relays.description(sdp) });
      } finally {
        this.#isSettingAnswer = false;
      }
      await this.#addEarly();
    });
  }

  /** @param {import('../core/wire/signaling-types').Candidate} candidate */
  async candidate({ candidate, mid, line, ufrag }) {
    if (!this.#relays.candidate(candidate)) return;
    const init = { candidate, sdpMid: mid, sdpMLineIndex: line, usernameFragment: ufrag };
    if (this.#connection.remoteDescription !== null) return this.#add(init);
    if (this.#early.length < MOST_CANDIDATES) this.#early.push(init);
  }

  async #offer() {
    try {
      this.#isMakingOffer = true;
      await this.#connection.setLocalDescription();
      this.#describe(this.#connection.localDescription);
    } finally {
      this.#isMakingOffer = false;
    }
  }

  async #addEarly() {
    const early = this.#early;
    this.#early = [];
    await Promise.all(early.map((candidate) => this.#add(candidate)));
  }

  /**
   * One bad candidate costs nothing but itself: another may work, and the time limit covers the rest.
   *
   * @param {RTCIceCandidateInit} candidate
   */
  async #add(candidate) {
    try {
      await this.#connection.addIceCandidate(candidate);
    } catch {
      return;
    }
  }

  /** @param {RTCSessionDescription | null} description */
  #describe(description) {
    if (description === null) return;
    this.#send({ type: description.type === 'offer' ? 'offer' : 'answer', sdp: description.sdp });
  }

  /** @param {() => Promise<void>} action */
  async #guard(action) {
    try {
      await action();
    } catch (error) {
      if (this.#connection.signalingState !== 'closed') this.#onFailure(error);
    }
  }
}

/**
 * @param {RTCIceCandidate} candidate
 * @returns {Outgoing}
 */
function describe(candidate) {
  return {
    type: 'candidate',
    candidate: candidate.candidate,
    mid: candidate.sdpMid,
    line: candidate.sdpMLineIndex,
    ufrag: candidate.usernameFragment,
  };
}
