import { RELAY_LIFE, RELAY_LIFE_OF_ABSENT } from '../core/times.js';
import { Attempt } from '../core/paths/attempt.js';
import { CallErrors } from '../core/paths/call-errors.js';
import { DirectRung } from './direct-rung.js';
import { Improvement } from '../core/paths/improvement.js';
import { PathReporter } from '../core/paths/path-report.js';
import { Recovery } from '../core/paths/recovery.js';
import { RelayRung } from './relay-rung.js';
import { verdict } from '../core/paths/verdict.js';

/** The relay is asked for when the direct path has not opened in this time, or will hardly open, in milliseconds. */
const RELAY_DELAY = 2_500;

/** The called side leaves asking for the relay to the caller for this time, in milliseconds. */
const CALLEE_RELAY_DELAY = 6_000;

/** Errors that say that the other device is not to be had, whatever the path. */
const ABOUT_PEER = new Set(['PEER_NOT_FOUND', 'PEER_BUSY', 'CALL_DECLINED']);

/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../channels/pipe').Pipe} Pipe
 */

/**
 * The paths to one device: the direct one at once, the relay beside it when that takes too long or breaks, and a better
 * one while the relay carries, or TURN.
 */
export class Ladder {
  #direct;
  #relay;
  #errors;
  #reporter;
  #improvement;
  /** @type {Attempt | null} */
  #attempt = null;
  /** @type {ErrorCode | null} */
  #error = null;
  #recovery;
  #world;
  #events;

