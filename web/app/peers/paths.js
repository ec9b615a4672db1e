import { Ladder } from './ladder.js';
import { ThroughputMeter } from '../channels/throughput.js';
import { PING_SPACE, PIPE_ANSWER, PIPE_ANSWER_CLOSED } from '../core/times.js';
import { Patience, knownError } from '../core/paths/patience.js';

/** An idle relay is closed after this time, in milliseconds, so that what follows at once can still use it. */
const RELAY_LINGER = 2_000;

/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../types').Route} Route
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('./conversation.js').PathsWorld} PathsWorld
 * @typedef {import('./content-and-paths').PathsForContent} PathsForContent
 * @typedef {import('./content-and-paths').SessionForPaths} SessionForPaths
 * @typedef {import('./content-and-paths').ContentForPaths} ContentForPaths
 */

/**
 * The paths of a conversation: gives the session its pipes and decides how long it waits for one.
 *
 * @implements {PathsForContent}
 */
export class Paths {
  #world;
  #session;
  #content;
  #onChange;
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
   * @param {PathsWorld} options.world
   * @param {SessionForPaths} options.session
   * @param {ContentForPaths} options.content
   * @param {() => void} options.onChange status, path or error
   */
  constructor({ world, session, content, onChange }) {
    this.#world = world;
    this.#session = session;
    this.#content = content;
    this.#onChange = onChange;
    const { clock } = world;
    this.#patience = new Patience(clock, () => this.#waitedLongEnough());
    this.#ladder = new Ladder(world, {
      pipe: (pipe) => this.#opened(pipe),
      trouble: (pipe) => session.setTroubled(pipe, true),
      recovered: (pipe) => session.setTroubled(pipe, false),
      changed: () => this.#changed(),
      isNeeded: () => session.isNeeded && world.whereabouts() === 'here',
    });
    this.#throughput = new ThroughputMeter({ clock, total: () => this.#totalBytes, isBusy: () => content.isUnderWay });
  }

  get status() {
    return this.#isTryingOn ? 'connecting' : this.#ladder.status;
  }

  get error() {
    const { error } = this.#ladder;
    return this.#isTryingOn || error === null ? null : knownError(error, this.#world.absence());
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
    if (message.type === 'end') this.#content.giveUp('made-room', 'them');
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
    this.#giveUp(error);
  }

  /** Tells the other side that it is over. */
  close() {
    this.#world.signal({ type: 'end' });
    this.#ladder.close();
    this.#content.giveUp('made-room', 'us');
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
      this.#onChange();
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
    const notice = this.#content.notice(pipe.route);
    this.#world.afterShown(() => {
      if (this.#announced === pipe) this.#announced = null;
      if (this.#session.wants(pipe)) this.#told = pipe.route;
      else this.#content.retract(notice);
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
    this.#content.notice(route);
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
    this.#onChange();
  }

  /** Content that both pages hold waits some time for another path; content the other has never heard of does not. */
  #failed() {
    const { error } = this.#ladder;
    if (error === null) return;
    const isWaiting = this.#session.isShared && this.#patience.failed(error, () => this.wantIfNeeded());
    if (isWaiting) this.#content.giveUpUnheard(knownError(error, this.#world.absence()));
    else this.#giveUp(error);
  }

  /** The break was too long. Why, is said as precisely as it is known. */
  #waitedLongEnough() {
    if (this.#world.absence() !== null) return this.#giveUp('PEER_NOT_FOUND');
    if (this.#world.conditions().isOnline) this.#content.giveUp('break');
    else this.#giveUp('SERVER_GONE');
  }

  /** @param {ErrorCode} error why no path will come for anything that waits */
  #giveUp(error) {
    this.#content.giveUp(knownError(error, this.#world.absence()));
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
