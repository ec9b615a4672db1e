import { GREETING, PONG, PONG_AFTER_WAKING, QUIET } from '../core/times.js';
import { Backoff } from './backoff.js';
import { decodeServerMessage, encodeClientMessage } from '../core/wire/signaling.js';

/** Uptime in milliseconds after which a connection counts as good and the pauses begin small again. */
const STABLE = 10_000;

/** Close codes of docs/protocol.md. */
const REPLACED = 4001;
const VERSION_MISMATCH = 4002;

const RELOADED_KEY = 'ferry.reloaded';

/**
 * @typedef {'idle' | 'claiming' | 'greeting' | 'online' | 'waiting' | 'replaced' | 'outdated' | 'mismatch'} SignalingStatus
 * `claiming`: asking the other tabs for the identity. `greeting`: from opening the socket to `welcome`. `waiting`:
 * until the next attempt. The last three are final.
 */

/**
 * The one connection to the signaling server: says hello, notices when the server is gone, comes back.
 *
 *   idle ──start──► claiming ──token──► greeting ──welcome──► online
 *                      ▲                   │                    │
 *                      │          socket closed, or silence     │
 *                      │                   ▼                    │
 *                      └─pause over, wake─ waiting ◄────────────┘
 *
 *   close code 4001 ──► replaced
 *   close code 4002, or VERSION_MISMATCH ──► outdated, which reloads the page; after a reload ──► mismatch
 */
export class SignalingClient {
  /** @type {SignalingStatus} */
  #status = 'idle';
  #options;
  #backoff;
  /** @type {WebSocket | null} */
  #socket = null;
  /**
   * Cancels the timer of the current state.
   *
   * @type {() => void}
   */
  #cancelTimer = () => undefined;
  #onlineSince = 0;

  /**
   * @param {object} options
   * @param {() => WebSocket} options.createSocket
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {import('../core/util/random.js').Random} options.random
   * @param {import('./identity.js').Identity} options.identity
   * @param {import('../environment/key-storage.js').KeyStorage} options.session
   * @param {() => Omit<import('../core/wire/signaling-types').Hello, 'token'>} options.hello
   * @param {(message: import('../core/wire/signaling-types').ServerMessage) => void} options.onMessage
   * @param {(status: SignalingStatus) => void} options.onStatus
   * @param {() => boolean} options.mayReload whether nothing would be lost with the page
   * @param {() => void} options.reload
   */
  constructor(options) {
    this.#options = options;
    this.#backoff = new Backoff(options.random);
  }

  get status() {
    return this.#status;
  }

  start() {
    if (this.#status === 'idle') this.#connect();
  }

  /** Tries to connect now, or finds out whether the server is still there: the network is back, or the page visible. */
  wake() {
    if (this.#status === 'waiting') this.#connect();
    if (this.#status === 'online') this.#ping(PONG_AFTER_WAKING);
  }

  /** Says hello once more, on a new socket. */
  restart() {
    if (!['greeting', 'online', 'waiting'].includes(this.#status)) return;
    this.#detach();
    this.#connect();
  }

  /**
   * @param {import('../core/wire/signaling-types').ClientMessage} message
   * @returns {boolean} whether the server is there to get it
   */
  send(message) {
    if (this.#status !== 'online' || this.#socket === null) return false;
    this.#socket.send(encodeClientMessage(message));
    return true;
  }

  async #connect() {
    this.#enter('claiming');
    const token = await this.#options.identity.claim();
    if (this.#status !== 'claiming') return;
    const socket = this.#open();
    if (socket === null) return this.#lost(1006);
    this.#socket = socket;
    this.#enter('greeting', GREETING, () => this.#lost(1006));
    socket.onopen = () => {
      const hello = this.#options.hello();
      socket.send(encodeClientMessage(token === null ? hello : { ...hello, token }));
    };
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = (event) => this.#lost(event.code);
  }

  #open() {
    try {
      return this.#options.createSocket();
    } catch {
      return null;
    }
  }

  /** @param {unknown} data */
  #received(data) {
    const message = decodeServerMessage(data);
    if (this.#status === 'greeting' && message?.type === 'welcome') this.#welcomed(message);
    else if (this.#status === 'online') this.#watch();
    if (message === null || message.type === 'pong') return;
    if (message.type === 'error' && message.code === 'VERSION_MISMATCH') return this.#lost(VERSION_MISMATCH);
    this.#options.onMessage(message);
  }

  /** @param {import('../core/wire/signaling-types').Welcome} welcome */
  #welcomed(welcome) {
    this.#options.identity.keep(welcome.token);
    this.#options.session.remove(RELOADED_KEY);
    this.#onlineSince = this.#options.clock.now();
    this.#enter('online');
    this.#watch();
  }

  /** Pings after a while without any message. */
  #watch() {
    this.#setTimer(QUIET, () => this.#ping(PONG));
  }

  /** @param {number} limit milliseconds for an answer, any answer */
  #ping(limit) {
    this.send({ type: 'ping' });
    this.#setTimer(limit, () => this.#lost(1006));
  }

  /** @param {number} code */
  #lost(code) {
    this.#detach();
    if (code === REPLACED) {
      this.#options.identity.forget();
      return this.#enter('replaced');
    }
    if (code === VERSION_MISMATCH) return this.#mismatched();
    const wasStable = this.#status === 'online' && this.#options.clock.now() - this.#onlineSince >= STABLE;
    if (wasStable) this.#backoff.reset();
    this.#enter('waiting', this.#backoff.next(), () => this.#connect());
  }

  /** Loads the page of the updated server, which speaks its version. Once, or it could go on for ever. */
  #mismatched() {
    const { session, mayReload, reload } = this.#options;
    if (session.get(RELOADED_KEY) !== null) return this.#enter('mismatch');
    session.set(RELOADED_KEY, '1');
    this.#enter('outdated');
    // In a browser that keeps nothing the page would reload itself for ever.
    if (session.isLasting && mayReload()) reload();
  }

  #detach() {
    const socket = this.#socket;
    this.#socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  /**
   * @param {SignalingStatus} status
   * @param {number} [limit] milliseconds after which `expired` runs, unless the status changes before
   * @param {() => void} [expired]
   */
  #enter(status, limit, expired) {
    this.#cancelTimer();
    this.#status = status;
    if (limit !== undefined && expired !== undefined) this.#setTimer(limit, expired);
    this.#options.onStatus(status);
  }

  /**
   * @param {number} delay milliseconds
   * @param {() => void} action
   */
  #setTimer(delay, action) {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(delay, action);
  }
}