  /**
   * @param {import('./ladder-world').LadderWorld} world
   * @param {import('./ladder-world').LadderEvents} events
   */
  constructor(world, events) {
    this.#world = world;
    this.#events = events;
    this.#errors = new CallErrors(world.signal);
    this.#reporter = new PathReporter(world.clock, world.report);
    this.#recovery = new Recovery(world.clock);
    this.#improvement = new Improvement(world.clock, world.conditions().isPolite, () => {
      return events.isNeeded() && this.#improve();
    });
    this.#direct = new DirectRung({
      ...world,
      events: {
        opened: (pipe) => this.#directOpened(pipe),
        alone: () => {
          if (this.#attempt !== null) this.#requestRelay();
        },
        rerouted: () => this.#rerouted(),
        trouble: (pipe) => this.#directTroubled(pipe),
        recovered: (pipe) => this.#directRecovered(pipe),
        ended: (call, reason) => this.#directEnded(call, reason),
      },
    });
    this.#relay = new RelayRung({
      ...world,
      createSocket: world.createRelaySocket,
      isPolite: () => world.conditions().isPolite,
      events: {
        opened: (pipe) => this.#relayOpened(pipe),
        ended: (reason) => this.#relayEnded(reason),
        late: (call) => this.#refused(call, 'CALL_TIMEOUT'),
      },
    });
  }

  /** @returns {import('../types').ConversationStatus} */
  get status() {
    if (this.best !== null) return 'connected';
    if (this.#attempt !== null || this.#direct.isThere || this.#recovery.isPausing) return 'connecting';
    return this.#error === null ? 'ready' : 'failed';
  }

  /** Why it failed. */
  get error() {
    return this.status === 'failed' ? this.#error : null;
  }

  /**
   * The pipe for whatever is new, null if there is none that works.
   *
   * @returns {Pipe | null}
   */
  get best() {
    return this.#direct.pipe ?? this.#relay.pipe;
  }

  /** The direct path while it is open, for statistics. */
  get directPath() {
    return this.#direct.path;
  }

  /** Wants a path, and a better one if there is only a makeshift. Nothing happens if one is coming. */
  open() {
    if (this.best !== null) this.#improvement.wanted();
    else if (this.#attempt === null) this.#call(RELAY_DELAY);
  }

  /** Nothing uses the relay any more; it goes if there is a better path. */
  releaseRelay() {
    if (this.#direct.pipe !== null && this.#relay.isThere) this.#relay.drop();
  }

  /** The person does not want relays any more. */
  forbidRelay() {
    const { isThere } = this.#relay;
    this.#relay.drop();
    const isByTurn = this.#direct.path?.pipe?.route === 'turn';
    if (isByTurn) this.#direct.drop();
    if (isThere || isByTurn) this.#pathLost();
  }

  /** Ends everything, without a word to the other side. */
  close() {
    this.#endAttempt();
    this.#improvement.stop();
    this.#direct.drop();
    this.#relay.drop();
    this.#world.servers.forget();
    this.forgive();
  }

  /** Forgets an earlier failure: the other device is another page, or is back. */
  forgive() {
    this.#error = null;
    this.#events.changed();
  }

  signalingLost() {
    if (this.#relay.isWanted) this.#relay.drop();
  }

  signalingReturned() {
    this.#direct.signalingReturned();
    this.#relay.expectLife(RELAY_LIFE);
    if (this.best !== null) return;
    if (this.#attempt !== null) this.#climb(0);
    else if (this.#events.isNeeded()) this.#call(0);
  }

  /** The other device is not with the server any more. */
  peerLeft() {
    this.#relay.expectLife(RELAY_LIFE_OF_ABSENT);
  }

  /** Our address may be another one: the direct path looks for its way anew, or is tried again at once. */
  networkChanged() {
    this.#direct.lookAnew();
    this.#improvement.stop();
    if (this.#relay.pipe !== null && this.#events.isNeeded()) this.#improve();
    this.#watchForBetter();
  }

  /** @param {import('./ladder-world').Incoming} message from or about this device */
  received(message) {
    const isFromServer = message.type === 'error' && message.from === undefined;
    if (!isFromServer) this.#attempt?.heard();
    switch (message.type) {
      case 'offer': return this.#offered(message.call, message.sdp);
      case 'answer': return this.#direct.answered(message.call, message.sdp);
      case 'candidate': return this.#direct.candidate(message);
      case 'relay-request': return this.#relayRequested(message.call);
      case 'relay-ready': return this.#relay.ready(message);
      case 'error': return this.#refused(message.call, message.code);
      case 'end': return this.close();
    }
  }

  /**
   * Gives up what is there and what is coming.
   *
   * @param {ErrorCode} error
   */
  fail(error) {
    if (!ABOUT_PEER.has(error)) this.#errors.givenUp(this.#direct.call, this.#relay.call);
    this.#reporter.failed(error);
    this.#endAttempt();
    this.#improvement.stop();
    this.#direct.drop();
    this.#relay.drop();
    this.#error = error;
    this.#events.changed();
  }

  /** @param {number} relayDelay milliseconds */
  #call(relayDelay) {
    this.#reporter.called();
    this.#prepareAttempt();
    this.#climb(relayDelay);
    this.#events.changed();
  }

  #prepareAttempt() {
    this.#error = null;
    this.#attempt ??= new Attempt(this.#world.clock, () => this.fail(this.#verdict()));
  }

  /**
   * Starts whatever can be started; without the server this has to wait for it.
   *
   * @param {number} relayDelay milliseconds
   */
  #climb(relayDelay) {
    if (!this.#world.conditions().isOnline) return;
    if (this.#direct.start() && relayDelay > 0) this.#scheduleRelay(relayDelay);
    else this.#requestRelay();
    this.#checkExhausted();
  }

  /** @param {number} delay milliseconds */
  #scheduleRelay(delay) {
    this.#attempt?.scheduleRelay(delay, () => this.#requestRelay());
  }

  #endAttempt() {
    this.#recovery.cancel();
    this.#attempt?.end();
    this.#attempt = null;
  }

  #verdict() {
    const error = this.#attempt?.error ?? verdict(this.#world.conditions(), this.#direct);
    return error === 'CALL_TIMEOUT' && this.#attempt?.isHeard ? 'NOT_CONNECTED' : error;
  }

  #checkExhausted() {
    if (this.#attempt === null || this.#direct.isThere || this.#relay.isThere) return;
    if (this.#world.conditions().isOnline) this.fail(this.#verdict());
  }

  /** @param {Pipe} pipe */
  #opened(pipe) {
    this.#endAttempt();
    this.#error = null;
    this.#events.pipe(pipe);
    this.#events.changed();
  }

  /** A path is gone. If it was the last one and something waits for it, another is looked for. */
  #pathLost() {
    if (this.best === null && this.#attempt === null && this.#events.isNeeded()) {
      this.#recovery.begin(() => this.#call(0), () => this.#pathLost());
    }
    this.#watchForBetter();
    this.#events.changed();
  }

  // A better path

  #watchForBetter() {
    const { best } = this;
    if (best?.route === 'direct') this.#improvement.stop();
    else if (best?.kind === 'direct') this.#improvement.watch('turn');
    else this.#improvement.watch(best === null ? null : 'relay');
  }

  /**
   * Perhaps the direct path works by now, or one past TURN.
   *
   * @returns {boolean} whether it is tried
   */
  #improve() {
    if (this.best === null || !this.#world.conditions().isOnline) return false;
    if (this.best.kind === 'relay') return this.#direct.start();
    this.#direct.lookAnew();
    return true;
  }

  // Direct

  /**
   * @param {string} call
   * @param {string} sdp
   */
  #offered(call, sdp) {
    const { isCalling } = this.#direct;
    switch (this.#direct.offered(call, sdp)) {
      case 'impossible': return this.#errors.noWebRTC(call);
      case 'over': return this.#errors.over(call);
      case 'goes on': return this.#improvement.otherTried();
      case 'taken':
        this.#takeCall(isCalling);
        this.#scheduleRelay(CALLEE_RELAY_DELAY);
        this.#events.changed();
    }
  }

  /**
   * The other device calls, and we answer.
   *
   * @param {boolean} isCrossed we called as well, and its call is the one that counts
   */
  #takeCall(isCrossed) {
    if (this.best !== null) return;
    if (isCrossed || this.#attempt === null) this.#reporter.yielded();
    this.#prepareAttempt();
    this.#attempt?.heard();
  }

  /** @param {Pipe} pipe */
  #directOpened(pipe) {
    if (this.#relay.isThere && this.#relay.pipe === null) this.#relay.drop();
    this.#reportDirect();
    this.#opened(pipe);
    this.#watchForBetter();
  }

  #rerouted() {
    this.#reportDirect();
    this.#watchForBetter();
    this.#events.changed();
  }

  #reportDirect() {
    const kind = this.#direct.path?.kind;
    if (kind) this.#reporter.reached(kind);
  }

  /** @param {Pipe} pipe */
  #directTroubled(pipe) {
    // What took the path away may have taken the way to the server as well.
    this.#world.doubtServer();
    if (this.#events.isNeeded()) this.#requestRelay();
    this.#events.trouble(pipe);
    this.#events.changed();
  }

  /** @param {Pipe} pipe */
  #directRecovered(pipe) {
    this.#endAttempt();
    this.#watchForBetter();
    this.#events.recovered(pipe);
    this.#events.changed();
  }

  /**
   * @param {string | null} call
   * @param {import('../channels/direct.js').DirectEnd} reason
   */
  #directEnded(call, reason) {
    if (call !== null && reason === 'timeout') this.#errors.timedOut(call);
    if (call !== null && reason === 'relayed') this.#errors.directOnly(call);
    if (this.#attempt !== null) {
      this.#requestRelay();
      this.#checkExhausted();
    }
    this.#pathLost();
  }

  /** The other side has no such path any more; what we take for one is dead. */
  #directOver() {
    this.#direct.drop();
    this.#pathLost();
  }

  // Relay

  get #mayRelay() {
    const { serverRelays, isDirectOnly } = this.#world.conditions();
    return serverRelays && !isDirectOnly;
  }

  #requestRelay() {
    if (this.#relay.isThere || !this.#mayRelay || this.#attempt?.isRelayRefused) return;
    if (this.#world.conditions().isOnline) this.#relay.request();
  }

  /** @param {string} call */
  #relayRequested(call) {
    if (!this.#mayRelay) return this.#errors.directOnly(call);
    const { isGlare } = this.#relay;
    if (this.#relay.requested(call) !== 'taken') return;
    this.#takeCall(isGlare);
    this.#events.changed();
  }

  /** @param {Pipe} pipe */
  #relayOpened(pipe) {
    this.#reporter.reached('relay');
    this.#opened(pipe);
    this.#watchForBetter();
  }

  /** @param {import('../channels/relay.js').RelayEnd} reason */
  #relayEnded(reason) {
    // Another relay of the same server would be no better.
    if (reason === 'forged' && this.best === null) return this.fail('RELAY_FORGED');
    this.#checkExhausted();
    this.#pathLost();
  }

  /**
   * A call was refused, by the server or by the device.
   *
   * @param {string | undefined} call
   * @param {ErrorCode} code
   */
  #refused(call, code) {
    // It says so of the direct path, too, when that goes over TURN.
    if (code === 'RELAY_REFUSED' && this.#relay.call !== call && this.best?.route !== 'direct') return this.fail(code);
    if (call !== undefined && code === 'CALL_FAILED' && this.#direct.call === call && !this.#direct.isOpening) {
      return this.#directOver();
    }
    const isDirect = call !== undefined && this.#direct.call === call && this.#direct.isOpening;
    const isRelay = call !== undefined && this.#relay.call === call && this.#relay.isWanted;
    if (!isDirect && !isRelay) return;
    if (this.#attempt !== null && ABOUT_PEER.has(code)) return this.fail(code);
    this.#attempt?.note(code);
    if (isDirect) this.#direct.drop();
    else this.#relay.drop();
    if (isDirect && this.#attempt !== null) this.#requestRelay();
    if (isRelay && this.#direct.isTroubled) this.#askAgain();
    this.#checkExhausted();
    this.#events.changed();
  }

  /** The other device was not there to hear that we want the relay: what broke the path keeps it away, too. */
  #askAgain() {
    this.#recovery.after(() => {
      if (!this.#direct.isTroubled) this.#pathLost();
      else if (this.#events.isNeeded()) this.#requestRelay();
    });
  }
}
