import { identifier } from '../util/random.js';
import { Attempt } from './attempt.js';
import { DirectPath } from './direct.js';
import { Pairing } from './pairing.js';

/** The relay is asked for when the direct path has not opened in this time, in milliseconds. */
const RELAY_DELAY = 2_500;

/** The called side leaves asking for the relay to the caller for this time, in milliseconds. */
const CALLEE_RELAY_DELAY = 6_000;

/** A path that breaks again within this time is not replaced at once, in milliseconds. */
const RECOVERY_PAUSE = 3_000;

/** While on the relay, the direct path is tried again no sooner than this, in milliseconds. */
const IMPROVEMENT_PAUSE = 30_000;

/** Errors that say that the other device is not to be had, whatever the path. */
const ABOUT_PEER = new Set(['PEER_NOT_FOUND', 'PEER_BUSY', 'CALL_DECLINED']);

/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('./pipe').Pipe} Pipe
 * @typedef {import('../signaling/wire').CallMessage} CallMessage
 * @typedef {import('../signaling/wire').FromPeer} FromPeer
 * @typedef {import('../signaling/wire').ServerError} ServerError
 * @typedef {FromPeer | ServerError | import('../signaling/wire').RelayReady} Incoming
 *
 * @typedef {object} Conditions What the ladder has to know of the world at the moment.
 * @property {boolean} isOnline the signaling server is there
 * @property {boolean} isPolite our ID is the smaller one
 * @property {boolean} serverRelays
 * @property {boolean} mayRelay the server relays and our person allows it
 * @property {boolean} peerHasWebRTC
 *
 * @typedef {object} LadderEvents
 * @property {(pipe: Pipe) => void} pipe a pipe has opened
 * @property {(pipe: Pipe) => void} trouble nothing comes through this pipe at the moment
 * @property {(pipe: Pipe) => void} recovered
 * @property {() => void} changed status, path or error
 * @property {() => boolean} isNeeded whether there is something to be sent or received
 */

/**
 * The paths to one device: the direct one at once, the relay beside it when that takes too long or breaks, and the
 * direct one again for what comes next.
 */
export class Ladder {
  /** @type {DirectPath | null} */
  #direct = null;
  /** @type {Pairing | null} */
  #relay = null;
  /** @type {Attempt | null} */
  #attempt = null;
  /** @type {ErrorCode | null} */
  #error = null;
  #lastDirect = -Infinity;
  #lastRecovery = -Infinity;
  /**
   * Set while another path is only looked for after a pause.
   *
   * @type {(() => void) | null}
   */
  #cancelRecovery = null;
  #options;

  /**
   * @param {object} options
   * @param {() => Conditions} options.conditions
   * @param {(message: CallMessage) => void} options.signal
   * @param {(() => RTCPeerConnection) | null} options.createConnection null where the browser has no WebRTC
   * @param {(token: string) => WebSocket} options.createRelaySocket
   * @param {import('../util/clock.js').Clock} options.clock
   * @param {import('../util/random.js').Random} options.random
   * @param {LadderEvents} options.events
   */
  constructor(options) {
    this.#options = options;
  }

