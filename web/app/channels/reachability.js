/** A STUN or TURN server gave no answer (W3C WebRTC, 4.8.2). */
const NO_ANSWER = 701;

/** Servers that are asked over UDP. */
const OVER_UDP = /^(?:stun:|turn:(?!.*transport=tcp))/i;

const TURN = /^turns?:/i;

/** Learns from the gathering of candidates whether any server answers, over UDP or at all. */
export class Reachability {
  #hasAnswer = false;
  #hasSilence = false;
  #isAlone = true;

  /**
   * @param {RTCPeerConnection} connection
   * @param {RTCIceServer[]} [servers] that it asks
   * @param {() => void} [onAlone] all were asked and none answered, not even one for TURN, which has an address to give
   *     on every network
   * @param {(isBlocked: boolean) => void} [onUDP] `isUDPBlocked` may be another
   */
  constructor(connection, servers = [], onAlone = () => undefined, onUDP = () => undefined) {
    const hasTurn = servers.flatMap(({ urls }) => urls).some((url) => TURN.test(url));
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete' && hasTurn && this.#isAlone) onAlone();
    });
    connection.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type === 'srflx' || candidate?.type === 'relay') this.#isAlone = false;
      const isAnswer = candidate?.type === 'srflx' || (candidate?.type === 'relay' && candidate.protocol === 'udp');
      if (!isAnswer) return;
      this.#hasAnswer = true;
      onUDP(this.isUDPBlocked);
    });
    connection.addEventListener('icecandidateerror', (event) => {
      const { errorCode, url } = /** @type {RTCPeerConnectionIceErrorEvent} */ (event);
      if (errorCode !== NO_ANSWER || !OVER_UDP.test(url ?? '')) return;
      this.#hasSilence = true;
      onUDP(this.isUDPBlocked);
    });
  }

  /** Whether servers were asked over UDP and none answered. Some browsers do not report silent servers: then false. */
  get isUDPBlocked() {
    return this.#hasSilence && !this.#hasAnswer;
  }
}
