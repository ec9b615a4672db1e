/** A STUN or TURN server gave no answer (W3C WebRTC, 4.8.2). */
const NO_ANSWER = 701;

/** Servers that are asked over UDP. */
const OVER_UDP = /^(?:stun:|turn:(?!.*transport=tcp))/i;

/** What gathering says about the network: whether anything answers over UDP. */
export class Reachability {
  #hasAnswer = false;
  #hasSilence = false;

  /** @param {RTCPeerConnection} connection */
  constructor(connection) {
    connection.addEventListener('icecandidate', ({ candidate }) => {
      const isAnswer = candidate?.type === 'srflx' || (candidate?.type === 'relay' && candidate.protocol === 'udp');
      if (isAnswer) this.#hasAnswer = true;
    });
    connection.addEventListener('icecandidateerror', (event) => {
      const { errorCode, url } = /** @type {RTCPeerConnectionIceErrorEvent} */ (event);
      if (errorCode === NO_ANSWER && OVER_UDP.test(url ?? '')) this.#hasSilence = true;
    });
  }

  /** Not every browser tells of servers that do not answer; then this stays false. */
  get isUDPBlocked() {
    return this.#hasSilence && !this.#hasAnswer;
  }
}