  /** @returns {import('../types').ConversationStatus} */
  get status() {
    if (this.#isConnected) return 'connected';
    if (this.#attempt !== null || this.#direct !== null || this.#cancelRecovery !== null) return 'connecting';
    return this.#error === null ? 'ready' : 'failed';
  }

  /** Why it failed. */
  get error() {
    return this.status === 'failed' ? this.#error : null;
  }

  /** The pipe for whatever is new, null if there is none that works. */
  get best() {
    if (this.#direct?.state === 'open') return this.#direct.pipe;
    return this.#relay?.state === 'open' ? this.#relay.path : null;
  }

  /** The direct path while it is open, for statistics. */
  get directPath() {
    return this.#direct?.pipe?.isOpen === true ? this.#direct : null;
  }

  get #isConnected() {
    return this.best !== null;
  }

  /** Wants a path. Nothing happens if there is one or one is coming. */
  open() {
    if (this.#isConnected || this.#attempt !== null) return;
    this.#begin(RELAY_DELAY);
  }

  /** Something new goes over the relay: perhaps the direct path works by now. */
  improve() {
    const isDue = this.#options.clock.now() - this.#lastDirect >= IMPROVEMENT_PAUSE;
    if (this.#relay?.state === 'open' && isDue && this.#options.conditions().isOnline) this.#startDirect();
  }

  /** Nothing uses the relay any more; it goes if there is a better path. */
  releaseRelay() {
    if (this.#direct?.state === 'open' && this.#relay !== null) this.#dropRelay();
  }

  /** The person does not want the relay any more. */
  forbidRelay() {
    if (this.#relay === null) return;
    this.#dropRelay();
    this.#pathLost();
  }

  /** Ends everything, without a word to the other side. */
  close() {
    this.#endAttempt();
    this.#dropDirect();
    this.#dropRelay();
    this.#options.events.changed();
  }

  signalingLost() {
    if (this.#relay?.isWanted) this.#dropRelay();
  }

  signalingReturned() {
    this.#direct?.signalingReturned();
    if (this.#isConnected) return;
    if (this.#attempt !== null) this.#climb(0);
    else if (this.#options.events.isNeeded()) this.#begin(0);
  }

  /** @param {Incoming} message from or about this device */
  received(message) {
    switch (message.type) {
      case 'offer': return this.#offered(message.call, message.sdp);
      case 'answer': return void (this.#direct?.call === message.call && this.#direct.answered(message.sdp));
      case 'candidate': return void (this.#direct?.call === message.call && this.#direct.candidate(message));
      case 'relay-request': return this.#relayRequested(message.call);
      case 'relay-ready': return this.#relayReady(message.call, message.token);
      case 'error': return this.#refused(message.call, message.code);
      case 'end': return this.close();
    }
  }

  /** @param {number} relayDelay milliseconds */
  #begin(relayDelay) {
    this.#prepareAttempt();
    this.#climb(relayDelay);
    this.#options.events.changed();
  }

  #prepareAttempt() {
    this.#error = null;
    this.#attempt ??= new Attempt(this.#options.clock, () => this.fail(this.#verdict()));
  }

  /**
   * Starts whatever can be started; without the server this has to wait for it.
   *
   * @param {number} relayDelay milliseconds
   */
  #climb(relayDelay) {
    if (!this.#options.conditions().isOnline) return;
    if (this.#startDirect() && relayDelay > 0) this.#scheduleRelay(relayDelay);
    else this.#requestRelay();
    this.#checkExhausted();
  }

  /** @param {number} delay milliseconds */
  #scheduleRelay(delay) {
    this.#attempt?.scheduleRelay(delay, () => this.#requestRelay());
  }

  /**
   * Gives up what is there and what is coming.
   *
   * @param {ErrorCode} error
   */
  fail(error) {
    if (!ABOUT_PEER.has(error)) this.#giveUpCalls();
    this.#endAttempt();
    this.#dropDirect();
    this.#dropRelay();
    this.#error = error;
    this.#options.events.changed();
  }

  /** Ends our calls on the other side as well, so that it does not wait for its own time limit. */
  #giveUpCalls() {
    for (const call of [this.#direct?.call, this.#relay?.call]) {
      if (call === undefined) continue;
      this.#options.signal({ type: 'error', call, code: 'CALL_TIMEOUT', message: 'The other device gave up.' });
    }
  }

  #endAttempt() {
    this.#cancelRecovery?.();
    this.#cancelRecovery = null;
    this.#attempt?.end();
    this.#attempt = null;
  }

  /** @returns {ErrorCode} */
  #verdict() {
    const { isOnline, mayRelay, serverRelays } = this.#options.conditions();
    if (this.#attempt?.error) return this.#attempt.error;
    if (!isOnline) return 'SERVER_GONE';
    if (!serverRelays) return 'RELAY_OFF';
    return mayRelay ? 'CALL_TIMEOUT' : 'NO_PATH';
  }

  #checkExhausted() {
    if (this.#attempt === null || this.#direct !== null || this.#relay !== null) return;
    if (this.#options.conditions().isOnline) this.fail(this.#verdict());
  }

  /** @param {Pipe} pipe */
  #opened(pipe) {
    this.#endAttempt();
    this.#error = null;
    this.#options.events.pipe(pipe);
    this.#options.events.changed();
  }

  /** A path is gone. If it was the last one and something waits for it, another is looked for. */
  #pathLost() {
    if (!this.#isConnected && this.#attempt === null && this.#options.events.isNeeded()) this.#recover();
    this.#options.events.changed();
  }

  #recover() {
    if (this.#cancelRecovery !== null) return;
    const now = this.#options.clock.now();
    const isSoon = now - this.#lastRecovery < RECOVERY_PAUSE;
    this.#lastRecovery = now;
    if (!isSoon) return this.#begin(0);
    this.#cancelRecovery = this.#options.clock.after(RECOVERY_PAUSE, () => {
      this.#cancelRecovery = null;
      this.#pathLost();
    });
  }

  // Direct

  /** @returns {boolean} whether a direct path is there or coming */
  #startDirect() {
    if (this.#direct !== null) return true;
    if (!this.#options.conditions().peerHasWebRTC) return false;
    return this.#createDirect(identifier(this.#options.random, 12), 'caller');
  }

  /**
   * @param {string} call
   * @param {'caller' | 'callee'} role
   */
  #createDirect(call, role) {
    const { createConnection, clock, signal, conditions } = this.#options;
    if (createConnection === null) return false;
    this.#lastDirect = clock.now();
    try {
      /** @type {DirectPath} */
      const path = new DirectPath({
        create: createConnection,
        call,
        role,
        isPolite: conditions().isPolite,
        clock,
        signal,
        events: {
          open: (pipe) => this.#directOpened(pipe),
          trouble: () => this.#directTroubled(),
          recovered: () => this.#directRecovered(),
          end: (reason) => this.#directEnded(path, reason),
        },
      });
      this.#direct = path;
      return true;
    } catch {
      return false;
    }
  }

  /**
   * @param {string} call
   * @param {string} sdp
   */
  #offered(call, sdp) {
    if (this.#direct?.call === call) return void this.#direct.offered(sdp);
    const isGlare = this.#direct?.state === 'opening' && this.#direct.isUnanswered;
    if (isGlare && !this.#options.conditions().isPolite) return;
    this.#dropDirect();
    if (!this.#createDirect(call, 'callee')) {
      const message = 'This browser has no WebRTC.';
      return this.#options.signal({ type: 'error', call, code: 'CALL_FAILED', message });
    }
    if (!this.#isConnected) {
      this.#prepareAttempt();
      this.#scheduleRelay(CALLEE_RELAY_DELAY);
    }
    /** @type {DirectPath | null} */ (this.#direct)?.offered(sdp);
    this.#options.events.changed();
  }

  /** @param {Pipe} pipe */
  #directOpened(pipe) {
    if (this.#relay !== null && this.#relay.state !== 'open') this.#dropRelay();
    this.#opened(pipe);
  }

  #directTroubled() {
    const pipe = this.#direct?.pipe;
    if (this.#options.events.isNeeded()) this.#requestRelay();
    if (pipe) this.#options.events.trouble(pipe);
    this.#options.events.changed();
  }

  #directRecovered() {
    const pipe = this.#direct?.pipe;
    this.#endAttempt();
    if (pipe) this.#options.events.recovered(pipe);
    this.#options.events.changed();
  }

  /**
   * @param {DirectPath} path
   * @param {'timeout' | 'failed' | 'closed'} reason
   */
  #directEnded(path, reason) {
    if (this.#direct !== path) return;
    this.#direct = null;
    if (reason === 'timeout') {
      const message = 'No direct path opened in time.';
      this.#options.signal({ type: 'error', call: path.call, code: 'CALL_TIMEOUT', message });
    }
    if (this.#attempt !== null) {
      this.#requestRelay();
      this.#checkExhausted();
    }
    this.#pathLost();
  }

  #dropDirect() {
    const path = this.#direct;
    this.#direct = null;
    path?.close();
  }

  // Relay

  #requestRelay() {
    const { isOnline, mayRelay } = this.#options.conditions();
    if (this.#relay !== null || !isOnline || !mayRelay || this.#attempt?.isRelayRefused) return;
    const call = identifier(this.#options.random, 12);
    this.#pair(call, 'requested');
    this.#options.signal({ type: 'relay-request', call });
  }

  /** @param {string} call */
  #relayRequested(call) {
    if (!this.#options.conditions().mayRelay) {
      const message = 'This device allows direct connections only.';
      return this.#options.signal({ type: 'error', call, code: 'RELAY_REFUSED', message });
    }
    if (this.#relay?.state === 'requested' && !this.#options.conditions().isPolite) return;
    this.#dropRelay();
    if (!this.#isConnected) this.#prepareAttempt();
    this.#pair(call, 'accepted');
    this.#options.signal({ type: 'relay-accept', call });
    this.#options.events.changed();
  }

  /**
   * @param {string} call
   * @param {'requested' | 'accepted'} state
   */
  #pair(call, state) {
    const onLimit = () => this.#refused(call, 'CALL_TIMEOUT');
    this.#relay = new Pairing({ call, state, clock: this.#options.clock, onLimit });
  }

  /**
   * @param {string} call
   * @param {string} token
   */
  #relayReady(call, token) {
    const pairing = this.#relay;
    if (pairing?.call !== call || !pairing.isWanted) return;
    pairing.ready(() => this.#options.createRelaySocket(token), {
      open: (pipe) => this.#opened(pipe),
      end: () => this.#relayEnded(pairing),
    });
  }

  /** @param {Pairing} pairing */
  #relayEnded(pairing) {
    if (this.#relay !== pairing) return;
    this.#relay = null;
    this.#checkExhausted();
    this.#pathLost();
  }

  #dropRelay() {
    const pairing = this.#relay;
    this.#relay = null;
    pairing?.close();
  }

  /**
   * A call was refused, by the server or by the device.
   *
   * @param {string | undefined} call
   * @param {ErrorCode} code
   */
  #refused(call, code) {
    const isDirect = this.#direct?.call === call && this.#direct?.state === 'opening';
    const isRelay = this.#relay?.call === call && this.#relay?.isWanted === true;
    if (!isDirect && !isRelay) return;
    if (this.#attempt !== null && ABOUT_PEER.has(code)) return this.fail(code);
    this.#attempt?.note(code);
    if (isDirect) this.#dropDirect();
    else this.#dropRelay();
    if (isDirect && this.#attempt !== null) this.#requestRelay();
    this.#checkExhausted();
    this.#options.events.changed();
  }
}
