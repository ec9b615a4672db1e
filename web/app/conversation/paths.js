import { Ladder } from '../connection/ladder.js';
import { ThroughputMeter } from '../connection/throughput.js';
import { Patience } from './patience.js';

/** An idle relay is closed after this time, in milliseconds, so that what follows at once can still use it. */
const RELAY_LINGER = 2_000;

/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../types').Route} Route
 * @typedef {import('../connection/pipe').Pipe} Pipe
 * @typedef {import('../transfer/session.js').Session} Session
 * @typedef {import('./conversation.js').World} World
 *
 * @typedef {object} PathEvents
 * @property {(route: Route) => void} notice the way content takes from here on, which the person has to know
 * @property {(error: ErrorCode | null) => void} givenUp no path will come for what waits
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
    this.#patience = new Patience(clock);
    this.#ladder = new Ladder(world, {
      pipe: (pipe) => this.#opened(pipe),
      trouble: (pipe) => session.setTroubled(pipe, true),
      recovered: (pipe) => session.setTroubled(pipe, false),
      changed: () => this.#changed(),
      isNeeded: () => session.isNeeded,
    });
    this.#throughput = new ThroughputMeter({ clock, total: () => this.#totalBytes, isBusy: events.isUnderWay });
  }

  get status() {
    return this.#ladder.status;
  }

  get error() {
    return this.#ladder.error;
  }

  /** The way new transfers take. */
  get route() {
    return this.#ladder.best?.route ?? null;
  }

  /** A path is wanted, and a better one if there is only the relay. */
  want() {
    this.#ladder.open();
  }

  /** A path is wanted if something waits for it. */
  wantIfNeeded() {
    if (this.#session.isNeeded) this.#ladder.open();
  }

  /** @param {import('../connection/ladder-world').Incoming} message */
  signaled(message) {
    this.#ladder.received(message);
    if (message.type === 'end') this.#events.givenUp('PEER_LEFT');
  }

  signalingLost() {
    this.#ladder.signalingLost();
  }

  signalingReturned() {
    this.#ladder.signalingReturned();
  }

  peerLeft() {
    this.#ladder.peerLeft();
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
    this.#events.givenUp('PEER_LEFT');
  }

  /** The same, without a word. */
  forget() {
    this.#ladder.close();
  }

  /** Something is moving that is worth measuring. */
  measure() {
    this.#throughput.run();
  }

  /** Something has ended; if nothing uses the relay, it goes. */
  releaseIdleRelay() {
    this.#world.clock.after(RELAY_LINGER, () => {
      if (!this.#session.uses('relay')) this.#ladder.releaseRelay();
    });
  }

  /** @returns {Promise<import('../types').Inspection | null>} */
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
    this.#patience.connected();
    this.#pipes.add(pipe);
    if (pipe.kind === 'direct') return this.#session.attach(pipe);
    // The person sees that the server could read along before the first byte goes there.
    this.#tell(pipe.route);
    this.#world.afterShown(() => {
      if (pipe.isOpen) this.#session.attach(pipe);
    });
  }

  /** @param {Route} route */
  #tell(route) {
    if (route === this.#told) return;
    this.#told = route;
    this.#events.notice(route);
  }

  #changed() {
    this.#forgetClosedPipes();
    this.#session.rerouted();
    const { status, best } = this.#ladder;
    if (best?.kind === 'direct' && this.#told !== 'direct') this.#tell(best.route);
    if (status === 'connected') this.releaseIdleRelay();
    else if (this.#events.isUnderWay()) this.#patience.brokenOff();
    if (status === 'failed' && this.#session.isNeeded) this.#failed();
    this.#events.changed();
  }

  /** What was under way waits some time for another path; what has not begun does not. */
  #failed() {
    const { error } = this.#ladder;
    const isWaiting = this.#events.isUnderWay() && this.#patience.failed(error, () => this.wantIfNeeded());
    if (!isWaiting) this.#events.givenUp(error);
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
