import { PathMachine } from '../core/paths/machine.js';
import { knownError } from '../core/paths/patience.js';
import { identifier } from '../core/util/random.js';
import { Channels } from './channels.js';
import { Content } from './content.js';
import { PipeStatistics } from './pipe-statistics.js';

/** Characters of the machine's prefix for the names of calls. */
const PREFIX_LENGTH = 12;

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('../core/paths/machine-types').Facts} Facts
 * @typedef {import('../core/paths/machine-types').PathAction} PathAction
 * @typedef {import('../core/paths/machine-types').PathEvent} PathEvent
 * @typedef {import('../core/paths/machine-types').PathName} PathName
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('./content-and-paths').PathsForContent} PathsForContent
 * @typedef {import('./peer-world').PeerWorld} PeerWorld
 */

/**
 * One other device: the content of the conversation with it, and the paths to it. The path machine decides about those;
 * this tells it what happens and performs what it says, on the two channels, the content, and the server.
 *
 * @implements {PathsForContent}
 */
export class Peer {
  #id;
  #world;
  #content;
  #machine;
  #channels;
  #statistics;
  /** @type {PathEvent[]} Events that wait while another is stepped. */
  #queue = [];
  #isStepping = false;
  /** @type {number | null} When the timer fires, null if there is none. */
  #timerAt = null;
  #cancelTimer = () => {};
  /** @type {Map<string, string>} IDs of the entries that announce a relay, by its call. */
  #announcements = new Map();
  /** The state of the paths as it was published last, or their first one, with which there is nothing to publish. */
  #shown;
  #isOver = false;

  /**
   * @param {string} id
   * @param {PeerWorld} world
   */
  constructor(id, world) {
    this.#id = id;
    this.#world = world;
    this.#content = new Content({ world, paths: this, onChange: () => this.#publish() });
    this.#channels = new Channels(world, (event) => this.step(event));
    this.#machine = new PathMachine(identifier(world.random, PREFIX_LENGTH), this.#facts());
    this.#shown = this.#glance;
    this.#statistics = new PipeStatistics(world.clock, () => this.#content.isUnderWay);
  }

  /** Everything the person sends, accepts and sees here. */
  get content() {
    return this.#content;
  }

  /** Whether it takes one of the places for open conversations. */
  get isOpen() {
    return this.#machine.status === 'connected' || this.#machine.status === 'connecting';
  }

  /** Whether something in it outlives a break, so that a call about it is welcome at any time. */
  get isShared() {
    return this.#content.session.isShared;
  }

  /** Whether nothing would be lost if it was closed. */
  get isIdle() {
    return !this.#content.session.isNeeded;
  }

  /** Tries to connect, for all that failed for want of it as well. */
  reconnect() {
    this.#content.retryUnreached();
    this.want();
  }

  /** Measurements of the path in use, null while there is none. */
  inspect() {
    const { best } = this.#machine;
    const direct = best === 'direct' ? this.#channels.direct : null;
    return best && this.#statistics.inspect(this.#channels.pipe(best), direct);
  }

  /**
   * Handles that the other device has lost its socket: its page was closed or is being reloaded, or its network is
   * away.
   *
   * @param {'closed' | 'lost'} away
   */
  peerAway(away) {
    this.step({ type: 'peer-away', isClosed: away === 'closed' });
    this.#content.showWhereabouts();
  }

  /** Handles that it is with the server again, as the page it was. */
  peerBack() {
    this.#content.showWhereabouts();
    this.step({ type: 'peer-back' });
  }

  /**
   * Takes notice that the other device shows another page than before: the transfers of the former are over, and offers
   * that it had not answered are made again.
   *
   * @param {string} instance
   */
  peerRenewed(instance) {
    const { session } = this.#content;
    if (session.page === instance) return;
    this.step({ type: 'peer-renewed' });
    if (session.page !== null) session.renewed(instance);
    this.#content.showWhereabouts();
    this.wantIfNeeded();
    this.#publish();
  }

