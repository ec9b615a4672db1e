import { PIPE_ANSWER, PIPE_ANSWER_CLOSED, RELAY_LIFE, RELAY_LIFE_OF_ABSENT } from '../times.js';
import { Announcement } from './announcement.js';
import { Answering } from './answering.js';
import { Attempt } from './attempt.js';
import { ChannelNews } from './channel-news.js';
import { earliest } from './deadline.js';
import { Pause } from './pause.js';
import { Search } from './search.js';
import { Context } from './context.js';

/**
 * A relay that nothing uses beside a direct path is closed after this time, so that content that follows at once can
 * still use it. In milliseconds.
 */
const RELAY_LINGER = 2_000;

/**
 * @typedef {import('./machine-types').Facts} Facts
 * @typedef {import('./machine-types').Incoming} Incoming
 * @typedef {import('./machine-types').PathAction} PathAction
 * @typedef {import('./machine-types').PathEvent} PathEvent
 * @typedef {import('./machine-types').State} State
 */

/**
 * Decides which way to take to another device, without sockets and connections: events in, actions out.
 * docs/protocol.md, Signaling, Conversation, and 'What ends when'.
 *
 * The direct path is tried at once, the relay beside it when that takes too long or breaks. While only a makeshift
 * carries, which is the relay or TURN, a better path is looked for.
 *
 *                 want, or called            a path works               nothing comes through
 *        idle ─────────────────────► calling ─────────────► open ◄──────────────────────────► troubled
 *         ▲                           ▲ │  ▲                │ │                                 │
 *         │                           │ │  └── it is lost ──┘ │ it is lost, and nothing          │ restart has failed
 *         │                           │ │                     │ needs another                    ▼
 *         └───────────────────────────┼─┼─────────────────────┘                        calling, waiting or idle
 *                                     │ │ no path in time, or it was refused
 *                                     │ ├─────────────────────────────────► failed
 *                       pause is over │ │ the same, but both pages hold something
 *                                     │ ▼ that waits; or a path was lost again soon
 *                                  waiting
 *
 * `close`, `end` and another page at the other side lead to `idle` from everywhere.
 */
export class PathMachine {
  #context;
  #search;
  #news;
  #answering;
  #announcement = new Announcement();
  /**
   * The time at which the relay goes, if nothing has used it until then.
   *
   * @type {number | null}
   */
  #releaseAt = null;

  /**
   * @param {string} prefix of the names of calls: 12 random characters `[A-Za-z0-9_-]`
   * @param {Facts} facts
   */
  constructor(prefix, facts) {
    this.#context = new Context(prefix, facts);
    this.#search = new Search(this.#context);
    this.#news = new ChannelNews(this.#context, this.#search);
    this.#answering = new Answering(this.#context, this.#search, this.#news);
  }

  /** @returns {Readonly<State>} */
  get state() {
    return this.#context.state;
  }

  /** @returns {Readonly<Facts>} */
  get facts() {
    return this.#context.facts;
  }

