import { invitationLink, typedCode } from '../core/util/invitation.js';

/** A code outlives a connection to the server that was away for this long, in milliseconds. */
const SURVIVES = 5_000;

/**
 * @typedef {import('../types').CodeState} CodeState
 * @typedef {import('../types').JoinState} JoinState
 * @typedef {import('../types').ErrorCode} ErrorCode
 */

/**
 * The code this device made, and the one it was told.
 *
 *   made:  none ──create──► waiting ──code──► open ──used, expired, cancelled, guessed wrongly──► ended
 *                              └──CODE_LIMIT, or the server is lost──► failed
 *   told:  none ──join──► joining ──peer──► joined
 *                            └──wrong, CODE_LIMIT, or the server is lost──► failed
 *
 * Wishes that come while the server is away are kept until it is back.
 */
export class Codes {
  #clock;
  #send;
  #address;
  #onChange;
  /** @type {CodeState} */
  #code = { status: 'none' };
  /**
   * Requests that the server has not answered. It answers in order.
   *
   * @type {('create' | 'join')[]}
   */
  #asked = [];
  /** Whether a code is to be made once the server is there. */
  #isCreatePending = false;
  /**
   * A code to be used once the server is there.
   *
   * @type {string | null}
   */
  #pendingJoin = null;
  #lostAt = 0;

  /**
   * @param {object} options
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {(message: import('../core/wire/signaling-types').ClientMessage) => boolean} options.send
   * @param {() => string} options.address of this page for another device
   * @param {(change: { code?: CodeState, join?: JoinState }) => void} options.onChange
   */
  constructor({ clock, send, address, onChange }) {
    this.#clock = clock;
    this.#send = send;
    this.#address = address;
    this.#onChange = onChange;
  }

  create() {
    this.#setCode({ status: 'waiting' });
    this.#isCreatePending = !this.#send({ type: 'code-create' });
    if (!this.#isCreatePending) this.#asked.push('create');
  }

  cancel() {
    this.#isCreatePending = false;
    this.#send({ type: 'code-cancel' });
    this.#setCode({ status: 'none' });
  }

  /** @param {string} input */
  join(input) {
    const code = typedCode(input);
    if (code === null) return this.#setJoin({ status: 'failed', error: 'CODE_WRONG' });
    this.#setJoin({ status: 'joining' });
    if (this.#send({ type: 'code-join', code })) this.#asked.push('join');
    else this.#pendingJoin = code;
  }

  clearJoin() {
    this.#pendingJoin = null;
    this.#setJoin({ status: 'none' });
  }

  signalingLost() {
    this.#lostAt = this.#clock.now();
    if (this.#asked.includes('join')) this.#setJoin({ status: 'failed', error: 'SERVER_GONE' });
    if (this.#asked.includes('create')) this.#setCode({ status: 'failed', error: 'SERVER_GONE' });
    this.#asked = [];
  }

  signalingReturned() {
    const isLong = this.#clock.now() - this.#lostAt > SURVIVES;
    if (this.#code.status === 'open' && isLong) this.#setCode({ status: 'ended', reason: 'expired' });
    if (this.#isCreatePending) this.create();
    const code = this.#pendingJoin;
    this.#pendingJoin = null;
    if (code !== null) this.join(code);
  }

  /**
   * @param {string} code
   * @param {number} expires seconds from now
   */
  created(code, expires) {
    this.#answered('create');
    const expiresAt = this.#clock.date() + expires * 1_000;
    this.#setCode({ status: 'open', code, url: invitationLink(this.#address(), code), expiresAt });
  }

  /** Lets the link of an open code lead to the server's present address. */
  addressChanged() {
    if (this.#code.status !== 'open') return;
    const url = invitationLink(this.#address(), this.#code.code);
    if (url !== this.#code.url) this.#setCode({ ...this.#code, url });
  }

  /** @param {'wrong-guess' | 'expired' | 'cancelled' | 'used'} reason */
  ended(reason) {
    // A code that a newer one replaces, or that the person has cancelled, is no news. `joined` tells of a code that was
    // used, and by whom.
    if (this.#code.status === 'open' && reason !== 'used') this.#setCode({ status: 'ended', reason });
  }

  /** @param {string} peer */
  joined(peer) {
    if (this.#asked.includes('join')) {
      this.#answered('join');
      this.#setJoin({ status: 'joined', peer });
    } else if (this.#code.status === 'open') {
      this.#setCode({ status: 'ended', reason: 'used', peer });
    }
  }

  /**
   * @param {ErrorCode} error that the server sent without naming a call
   */
  failed(error) {
    if (error !== 'CODE_WRONG' && error !== 'CODE_LIMIT') return;
    const asked = error === 'CODE_WRONG' ? 'join' : this.#asked[0];
    if (asked === undefined) return;
    this.#answered(asked);
    if (asked === 'join') this.#setJoin({ status: 'failed', error });
    else this.#setCode({ status: 'failed', error });
  }

  /** @param {'create' | 'join'} asked */
  #answered(asked) {
    const index = this.#asked.indexOf(asked);
    if (index >= 0) this.#asked.splice(index, 1);
  }

  /** @param {CodeState} code */
  #setCode(code) {
    this.#code = code;
    this.#onChange({ code });
  }

  /** @param {JoinState} join */
  #setJoin(join) {
    this.#onChange({ join });
  }
}