  /**
   * The other device is not with the server any more.
   *
   * @param {boolean} isClosed its page was closed
   */
  peerLeft(isClosed) {
    this.#content.showWhereabouts();
    this.step({ type: 'peer-left', isClosed });
    if (!this.#content.isEmpty) this.#content.notice(this.#world.absence() ?? 'left');
  }

  peerReturned() {
    this.#content.showWhereabouts();
    if (!this.#content.isEmpty) this.#content.notice('back');
    this.step({ type: 'peer-back' });
  }

  /** Closes silently and publishes nothing more. */
  end() {
    this.#isOver = true;
    this.#content.clear();
    this.step({ type: 'forget' });
  }

  // Asked for by the content

  want() {
    this.step({ type: 'want' });
  }

  wantIfNeeded() {
    this.step({ type: 'need' });
  }

  /** @param {Pipe} pipe */
  mayCarry(pipe) {
    const isAllowed = this.#machine.mayCarry(pipe.route);
    if (isAllowed) this.carried(pipe);
    else this.step({ type: 'waiting' });
    return isAllowed;
  }

  /**
   * Tells the machine at once, also while it is being stepped: the notice has to stand above the content.
   *
   * @param {Pipe} pipe
   */
  carried({ route }) {
    if (this.#isStepping) this.#make({ type: 'carried', route });
    else this.step({ type: 'carried', route });
  }

  ended() {
    this.step({ type: 'ended' });
  }

  /** @param {ErrorCode} error */
  fail(error) {
    this.step({ type: 'broken', error });
  }

  measure() {
    this.#statistics.measure();
  }

  // The machine

  /**
   * Steps the machine and performs its actions. Events that come meanwhile wait for their turn.
   *
   * @param {PathEvent} event
   */
  step(event) {
    this.#queue.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        this.#learn();
        this.#make(next);
        if (this.#queue.length === 0) this.#learn();
      }
    } finally {
      this.#isStepping = false;
      this.#setTimer();
    }
    if (this.#shown !== this.#glance) this.#publish();
  }

  /** Tells the machine which facts are others than before. */
  #learn() {
    /** @type {Readonly<Record<string, unknown>>} */
    const known = { ...this.#machine.facts };
    const changed = Object.entries(this.#facts()).filter(([name, value]) => known[name] !== value);
    if (changed.length > 0) this.#make({ type: 'facts', facts: Object.fromEntries(changed) });
  }

  /** @returns {Facts} */
  #facts() {
    const { session } = this.#content;
    return {
      ...this.#world.conditions(),
      hasWebRTC: this.#world.createConnection !== null,
      whereabouts: this.#world.whereabouts(),
      isAbsent: this.#world.absence() !== null,
      isNeeded: session.isNeeded,
      isShared: session.isShared,
      usesDirect: session.uses('direct'),
      usesRelay: session.uses('relay'),
    };
  }

  /** @param {PathEvent} event */
  #make(event) {
    for (const action of this.#machine.step(event, this.#world.clock.now())) this.#perform(action);
  }

  #setTimer() {
    const deadline = this.#isOver ? null : this.#machine.deadline;
    if (deadline === this.#timerAt) return;
    this.#cancelTimer();
    this.#timerAt = deadline;
    if (deadline === null) return;
    this.#cancelTimer = this.#world.clock.after(deadline - this.#world.clock.now(), () => {
      this.#timerAt = null;
      this.step({ type: 'time' });
    });
  }

  /** @param {PathAction} action */
  #perform(action) {
    const { session } = this.#content;
    switch (action.type) {
      case 'send': return this.#world.signal(action.message);
      case 'report': return this.#world.report(action.report);
      case 'doubt-server': return this.#world.doubtServer();
      case 'forget-servers': return this.#world.servers.forget();
      case 'attach': return this.#attach(this.#channels.pipe(action.path));
      case 'trouble': return this.#setTroubled(true);
      case 'recovered': return this.#setTroubled(false);
      case 'listen': return this.#listen(action.path);
      case 'ping': return this.#ping(action.path, action.within);
      case 'notice': return void this.#content.notice(action.route);
      case 'announce': return this.#announce(action.call, action.route);
      case 'retract': return this.#content.retract(this.#announcements.get(action.call) ?? '');
      case 'distribute': return session.distribute();
      case 'give-up': return this.#giveUp(action.error, action.by);
      case 'give-up-unheard': return this.#content.giveUpUnheard(knownError(action.error, this.#world.absence()));
      case 'direct-reroute': return this.#reroute(action.route);
      default: return this.#channels.perform(action);
    }
  }

  /** @param {'direct' | 'turn'} route of the direct path from now on */
  #reroute(route) {
    this.#channels.perform({ type: 'direct-reroute', route });
    this.#content.session.rerouted();
  }

  // Content

  /** @param {Pipe | null} pipe */
  #attach(pipe) {
    if (pipe === null) return;
    this.#statistics.add(pipe);
    this.#content.session.attach(pipe);
  }

  /** @param {boolean} isTroubled */
  #setTroubled(isTroubled) {
    const pipe = this.#channels.pipe('direct');
    if (pipe !== null) this.#content.session.setTroubled(pipe, isTroubled);
  }

  /** @param {PathName} path */
  #listen(path) {
    this.#channels.pipe(path)?.listen(() => this.step({ type: 'heard', path }));
  }

  /**
   * @param {PathName} path
   * @param {number} within milliseconds
   */
  #ping(path, within) {
    const pipe = this.#channels.pipe(path);
    if (pipe !== null && this.#content.session.ping(pipe)) this.step({ type: 'pinged', path, within });
  }

  /**
   * @param {string} call of the relay
   * @param {import('../types').Route} route
   */
  #announce(call, route) {
    const pipe = this.#channels.pipe('relay');
    this.#announcements.set(call, this.#content.notice(route));
    this.#world.afterShown(() => {
      const isWanted = pipe !== null && this.#content.session.wants(pipe);
      this.step({ type: 'shown', call, route, isWanted });
      this.#announcements.delete(call);
    });
  }

  /**
   * @param {Extract<PathAction, { type: 'give-up' }>['error']} error
   * @param {'us' | 'them'} [by]
   */
  #giveUp(error, by) {
    const isPlain = error === 'made-room' || error === 'break' || error === 'closed';
    this.#content.giveUp(isPlain ? error : knownError(error, this.#world.absence()), by);
  }

  // Showing

  /** The part of the paths' state that the person sees, to be compared. */
  get #glance() {
    const { status, route } = this.#machine;
    return `${status} ${route} ${this.#error}`;
  }

  get #error() {
    const { error } = this.#machine;
    return error && knownError(error, this.#world.absence());
  }

  #publish() {
    if (this.#isOver) return;
    this.#shown = this.#glance;
    const { status, route } = this.#machine;
    const { entries, unread } = this.#content;
    this.#world.publish({ peer: this.#id, status, path: route, error: this.#error, entries, unread });
  }
}
