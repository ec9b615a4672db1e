import { CALL_PAUSE } from '../times.js';
import { Attempt } from './attempt.js';
import { givenUp } from './call-errors.js';
import { DirectCall } from './direct-call.js';
import { Improvement } from './improvement.js';
import { PathReporter } from './path-report.js';
import { Patience } from './patience.js';
import { Pause } from './pause.js';
import { verdict } from './verdict.js';

/** The relay is asked for when the direct path has not opened in this time, or will hardly open, in milliseconds. */
const RELAY_DELAY = 2_500;

/** Errors that say that the other device cannot be reached by any path. */
const ABOUT_PEER = new Set(['PEER_NOT_FOUND', 'PEER_BUSY', 'CALL_DECLINED']);

/** @typedef {import('../../types').ErrorCode} ErrorCode */

/**
 * Looks for a path: begins attempts, asks for the relay, tries to improve a makeshift, looks for another path when one
 * is lost, and finds out why there is none.
 */
export class Search {
  #context;
  /** The time at which a path was lost before. */
  #lastLoss = -Infinity;
  reporter = new PathReporter();
  improvement = new Improvement();
  patience = new Patience();

  /** @param {import('./context.js').Context} context */
  constructor(context) {
    this.#context = context;
  }

  /** The attempt under way, null if there is none. */
  get attempt() {
    const { goal } = this.#context.parts;
    return goal instanceof Attempt ? goal : null;
  }

  // Wanting a path