  /** The time at which the event `time` is to be stepped, null if nothing waits. */
  get deadline() {
    const { goal, direct, relay } = this.#context.parts;
    const parts = [goal, direct, relay, this.#search.improvement, this.#search.patience];
    return earliest(this.#releaseAt, ...parts.map((part) => part?.deadline ?? null));
  }

  /** @returns {import('../../types').ConversationStatus} */
  get status() {
    switch (this.state.name) {
      case 'idle': return 'ready';
      case 'open': return 'connected';
      case 'failed':
      case 'waiting': return this.#isTryingOn ? 'connecting' : 'failed';
      // A relay that only the other side has asked for is no attempt of ours.
      case 'calling': return this.state.direct === null && this.state.goal === null ? 'ready' : 'connecting';
      default: return 'connecting';
    }
  }

  /** The reason, with the status `failed`. */
  get error() {
    if (this.status !== 'failed') return null;
    const { goal, error } = this.#context.parts;
    return goal instanceof Pause ? goal.error : error;
  }

  /**
   * Whether the end of an attempt is no failure yet: content waits for another path, and the other device, which may be
   * the one that needs it, is there. A path that was lost is no failure in any case.
   */
  get #isTryingOn() {
    if (this.state.name === 'waiting' && this.state.goal.error === null) return true;
    return this.#search.patience.isWaiting && this.facts.whereabouts === 'here' && !this.facts.isAbsent;
  }

  /** The path for new content, null if none works. */
  get best() {
    return this.#context.best;
  }

  /** The route that new content takes, null if no path works. */
  get route() {
    return this.#context.route;
  }

  /**
   * Whether a text or transfer of ours may go this way now. If not, `waiting` is to be stepped, and `distribute`
   * follows.
   *
   * @param {import('../../types').Route} route
   */
  mayCarry(route) {
    return this.#announcement.allows(route);
  }

  /**
   * @param {PathEvent} event
   * @param {number} now milliseconds of a steady clock
   * @returns {PathAction[]}
   */
  step(event, now) {
    this.#context.now = now;
    this.#context.actions = [];
    const { route } = this;
    this.#handle(event);
    this.#conclude(route);
    return this.#context.actions;
  }

  /** @param {PathEvent} event */
  #handle(event) {
    const { direct, relay } = this.#context.parts;
    switch (event.type) {
      case 'facts': return void (this.#context.facts = { ...this.facts, ...event.facts });
      case 'time': return this.#timePassed();
      case 'want': return this.facts.whereabouts === 'away' ? undefined : this.#search.want();
      case 'need': return this.#search.wantIfNeeded();
      case 'message': return this.#received(event.message);
      case 'server-lost': return relay?.isWanted ? this.#context.dropRelay() : undefined;
      case 'server-back': return this.#serverBack();
      case 'peer-away': return this.#ask(event.isClosed ? PIPE_ANSWER_CLOSED : PIPE_ANSWER);
      case 'peer-left': return this.#peerLeft(event.isClosed);
      case 'peer-back': return this.#search.peerBack();
      case 'network-changed': return this.#search.networkChanged();
      case 'relay-forbidden': return this.#forbidRelay();
      case 'broken': {
        this.#search.giveUp(event.error);
        return this.#context.do({ type: 'give-up', error: event.error });
      }
      case 'close': {
        this.#context.send({ type: 'end' });
        return this.#over('made-room', 'us');
      }
      case 'revived': return this.#over('closed', 'us');
      case 'peer-renewed':
      case 'forget': return this.#search.close();
      case 'ended': return;
      case 'waiting': {
        if (relay?.route) this.#context.do(...this.#announcement.waiting(relay.call, relay.route));
        return;
      }
      case 'carried': return this.#context.do(...this.#announcement.carried(event.route));
      case 'shown': return this.#context.do(...this.#announcement.shown(event.call, event.route, event.isWanted));
      case 'pinged': {
        const call = event.path === 'direct' ? direct : relay;
        return this.#context.do(...(call?.pinged(event.within, this.#context.now) ?? []));
      }
      case 'heard': return (event.path === 'direct' ? direct : relay)?.heard();
      default: return this.#news.reported(event);
    }
  }

  /**
   * Applies the rules that depend on nothing but the state and the facts.
   *
   * @param {import('../../types').Route | null} before the route before this step
   */
  #conclude(before) {
    const { now, best, parts, state } = this.#context;
    const { isShared, isPolite, usesDirect, usesRelay } = this.facts;
    const { patience, improvement } = this.#search;
    if (state.name === 'open') patience.end();
    else if (isShared) patience.brokenOff(now);
    if (!isShared) this.#search.waitNoLonger();
    const { route } = this;
    const isRerouted = best === 'direct' && usesDirect && route !== null && route !== before;
    if (isRerouted) this.#context.do(...this.#announcement.carried(route));
    if (state.name !== 'troubled') improvement.watch(route, isPolite, now);
    const isIdle = best === 'direct' && parts.relay !== null && !usesRelay;
    this.#releaseAt = isIdle ? (this.#releaseAt ?? now + RELAY_LINGER) : null;
  }

