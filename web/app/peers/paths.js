import { Ladder } from './ladder.js';
import { ThroughputMeter } from '../channels/throughput.js';
import { PING_SPACE, PIPE_ANSWER, PIPE_ANSWER_CLOSED } from '../core/times.js';
import { Patience } from '../core/paths/patience.js';

/** An idle relay is closed after this time, in milliseconds, so that what follows at once can still use it. */
const RELAY_LINGER = 2_000;

/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../types').Route} Route
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('./conversation.js').World} World
 *
 * @typedef {object} PathEvents
 * @property {(route: Route) => string} notice shows the way content takes from here on; returns the entry's ID
 * @property {(id: string) => void} retract takes a notice back: nothing went that way
 * @property {(error: ErrorCode | 'made-room' | 'break', by?: 'us' | 'them') => void} givenUp no path will come for what
 *     waits; `by` where the cause does not say it
 * @property {(error: ErrorCode) => void} unheard the same for what the other side has never heard of; the rest waits
 * @property {() => void} changed status, path or error
 * @property {() => boolean} isUnderWay whether accepted transfers would be broken off without a path
 */

/** The paths of a conversation: gives the session its pipes and decides how long it waits for one. */
export class Paths {
  #world;
  #session;
  #events;
  #ladder;
  #patience;
  #throughput;
  /**
   * The way the person was last told about; a direct one is nothing to speak of until there was another.
   *
   * @type {Route}
   */
  #told = 'direct';
  /**
   * A relay that waits until the person can see where it goes.
   *
   * @type {Pipe | null}
   */
  #announced = null;
  /** @type {Set<Pipe>} */
  #pipes = new Set();
  #closedBytes = 0;

