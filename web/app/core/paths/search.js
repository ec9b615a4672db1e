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

/** Errors that say that the other device is not to be had, whatever the path. */
const ABOUT_PEER = new Set(['PEER_NOT_FOUND', 'PEER_BUSY', 'CALL_DECLINED']);

/** @typedef {import('../../types').ErrorCode} ErrorCode */

/**
 * Looks for a path: begins attempts, asks for the relay, tries to improve a makeshift, looks for another path when one
 * is lost, and finds out why there is none.
 */
export class Search {
  #it;
  /** When a path was lost before. */
  #lastLoss = -Infinity;
  reporter = new PathReporter();
  improvement = new Improvement();
  patience = new Patience();

  /** @param {import('./workings.js').Workings} workings */
  constructor(workings) {
    this.#it = workings;
  }

  /** The attempt under way, null if there is none. */
  get attempt() {
    const { goal } = this.#it.parts;
    return goal instanceof Attempt ? goal : null;
  }

  // Wanting a path

  /** Wants a path, and a better one if there is only a makeshift. Nothing happens if one is coming. */
  want() {
    if (this.#it.best === null && this.attempt === null) this.call(RELAY_DELAY);
    if (this.#it.best !== null && this.improvement.wanted(this.#it.now)) this.improve();
  }

  /** The same, if something waits for a path and the other device can hear of it. */
  wantIfNeeded() {
    if (this.#it.isWanted) this.want();
  }

  /** @param {number} relayDelay milliseconds */
  call(relayDelay) {
    this.reporter.called(this.#it.now);
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
    if (this.#it.best !== null) return;
    if (isCrossed || this.attempt === null) this.reporter.yielded();
    this.#begin(call);
    this.attempt?.heard();
  }

  /** @param {string | null} call of the other side, with which the attempt begins; null: it is ours */
  #begin(call) {
    if (this.attempt === null) this.#it.become({ goal: new Attempt(call, this.#it.now), error: null });
  }

  /**
   * Starts whatever can be started; without the server this has to wait for it.
   *
   * @param {number} relayDelay milliseconds
   */
  climb(relayDelay) {
    if (!this.#it.facts.isOnline) return;
    if (this.#startDirect() && relayDelay > 0) this.attempt?.scheduleRelay(this.#it.now + relayDelay);
    else this.requestRelay();
    this.checkExhausted();
  }

  /** @returns {boolean} whether a direct path is there or coming */
  #startDirect() {
    const { hasWebRTC, peerHasWebRTC } = this.#it.facts;
    if (this.#it.parts.direct !== null) return true;
    if (!hasWebRTC || !peerHasWebRTC) return false;
    this.#it.become({ direct: new DirectCall('caller') });
    this.#it.do({ type: 'obtain-servers' });
    return true;
  }

  get mayRelay() {
    return this.#it.facts.serverRelays && !this.#it.facts.isDirectOnly;
  }

  requestRelay() {
    if (this.#it.parts.relay !== null || !this.mayRelay || this.attempt?.isRelayRefused) return;
    if (this.#it.facts.isOnline) this.#it.createRelay(this.#it.newCall(), 'requester');
  }

  /** An attempt that waits for the direct path goes on with the relay. */
  fallBack() {
    if (this.attempt === null) return;
    this.requestRelay();
    this.checkExhausted();
  }

  // A better one

  /** Perhaps the direct path works by now, or one past TURN. */
  improve() {
    const { isWanted, best, facts } = this.#it;
    if (!isWanted || best === null || !facts.isOnline) return;
    if (best === 'direct') this.lookAnew();
    else if (!this.#startDirect()) return;
    this.improvement.tried(this.#it.now);
  }

  /** The direct path looks for its way anew, if there is one. */
  lookAnew() {
    const { direct } = this.#it.parts;
    if (direct !== null) this.#it.do(...direct.lookAnew());
  }

  /** Our address may be another one. */
  networkChanged() {
    this.lookAnew();
    this.improvement.stop();
    if (this.#it.best === 'relay') this.improve();
  }

  // Losing it

  /** A path is gone. If it was the last one and something waits for it, another is looked for, at once or soon. */
  pathLost() {
    const { state, parts, best, isWanted, now } = this.#it;
    if (state.name === 'failed' || parts.goal !== null || best !== null || !isWanted) return;
    const isSoon = now - this.#lastLoss < CALL_PAUSE;
    this.#lastLoss = now;
    if (isSoon) this.#it.become({ goal: new Pause(null, now) });
    else this.call(0);
  }

  /** @param {Pause} pause */
  pauseOver({ error }) {
    this.#it.become({ goal: null, error });
    if (this.#it.state.name === 'troubled') return this.#it.isWanted ? this.requestRelay() : undefined;
    if (error === null) return this.pathLost();
    if (this.#it.isWanted) this.call(RELAY_DELAY);
  }

  /** The server is there again. */
  serverBack() {
    if (this.#it.best !== null) return;
    if (this.attempt !== null) this.climb(0);
    else if (this.#it.isWanted) this.call(0);
  }

  /** The other device is there again: an earlier failure says nothing any more. */
  peerBack() {
    const { goal } = this.#it.parts;
    const isFailed = this.#it.state.name === 'failed' || (goal instanceof Pause && goal.error !== null);
    if (isFailed) this.#it.become({ goal: null, error: null });
    this.wantIfNeeded();
  }

  // Failing

  /**
   * A call of this attempt was refused.
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
    const { direct, relay } = this.#it.parts;
    if (this.attempt === null || direct !== null || relay !== null) return;
    if (this.#it.facts.isOnline) this.fail(this.verdict);
  }

  /**
   * Why no path opened in time.
   *
   * @returns {ErrorCode}
   */
  get verdict() {
    const error = this.attempt?.error ?? verdict(this.#it.facts, this.#it);
    return error === 'CALL_TIMEOUT' && this.attempt?.isHeard ? 'NOT_CONNECTED' : error;
  }

  /**
   * Gives up what is there and what is coming. Content that both pages hold waits for another attempt; content the other
   * has never heard of does not.
   *
   * @param {ErrorCode} error
   */
  fail(error) {
    this.giveUp(error);
    const { isShared, isNeeded } = this.#it.facts;
    if (isShared) this.patience.brokenOff(this.#it.now);
    if (!isNeeded) return;
    if (!isShared || !this.patience.goesOn(error)) return this.#it.do({ type: 'give-up', error });
    this.#it.become({ goal: new Pause(error, this.#it.now) });
    this.#it.do({ type: 'give-up-unheard', error });
  }

  /**
   * Gives up what is there and what is coming, and tells the other side.
   *
   * @param {ErrorCode} error
   */
  giveUp(error) {
    const { direct, relay } = this.#it.parts;
    const calls = ABOUT_PEER.has(error) ? [] : [direct?.call, relay?.call];
    for (const call of calls) if (call) this.#it.send(givenUp(call));
    this.#it.do(...this.reporter.failed(error, this.#it.now));
    this.#it.dropAll();
    this.improvement.stop();
    this.#it.become({ goal: null, error });
  }

  /** The break was too long. The person is told why as precisely as it is known. */
  waitedLongEnough() {
    this.waitNoLonger();
    const { isAbsent, isOnline } = this.#it.facts;
    if (isAbsent) return this.#it.do({ type: 'give-up', error: 'PEER_NOT_FOUND' });
    this.#it.do({ type: 'give-up', error: isOnline ? 'break' : 'SERVER_GONE' });
  }

  waitNoLonger() {
    this.patience.end();
    const { goal } = this.#it.parts;
    if (goal instanceof Pause && goal.error !== null) this.#it.become({ goal: null, error: goal.error });
  }

  /** Ends everything, without a word to the other side. */
  close() {
    this.#it.dropAll();
    this.improvement.stop();
    this.#it.do({ type: 'forget-servers' });
    this.#it.become({ goal: null, error: null });
  }
}