  #timePassed() {
    const { now } = this.#context;
    for (let { deadline } = this; deadline !== null && deadline <= now; { deadline } = this) this.#due(deadline);
  }

  /** @param {number} deadline the earliest, of which each part may have one */
  #due(deadline) {
    const { now, parts: { goal, direct, relay } } = this.#context;
    const { improvement, patience } = this.#search;
    // A call of the other side and the attempt that began with it are over at the same time. The call ends first.
    const isDirectFirst = goal instanceof Attempt && goal.call !== null && direct?.deadline === deadline;
    if (goal?.deadline === deadline && !isDirectFirst) this.#goalDue(goal);
    else if (direct?.deadline === deadline) this.#news.direct(direct.due(now));
    else if (relay?.deadline === deadline) this.#relayDue(relay);
    else if (improvement.deadline === deadline) improvement.due(this.facts.isPolite, now) && this.#search.improve();
    else if (patience.deadline === deadline) this.#search.waitedLongEnough();
    else this.#release();
  }

  /** @param {Attempt | Pause} goal */
  #goalDue(goal) {
    if (goal instanceof Pause) this.#search.pauseOver(goal);
    else if (goal.due(this.#context.now) === 'over') this.#search.fail(this.#search.verdict);
    else this.#search.requestRelay();
  }

  /** @param {import('./relay-call.js').RelayCall} relay */
  #relayDue(relay) {
    const due = relay.due(this.#context.now);
    if (due === 'late') this.#answering.refused(relay.call, 'CALL_TIMEOUT');
    else if (due === 'broken') this.#news.relayEnded('broken');
    else this.#context.do(...due);
  }

  #release() {
    this.#releaseAt = null;
    this.#context.dropRelay();
  }

  /** @param {Incoming} message from or about this device */
  #received(message) {
    if (message.type === 'end') this.#over('made-room', 'them');
    else this.#answering.received(message);
  }

  #serverBack() {
    const { now, parts: { direct, relay } } = this.#context;
    this.#context.do(...(direct?.repeat() ?? []), ...(relay?.expectLife(RELAY_LIFE, now) ?? []));
    this.#search.serverBack();
  }

  /** @param {number} within the time for a sign of life, which the open paths owe, in milliseconds */
  #ask(within) {
    const { direct, relay } = this.#context.parts;
    if (direct?.wasOpen) this.#context.do({ type: 'ping', path: 'direct', within });
    if (relay?.isOpen) this.#context.do({ type: 'ping', path: 'relay', within });
  }

  /**
   * Handles that the other device is not with the server any more. A direct path does not need the server and stays.
   *
   * @param {boolean} isClosed its page was closed
   */
  #peerLeft(isClosed) {
    if (isClosed && this.state.name !== 'open') return this.#over('closed', 'them');
    const { now, parts: { relay } } = this.#context;
    this.#context.do(...(relay?.expectLife(RELAY_LIFE_OF_ABSENT, now) ?? []));
    if (this.facts.isNeeded && this.best === null) this.#search.fail('PEER_NOT_FOUND');
  }

  /** Drops every relay, TURN included: our person does not want them any more. */
  #forbidRelay() {
    const { direct, relay } = this.#context.parts;
    const isByTurn = direct?.wasOpen === true && direct.route === 'turn';
    this.#context.dropRelay();
    if (isByTurn) this.#context.dropDirect();
    if (isByTurn || relay !== null) this.#search.pathLost();
  }

  /**
   * Ends the conversation, and gives up what waited in it.
   *
   * @param {'made-room' | 'closed'} error
   * @param {'us' | 'them'} by
   */
  #over(error, by) {
    this.#search.close();
    this.#context.do({ type: 'give-up', error, by });
  }
}