  /** Wants a path, and a better one if there is only a makeshift. Nothing happens if one is coming. */
  want() {
    if (this.#context.best === null && this.attempt === null) this.call(RELAY_DELAY);
    if (this.#context.best !== null && this.improvement.wanted(this.#context.now)) this.improve();
  }

  /** The same, if something waits for a path and the other device can hear of it. */
  wantIfNeeded() {
    if (this.#context.isWanted) this.want();
  }

  /** @param {number} relayDelay milliseconds */
  call(relayDelay) {
    this.reporter.called(this.#context.now);
    this.#begin(null);
    this.climb(relayDelay);
  }

  /**
   * The other device calls, and we answer.
   *
   * @param {string} call
   * @param {boolean} isCrossed we called as well, and its call is the one that counts
   */
  take(call, isCrossed) {
    if (this.#context.best !== null) return;
    if (isCrossed || this.attempt === null) this.reporter.yielded();
    this.#begin(call);
    this.attempt?.heard();
  }

  /** @param {string | null} call of the other side, with which the attempt begins; null: it is ours */
  #begin(call) {
    if (this.attempt !== null) return;
    const { now, parts: { goal, error } } = this.#context;
    this.#context.become({ goal: new Attempt(now, call, { goal, error }), error: null });
  }

  /**
   * Takes back an attempt that began with a call of the other side, which this browser turned out to be unable to take.
   *
   * @param {string} call
   */
  untake(call) {
    if (this.attempt?.call === call) this.#context.become(this.attempt.before);
  }

  /** Asks for the relay again after a pause: the other device was not there to hear of it. */
  requestRelayLater() {
    const { now, parts: { goal } } = this.#context;
    if (this.attempt !== null) this.attempt.scheduleRelay(now + CALL_PAUSE);
    else this.#context.become({ goal: goal ?? new Pause(null, now) });
  }

  /**
   * Starts whatever can be started; without the server this has to wait for it.
   *
   * @param {number} relayDelay milliseconds
   */
  climb(relayDelay) {
    if (!this.#context.facts.isOnline) return;
    if (this.#startDirect() && relayDelay > 0) this.attempt?.scheduleRelay(this.#context.now + relayDelay);
    else this.requestRelay();
    this.checkExhausted();
  }

  /** @returns {boolean} whether a direct path is there or coming */
  #startDirect() {
    const { hasWebRTC, peerHasWebRTC } = this.#context.facts;
    if (this.#context.parts.direct !== null) return true;
    if (!hasWebRTC || !peerHasWebRTC) return false;
    this.#context.become({ direct: new DirectCall('caller') });
    this.#context.do({ type: 'obtain-servers' });
    return true;
  }

  get mayRelay() {
    return this.#context.facts.serverRelays && !this.#context.facts.isDirectOnly;
  }

  requestRelay() {
    if (this.#context.parts.relay !== null || !this.mayRelay || this.attempt?.isRelayRefused) return;
    if (this.#context.facts.isOnline) this.#context.createRelay(this.#context.newCall(), 'requester');
  }

  /** Goes on with the relay, if an attempt has lost its direct path. */
  fallBack() {
    if (this.attempt === null) return;
    this.requestRelay();
    this.checkExhausted();
  }

  // A better one

  /** Tries to find a better path: the direct one may work by now, or one past TURN. */
  improve() {
    const { isWanted, best, facts } = this.#context;
    if (!isWanted || best === null || !facts.isOnline) return;
    if (best === 'direct') this.lookAnew();
    else if (!this.#startDirect()) return;
    this.improvement.tried(this.#context.now);
  }

  /** Lets the direct path look for its way anew, if there is one. */
  lookAnew() {
    const { direct } = this.#context.parts;
    if (direct !== null) this.#context.do(...direct.lookAnew());
  }

  /** Handles that our address may be another one: the direct path looks for its way anew, or is tried again at once. */
  networkChanged() {
    this.lookAnew();
    this.improvement.stop();
    if (this.#context.best === 'relay') this.improve();
  }

  // Losing it

  /** Looks for another path, at once or soon, if the last one is gone and something waits for it. */
  pathLost() {
    const { state, parts: { goal }, best, isWanted, now } = this.#context;
    // An attempt that has failed with its last path is followed by another as if the path had been open.
    const isGoingOn = goal instanceof Attempt || goal?.error === null;
    if (state.name === 'failed' || isGoingOn || best !== null || !isWanted) return;
    const isSoon = now - this.#lastLoss < CALL_PAUSE;
    this.#lastLoss = now;
    if (!isSoon) return this.call(0);
    if (goal === null) this.#context.become({ goal: new Pause(null, now) });
  }

  /** @param {Pause} pause */
  pauseOver({ error }) {
    this.#context.become({ goal: null, error });
    if (this.#context.state.name === 'troubled') return this.#context.isWanted ? this.requestRelay() : undefined;
    if (error === null) return this.pathLost();
    if (this.#context.isWanted) this.call(RELAY_DELAY);
  }

  /** Goes on with what has waited for the server. */
  serverBack() {
    if (this.#context.best !== null) return;
    if (this.attempt !== null) this.climb(0);
    else if (this.#context.isWanted) this.call(0);
  }

  /** Forgets an earlier failure, since the other device is there again, and goes on with what has waited for it. */
  peerBack() {
    const { goal } = this.#context.parts;
    const isFailed = this.#context.state.name === 'failed' || (goal instanceof Pause && goal.error !== null);
    if (isFailed) this.#context.become({ goal: null, error: null });
    this.wantIfNeeded();
  }

  // Failing

  /**
   * Notes that a call of this attempt was refused.
   *
   * @param {ErrorCode} code
   * @returns {boolean} whether that is the end of the attempt
   */
  noted(code) {
    if (this.attempt === null) return false;
    if (ABOUT_PEER.has(code)) this.fail(code);
    else this.attempt.note(code);
    return ABOUT_PEER.has(code);
  }

  checkExhausted() {
    const { direct, relay } = this.#context.parts;
    if (this.attempt === null || direct !== null || relay !== null) return;
    if (this.#context.facts.isOnline) this.fail(this.verdict);
  }

  /**
   * The reason why no path opened in time.
   *
   * @returns {ErrorCode}
   */
  get verdict() {
    const error = this.attempt?.error ?? verdict(this.#context.facts, this.#context);
    return error === 'CALL_TIMEOUT' && this.attempt?.isHeard ? 'NOT_CONNECTED' : error;
  }

  /**
   * Gives up what is there and what is coming. Content that both pages hold waits for another attempt; content that the
   * other has never heard of does not.
   *
   * @param {ErrorCode} error
   */
  fail(error) {
    this.giveUp(error);
    const { isShared, isNeeded } = this.#context.facts;
    if (isShared) this.patience.brokenOff(this.#context.now);
    if (!isNeeded) return;
    if (!isShared || !this.patience.goesOn(error)) return this.#context.do({ type: 'give-up', error });
    this.#context.become({ goal: new Pause(error, this.#context.now) });
    this.#context.do({ type: 'give-up-unheard', error });
  }

  /**
   * Gives up what is there and what is coming, and tells the other side.
   *
   * @param {ErrorCode} error
   */
  giveUp(error) {
    const { direct, relay } = this.#context.parts;
    const calls = ABOUT_PEER.has(error) ? [] : [direct?.call, relay?.call];
    for (const call of calls) if (call) this.#context.send(givenUp(call));
    this.#context.do(...this.reporter.failed(error, this.#context.now));
    this.#context.dropAll();
    this.improvement.stop();
    this.#context.become({ goal: null, error });
  }

  /** Gives up what waits: the break was too long. The person is told why as precisely as it is known. */
  waitedLongEnough() {
    this.waitNoLonger();
    const { isAbsent, isOnline } = this.#context.facts;
    if (isAbsent) return this.#context.do({ type: 'give-up', error: 'PEER_NOT_FOUND' });
    this.#context.do({ type: 'give-up', error: isOnline ? 'break' : 'SERVER_GONE' });
  }

  waitNoLonger() {
    this.patience.end();
    const { goal } = this.#context.parts;
    if (goal instanceof Pause && goal.error !== null) this.#context.become({ goal: null, error: goal.error });
  }

  /** Ends everything, without a word to the other side. */
  close() {
    this.#context.dropAll();
    this.improvement.stop();
    this.#context.do({ type: 'forget-servers' });
    this.#context.become({ goal: null, error: null });
  }
}