  /**
   * @param {object} options
   * @param {World} options.world
   * @param {Session} options.session
   * @param {PathEvents} options.events
   */
  constructor({ world, session, events }) {
    this.#world = world;
    this.#session = session;
    this.#events = events;
    const { clock } = world;
    this.#patience = new Patience(clock, () => this.#waitedLongEnough());
    this.#ladder = new Ladder(world, {
      pipe: (pipe) => this.#opened(pipe),
      trouble: (pipe) => session.setTroubled(pipe, true),
      recovered: (pipe) => session.setTroubled(pipe, false),
      changed: () => this.#changed(),
      isNeeded: () => session.isNeeded && world.whereabouts() === 'here',
    });
    this.#throughput = new ThroughputMeter({ clock, total: () => this.#totalBytes, isBusy: events.isUnderWay });
  }

  get status() {
    return this.#isTryingOn ? 'connecting' : this.#ladder.status;
  }

  get error() {
    return this.#isTryingOn ? null : this.#ladder.error;
  }

  /** The way new transfers take. */
  get route() {
    return this.#ladder.best?.route ?? null;
  }

  /** A path is wanted, and a better one if there is only the relay. */
  want() {
    // A device that is away is back or has left within seconds, and what waits goes on then.
    if (this.#world.whereabouts() !== 'away') this.#ladder.open();
  }

  /** A path is wanted if something waits for it and the other device can hear of that. */
  wantIfNeeded() {
    if (this.#session.isNeeded && this.#world.whereabouts() === 'here') this.#ladder.open();
  }

  /** @param {import('./ladder-world').Incoming} message */
  signaled(message) {
    this.#ladder.received(message);
    if (message.type === 'end') this.#events.givenUp('made-room', 'them');
  }

  signalingLost() {
    this.#ladder.signalingLost();
  }

  signalingReturned() {
    this.#ladder.signalingReturned();
  }

  /**
   * The other device has lost the server, perhaps since its page is gone. The pipes to it have to show that they live.
   *
   * @param {'closed' | 'lost'} away
   */
  peerAway(away) {
    const limit = away === 'closed' ? PIPE_ANSWER_CLOSED : PIPE_ANSWER;
    const { clock } = this.#world;
    for (const pipe of this.#pipes) {
      if (!this.#session.ping(pipe)) continue;
      const { received } = pipe.counters;
      // The first is not answered when another one was a moment ago.
      clock.after(PING_SPACE, () => this.#session.ping(pipe));
      clock.after(limit, () => {
        if (pipe.isOpen && pipe.counters.received === received) pipe.close();
      });
    }
  }

  /** It has left. What both pages hold waits for its return; what it has never heard of does not. */
  peerLeft() {
    this.#ladder.peerLeft();
    if (this.#session.isNeeded && this.#ladder.best === null) this.#ladder.fail('PEER_NOT_FOUND');
  }

  /** It is there again. */
  peerReturned() {
    if (this.#ladder.status === 'failed') this.#ladder.forgive();
    this.wantIfNeeded();
  }

  /** It is another page than before, which knows nothing of the paths that are there. */
  peerRenewed() {
    this.#ladder.close();
  }

  networkChanged() {
    this.#ladder.networkChanged();
  }

  forbidRelay() {
    this.#ladder.forbidRelay();
  }

  /**
   * Gives up every path.
   *
   * @param {ErrorCode} error
   */
  fail(error) {
    this.#ladder.fail(error);
    this.#events.givenUp(error);
  }

  /** Tells the other side that it is over. */
  close() {
    this.#world.signal({ type: 'end' });
    this.#ladder.close();
    this.#events.givenUp('made-room', 'us');
  }

  /** The same, without a word. */
  forget() {
    this.#ladder.close();
  }

  /** Something is moving that is worth measuring. */
  measure() {
    this.#throughput.run();
  }

  /** Something has ended. Perhaps nothing waits for a path any more, or uses the relay. */
  ended() {
    if (!this.#session.isShared && this.#patience.isWaiting) {
      this.#patience.end();
      this.#events.changed();
    }
    this.#releaseIdleRelay();
  }

  /** If nothing uses the relay, it goes. */
  #releaseIdleRelay() {
    this.#world.clock.after(RELAY_LINGER, () => {
      if (!this.#session.uses('relay')) this.#ladder.releaseRelay();
    });
  }

  /** @returns {Promise<Omit<import('../types').Inspection, 'refusal'> | null>} */
  async inspect() {
    const pipe = this.#ladder.best;
    if (pipe === null) return null;
    const throughput = this.#throughput.read();
    const path = this.#ladder.directPath;
    if (pipe.kind === 'direct' && path !== null) {
      return { path: pipe.route, ...(await path.statistics()), throughput };
    }
    const { sent, received } = pipe.counters;
    return {
      path: pipe.route,
      local: null,
      remote: null,
      roundTrip: null,
      bytesSent: sent,
      bytesReceived: received,
      throughput,
      protocol: pipe.route === 'encrypted' ? 'WebSocket, AES-GCM' : 'WebSocket',
      state: 'open',
    };
  }

  /** @param {Pipe} pipe */
  #opened(pipe) {
    this.#patience.end();
    this.#pipes.add(pipe);
    this.#session.attach(pipe);
  }

  /**
   * A text or transfer of ours is about to go over `pipe`. The person sees that it goes through the server before the
   * first byte does: until then it waits. If another way has come meanwhile, nothing went there, and the word is taken
   * back.
   *
   * @param {Pipe} pipe
   * @returns {boolean} whether it may go now
   */
  mayCarry(pipe) {
    if (pipe.kind === 'direct' || pipe.route === this.#told) {
      this.carried(pipe);
      return true;
    }
    if (this.#announced === pipe) return false;
    this.#announced = pipe;
    const notice = this.#events.notice(pipe.route);
    this.#world.afterShown(() => {
      if (this.#announced === pipe) this.#announced = null;
      if (this.#session.wants(pipe)) this.#told = pipe.route;
      else this.#events.retract(notice);
      this.#session.distribute();
    });
    return false;
  }

  /**
   * A text or transfer goes over `pipe`, from here or from there.
   *
   * @param {Pipe} pipe
   */
  carried(pipe) {
    const isNews = pipe.kind === 'relay' || this.#told !== 'direct';
    if (isNews) this.#tell(pipe.route);
  }

  /** @param {Route} route */
  #tell(route) {
    if (route === this.#told) return;
    this.#told = route;
    this.#events.notice(route);
  }

  /** Whether an attempt after a break has failed and the next one follows: that is no failure yet. */
  get #isTryingOn() {
    const isBetweenAttempts = this.#ladder.status === 'failed' && this.#patience.isWaiting;
    return isBetweenAttempts && this.#world.whereabouts() === 'here' && this.#world.absence() === null;
  }

  #changed() {
    this.#forgetClosedPipes();
    this.#session.rerouted();
    const { status, best } = this.#ladder;
    if (best?.kind === 'direct' && this.#session.uses('direct')) this.carried(best);
    if (status === 'connected') this.#releaseIdleRelay();
    else if (this.#session.isShared) this.#patience.brokenOff();
    if (status === 'failed' && this.#session.isNeeded) this.#failed();
    this.#events.changed();
  }

  /** Content that both pages hold waits some time for another path; content the other has never heard of does not. */
  #failed() {
    const { error } = this.#ladder;
    if (error === null) return;
    const isWaiting = this.#session.isShared && this.#patience.failed(error, () => this.wantIfNeeded());
    if (isWaiting) this.#events.unheard(error);
    else this.#events.givenUp(error);
  }

  /** The break was too long. Why, is said as precisely as it is known. */
  #waitedLongEnough() {
    if (this.#world.absence() !== null) return this.#events.givenUp('PEER_NOT_FOUND');
    this.#events.givenUp(this.#world.conditions().isOnline ? 'break' : 'SERVER_GONE');
  }

  #forgetClosedPipes() {
    for (const pipe of this.#pipes) {
      if (pipe.isOpen) continue;
      this.#closedBytes += pipe.counters.sent + pipe.counters.received;
      this.#pipes.delete(pipe);
    }
  }

  get #totalBytes() {
    const open = [...this.#pipes].map(({ counters }) => counters.sent + counters.received);
    return open.reduce((sum, bytes) => sum + bytes, this.#closedBytes);
  }
}
