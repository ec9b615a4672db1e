/** @typedef {import('./machine-types').PathAction} PathAction */

/**
 * An offer that has crossed one of the other side, which gives way, is answered within this time, or was never heard:
 * the other side had lost the server then without knowing. In milliseconds.
 */
export const CROSSING_LIMIT = 1_000;

/**
 * Perfect negotiation within one call (W3C WebRTC, 10.7), without the connection: both sides may offer at any moment;
 * when they do it at once, the impolite one's offer stands and the polite one takes its own back.
 *
 *             needed             described             answered            accepted
 *    stable ─────────► offering ───────────► offered ──────────► settling ──────────► stable
 *
 *    stable, settling, answering ──────── offered by the other side ──► answering ── described ──► stable
 *    offering, offered ── the same, if we are polite: ours is rolled back ──┘
 *    offering, offered ── the same, if we are not: left aside, and ours is repeated if nothing comes of it
 */
export class Negotiation {
  /** @type {'stable' | 'offering' | 'offered' | 'settling' | 'answering'} */
  #state = 'stable';
  /** Whether our last answer may not have been heard: nothing has come of it yet. */
  #isAnswerDoubtful = false;
  /**
   * The time at which an offer that has crossed another one is repeated.
   *
   * @type {number | null}
   */
  #repeatAt = null;

  get deadline() {
    return this.#repeatAt;
  }

  /** @returns {PathAction[]} */
  needed() {
    if (this.#state === 'stable') this.#state = 'offering';
    return [{ type: 'direct-offer' }];
  }

  /**
   * Sends our description, which is set, or was read again to be repeated.
   *
   * @param {string} call
   * @param {'offer' | 'answer'} description
   * @param {string} sdp
   * @returns {PathAction[]}
   */
  described(call, description, sdp) {
    if (description === 'answer') {
      if (this.#state === 'answering') this.#state = 'stable';
      this.#isAnswerDoubtful = true;
    } else if (this.#state !== 'answering') {
      this.#state = 'offered';
    }
    return [{ type: 'send', message: { type: description, call, sdp } }];
  }

  /**
   * Takes an offer of the other side, or leaves it aside.
   *
   * @param {string} sdp
   * @param {boolean} isPolite whether ours gives way
   * @param {number} now
   * @returns {PathAction[]}
   */
  offered(sdp, isPolite, now) {
    const isGlare = this.#state === 'offering' || this.#state === 'offered';
    if (isGlare && !isPolite) {
      this.crossed(now);
      return [];
    }
    this.#state = 'answering';
    return [{ type: 'direct-answer', sdp }];
  }

  /**
   * Takes an answer of the other side, if an offer of ours waits for one.
   *
   * @param {string} sdp
   * @returns {PathAction[]}
   */
  answered(sdp) {
    if (this.#state !== 'offered') return [];
    this.#state = 'settling';
    return [{ type: 'direct-accept', sdp }];
  }

  accepted() {
    if (this.#state === 'settling') this.#state = 'stable';
    this.#isAnswerDoubtful = false;
  }

  /**
   * Does not repeat the last answer any more: it has been heard, or the other side would take it for the answer to a
   * newer offer.
   */
  settled() {
    this.#isAnswerDoubtful = false;
  }

  /**
   * Repeats our offer soon, if no answer comes: an offer of the other side was left aside for it.
   *
   * @param {number} now
   */
  crossed(now) {
    this.#repeatAt ??= now + CROSSING_LIMIT;
  }

  /**
   * Repeats an offer that nobody has answered. Until one does, no other can be made.
   *
   * @returns {PathAction[]}
   */
  repeatOffer() {
    return this.#state === 'offered' ? [{ type: 'direct-describe' }] : [];
  }

  /**
   * Repeats our last word, after the server, or the other side, was away when it was said.
   *
   * @param {boolean} isConnected
   * @returns {PathAction[]}
   */
  repeat(isConnected) {
    const isAwaited = this.#state === 'stable' && this.#isAnswerDoubtful && !isConnected;
    return isAwaited ? [{ type: 'direct-describe' }] : this.repeatOffer();
  }

  /** @returns {PathAction[]} */
  due() {
    this.#repeatAt = null;
    return this.repeatOffer();
  }
}
