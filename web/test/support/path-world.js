import { undisturbed } from '../../app/core/paths/call-errors.js';
import { PathMachine } from '../../app/core/paths/machine.js';
import { seededNumbers } from './seeded-random.js';

/**
 * @typedef {import('../../app/core/paths/machine-types').PathAction} PathAction
 * @typedef {import('../../app/core/paths/machine-types').PathEvent} PathEvent
 * @typedef {import('../../app/core/paths/machine-types').PathName} PathName
 * @typedef {import('../../app/core/paths/machine-types').Facts} Facts
 * @typedef {Omit<Extract<PathEvent, { call: string }>, 'call'>} Report
 */

/** A device without a socket leaves the server after this time, in milliseconds. */
const GRACE = 5_000;

/** Without packets ICE says `disconnected` after this time, and `failed` after the longer one, in milliseconds. */
const DISCONNECTED = 5_000;
const FAILED = 20_000;

/** The server drops a socket of which it hears nothing after this time, in milliseconds. */
const SERVER_SILENCE = 60_000;

/** A message on a pipe that does not come through is sent again after this time, in milliseconds. */
const RETRANSMISSION = 200;

/** A condition that a test waits for comes true within this time, in milliseconds. */
const LONGEST = 600_000;

/** The partner of a relay socket has this time to come, in milliseconds. */
const PARTNER = 20_000;

/** A text or file of one page for the other. */
class Item {
  /** Whether the other page has heard of it. */
  isHeard = false;
  /** Whether each page is done with it. */
  isOver = [false, false];
  /** @type {(PathName | null)[]} The path it is on, at each page. */
  links = [null, null];
  /** @type {string | null} Why the page that sends it gave up. */
  error = null;
  /** How often it was put on a path. */
  rounds = 0;

  /**
   * @param {number} owner index of the page that sends it
   * @param {number} duration milliseconds on one path until it is through
   */
  constructor(owner, duration) {
    this.owner = owner;
    this.duration = duration;
  }
}

/** One end of a direct connection: as much of `RTCPeerConnection` as decides about paths. */
class Connection {
  state = 'new';
  signaling = 'stable';
  /** @type {{ type: 'offer' | 'answer', sdp: string } | null} */
  local = null;
  remote = '';
  hasCandidates = false;
  hasGathered = false;
  isNegotiationNeeded = false;
  isReady = false;
  isClosed = false;
  /** @type {Connection | null} */
  partner = null;
  /** Whether the way it had leads nowhere since an address has changed. */
  isDead = false;
  /** How often that was so. */
  deaths = 0;
  /** Operations are made one after the other; the time when the last is done. */
  busyUntil = 0;

  /**
   * @param {End} end
   * @param {string} call
   * @param {'caller' | 'callee'} role
   */
  constructor(end, call, role) {
    this.end = end;
    this.world = end.world;
    this.call = call;
    if (role === 'caller') this.need();
  }

  /** @param {Report} report */
  report(report) {
    if (!this.isClosed) this.end.step(/** @type {PathEvent} */ ({ ...report, call: this.call }));
  }

  need() {
    this.isNegotiationNeeded = true;
    this.world.after(0, () => {
      if (this.signaling === 'stable' && this.isNegotiationNeeded) this.report({ type: 'direct-needed' });
    });
  }

  /** @param {() => void} action */
  #operate(action) {
    this.busyUntil = Math.max(this.busyUntil, this.world.now) + 1;
    this.world.after(this.busyUntil - this.world.now, () => !this.isClosed && action());
  }

  /** @param {'offer' | 'answer'} type */
  #describe(type) {
    this.isNegotiationNeeded = false;
    this.local = { type, sdp: this.world.name(`${type}-${this.end.name}`) };
    this.hasGathered = false;
    this.report({ type: 'direct-described', description: type, sdp: this.local.sdp });
    const { local } = this;
    this.world.after(2, () => {
      if (this.isClosed || this.local !== local) return;
      this.hasGathered = true;
      this.report({ type: 'direct-candidate', candidate: { candidate: `of ${local.sdp}`, mid: '0', line: 0, ufrag: null } });
    });
    this.world.check(this);
  }

  offer() {
    this.#operate(() => {
      this.signaling = 'have-local-offer';
      this.#describe('offer');
    });
  }

  /** @param {string} sdp */
  answer(sdp) {
    this.#operate(() => {
      this.#learn(sdp);
      this.signaling = 'stable';
      this.#describe('answer');
    });
  }

  /** @param {string} sdp */
  accept(sdp) {
    this.#operate(() => {
      if (this.signaling !== 'have-local-offer') throw new Error(`An answer is set in ${this.signaling}.`);
      this.#learn(sdp);
      this.signaling = 'stable';
      this.report({ type: 'direct-accepted' });
      this.world.check(this);
      if (this.isNegotiationNeeded) this.need();
    });
  }

  /** @param {string} sdp */
  #learn(sdp) {
    if (this.remote !== plain(sdp)) this.hasCandidates = false;
    this.remote = plain(sdp);
    if (sdp.endsWith('+')) this.hasCandidates = true;
  }

  /** @param {string} candidate */
  add(candidate) {
    if (candidate === `of ${this.remote}`) this.hasCandidates = true;
    else if (this.remote === '') this.world.after(2, () => this.remote !== '' && this.add(candidate));
    this.world.check(this);
  }

  describe() {
    if (this.local === null) throw new Error('There is no description to read.');
    const sdp = this.local.sdp + (this.hasGathered ? '+' : '');
    this.report({ type: 'direct-described', description: this.local.type, sdp });
  }

  look() {
    const kind = this.partner === null ? null : this.world.isDirectPossible ? 'host' : 'turn-udp';
    this.world.after(1, () => this.report({ type: 'direct-route', kind }));
  }

  /** @param {'connected' | 'disconnected' | 'failed'} state */
  become(state) {
    if (this.state === state || this.isClosed) return;
    this.state = state;
    this.report({ type: 'direct-state', state });
  }

  close() {
    this.isClosed = true;
    const { partner } = this;
    this.world.connections.delete(this);
    if (partner === null) return;
    if (this.world.passes && !this.isDead) this.world.after(2, () => partner.ended());
    else partner.lose();
  }

  ended() {
    const { isClosed } = this;
    this.report({ type: 'direct-ended', reason: 'closed' });
    if (!isClosed) this.isClosed = true;
    this.world.connections.delete(this);
  }

  /** Nothing comes through to it any more. */
  lose() {
    this.isDead = true;
    const deaths = (this.deaths += 1);
    const isStillDead = () => this.isDead && this.deaths === deaths;
    this.world.after(DISCONNECTED, () => isStillDead() && this.become('disconnected'));
    this.world.after(FAILED, () => isStillDead() && this.become('failed'));
  }
}

/** One page: its machine, and everything that the machine is told and tells to do. */
export class End {
  isOnline = true;
  /** Whether the network has lost its socket without a word. */
  isCut = false;
  /** Whether the server takes none of its words. */
  isMute = false;
  /** @type {Facts['whereabouts']} Of the other one. */
  whereabouts = 'here';
  isDirectOnly = false;
  hasWebRTC = true;
  /** Whether its browser makes no connection. */
  refusesConnections = false;
  /** Whether its person does not want to be disturbed; then its page declines calls before the machine hears of them. */
  isBusy = false;
  /** @type {Connection | null} */
  connection = null;
  /** @type {{ call: string, isOpen: boolean } | null} */
  relay = null;
  /**
   * The course of its machine, if it is recorded.
   *
   * @type {{ at: number, event: PathEvent, actions: PathAction[], state: string, deadline: number | null }[] | null}
   */
  steps = null;
  /** @type {import('../../app/core/wire/signaling-types').PathReport[]} What the server was told. */
  reports = [];
  /** @type {Set<PathName>} Paths of which the next arrival is to be told. */
  listening = new Set();
  /** @type {PathEvent[]} */
  #queue = [];
  #isStepping = false;
  /** Pages that were here before. */
  #pages = 0;
  /** @type {number | null} The time at which the world steps it. */
  deadline = null;

  /**
   * @param {World} world
   * @param {number} index
   */
  constructor(world, index) {
    this.world = world;
    this.index = index;
    this.name = ['a', 'b'][index];
    this.prefix = `${this.name}-`;
    this.initial = this.facts();
    this.machine = new PathMachine(this.prefix, this.initial);
  }

  /** @returns {End} */
  get other() {
    return this.world.ends[1 - this.index];
  }

  /** @returns {Facts} */
  facts() {
    const mine = this.world.items.filter((item) => !item.isOver[this.index]);
    const isShared = mine.some((item) => item.isHeard);
    return {
      isOnline: this.isOnline,
      isPolite: this.index === 0,
      serverRelays: this.world.relays,
      isDirectOnly: this.isDirectOnly,
      hasWebRTC: this.hasWebRTC,
      peerHasWebRTC: this.world.ends[1 - this.index]?.hasWebRTC ?? true,
      whereabouts: this.whereabouts,
      isAbsent: this.whereabouts === 'left',
      isNeeded: mine.some((item) => item.owner === this.index || item.isHeard),
      isShared,
      usesDirect: mine.some((item) => item.links[this.index] === 'direct'),
      usesRelay: mine.some((item) => item.links[this.index] === 'relay'),
    };
  }

  /** @param {PathEvent} event */
  step(event) {
    this.#queue.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#learn();
      this.#make(next);
      if (this.#queue.length === 0) this.#learn();
    }
    this.#isStepping = false;
    this.deadline = this.machine.deadline;
    this.world.stepped(this);
  }

  #learn() {
    const facts = this.facts();
    const known = this.machine.facts;
    const changed = Object.entries(facts).filter(([name, value]) => known[/** @type {keyof Facts} */ (name)] !== value);
    if (changed.length > 0) this.#make({ type: 'facts', facts: Object.fromEntries(changed) });
  }

  /** @param {PathEvent} event */
  #make(event) {
    const actions = this.machine.step(event, this.world.now);
    const { state: { name: state }, deadline } = this.machine;
    this.steps?.push({ at: this.world.now, event, actions, state, deadline });
    for (const action of actions) this.#perform(action);
  }

  /** @param {PathAction} action */
  #perform(action) {
    const { world } = this;
    switch (action.type) {
      case 'send': return world.send(this, action.message);
      case 'report': return void this.reports.push(action.report);
      case 'attach': return this.#attached();
      case 'trouble': return this.distribute();
      case 'recovered': return this.distribute();
      case 'distribute': return this.distribute();
      case 'listen': return void this.listening.add(action.path);
      case 'ping': return world.ping(this, action.path, action.within);
      case 'announce': {
        const { call, route } = action;
        return world.after(16, () => this.step({ type: 'shown', call, route, isWanted: this.#hasContentFor('relay') }));
      }
      case 'give-up': return this.#giveUp(action.error, () => true);
      case 'give-up-unheard': return this.#giveUp(action.error, (item) => !item.isHeard);
      case 'obtain-servers': return world.after(world.serversTake ?? world.below(3) * 40, () => this.step({ type: 'servers' }));
      case 'direct-create': {
        if (this.connection !== null) throw new Error('There are two connections.');
        if (this.refusesConnections) return this.step({ type: 'direct-refused', call: action.call });
        this.connection = new Connection(this, action.call, action.role);
        world.connections.add(this.connection);
        return;
      }
      case 'direct-offer': return this.connection?.offer();
      case 'direct-answer': return this.connection?.answer(action.sdp);
      case 'direct-accept': return this.connection?.accept(action.sdp);
      case 'direct-add': return this.connection?.add(action.candidate.candidate);
      case 'direct-describe': return this.connection?.describe();
      case 'direct-restart': return this.connection?.need();
      case 'direct-look': return this.connection?.look();
      case 'direct-close': {
        const { connection } = this;
        this.connection = null;
        connection?.close();
        return this.#unlink('direct');
      }
      case 'relay-create': {
        if (this.relay !== null) throw new Error('There are two relays.');
        this.relay = { call: action.call, isOpen: false };
        return world.after(1, () => this.step({ type: 'relay-key', call: action.call, key: `key-${this.name}` }));
      }
      case 'relay-connect': return world.join(this, action.ready.pairing ?? '', action.ready.call);
      case 'relay-close': {
        const { relay } = this;
        this.relay = null;
        if (relay !== null) world.leave(this, relay.call);
        return this.#unlink('relay');
      }
    }
  }

  /** @param {number} duration milliseconds on one path */
  send(duration) {
    const item = new Item(this.index, duration);
    this.world.items.push(item);
    this.distribute();
    this.step({ type: 'want' });
    return item;
  }

  /** The pages meet: what one of them is done with ends at the other. */
  #attached() {
    for (const item of this.world.items) {
      if (item.isHeard && item.isOver[0] !== item.isOver[1]) this.world.end(item, item.error ?? 'cancelled');
    }
    this.distribute();
  }

  /** Puts what has no path on the best. */
  distribute() {
    const { best } = this.machine;
    if (best === null || !this.#hasContentFor(best)) return;
    const route = this.machine.route ?? 'direct';
    if (!this.machine.mayCarry(route)) return this.step({ type: 'waiting' });
    for (const item of this.world.items) if (this.#goesOn(item, best)) this.world.carry(item, best);
    this.step({ type: 'carried', route });
  }

  /** @param {PathName} path */
  #hasContentFor(path) {
    return this.machine.best === path && this.world.items.some((item) => this.#goesOn(item, path));
  }

  /**
   * @param {Item} item
   * @param {PathName} best
   */
  #goesOn(item, best) {
    const link = item.links[this.index];
    return item.owner === this.index && !item.isOver[this.index] && link !== best;
  }

  /** The page is reloaded: another one begins, which knows nothing of what was. */
  reload() {
    const { other, world } = this;
    this.step({ type: 'forget' });
    this.#pages += 1;
    this.prefix = `${this.name}${this.#pages}-`;
    this.machine = new PathMachine(this.prefix, this.facts());
    this.listening.clear();
    for (const item of world.items) {
      if (item.owner !== this.index && !item.isHeard) continue;
      item.error ??= 'reloaded';
      item.isOver = [true, true];
      item.links = [null, null];
    }
    this.deadline = null;
    other.step({ type: 'peer-renewed' });
    other.step({ type: 'need' });
  }

  /**
   * @param {string} error
   * @param {(item: Item) => boolean} isGivenUp
   */
  #giveUp(error, isGivenUp) {
    for (const item of this.world.items) {
      if (item.isOver[this.index] || item.links[this.index] !== null || !isGivenUp(item)) continue;
      item.error ??= error;
      item.isOver[this.index] = true;
      if (!item.isHeard) item.isOver[1 - this.index] = true;
    }
    this.step({ type: 'ended' });
  }

  /** @param {PathName} path that is gone */
  #unlink(path) {
    for (const item of this.world.items) if (item.links[this.index] === path) item.links[this.index] = null;
    this.distribute();
  }
}

/**
 * Two pages, the signaling between them, a network and a relay, in virtual time: enough of each that every decision of
 * the path machine is met. Nothing in it is asynchronous, so that thousands of runs take seconds.
 */
export class World {
  now = 0;
  /** Whether packets pass between the devices, and whether TURN is a way where they do not. */
  isDirectPossible = true;
  isTurnPossible = false;
  relays = true;
  /** Share of the signaling messages that are lost. */
  loss = 0;
  /** Longest way of a message to the other device, in milliseconds. */
  latency = 10;
  /** Until the STUN and TURN servers are known, in milliseconds; null: each time another time. @type {number | null} */
  serversTake = null;
  /** @type {Item[]} */
  items = [];
  /** @type {Set<Connection>} */
  connections = new Set();
  /** @type {End[]} */
  ends = [];
  /** @type {{ at: number, order: number, action: () => void }[]} A heap: the earliest is first. */
  #events = [];
  #order = 0;
  #names = 0;
  /** The times at which the last message to each page arrives: they are in order. */
  #lastArrival = [0, 0];
  /** @type {Map<string, Set<End>>} The sockets of each pairing of the relay. */
  #pairings = new Map();
  #next;

  /** @param {number} seed */
  constructor(seed) {
    this.#next = seededNumbers(seed);
    this.ends.push(new End(this, 0));
    this.ends.push(new End(this, 1));
  }

  get passes() {
    return this.isDirectPossible || this.isTurnPossible;
  }

  random() {
    return this.#next();
  }

  /** @param {number} limit */
  below(limit) {
    return Math.floor(this.#next() * limit);
  }

  /** @param {string} stem */
  name(stem) {
    this.#names += 1;
    return `${stem}${this.#names}`;
  }

  /**
   * @param {number} delay
   * @param {() => void} action
   */
  after(delay, action) {
    this.#order += 1;
    push(this.#events, { at: this.now + delay, order: this.#order, action });
  }

  /** @param {End} _end that was stepped; replaced by tests that look at every step */
  stepped(_end) {}

  /**
   * Lets time pass.
   *
   * @param {number} time
   */
  pass(time) {
    const until = this.now + time;
    for (;;) {
      const at = Math.min(this.#events[0]?.at ?? Infinity, ...this.ends.map(({ deadline }) => deadline ?? Infinity));
      if (at > until) break;
      this.now = Math.max(this.now, at);
      const due = this.ends.find(({ deadline }) => deadline !== null && deadline <= at);
      if (due !== undefined && (this.#events[0]?.at ?? Infinity) > at) due.step({ type: 'time' });
      else pop(this.#events)?.action();
    }
    this.now = until;
  }

  /**
   * Lets time pass until something is so.
   *
   * @param {() => boolean} condition
   */
  passUntil(condition) {
    const limit = this.now + LONGEST;
    while (!condition()) {
      if (this.now > limit) throw new Error(`It is not so after ${LONGEST} ms.`);
      this.pass(1);
    }
  }

  /**
   * @param {End} from
   * @param {import('../../app/core/wire/signaling-types').CallMessage} message
   */
  send(from, message) {
    if (!from.isOnline || from.isCut || from.isMute || this.random() < this.loss) return;
    const to = from.other;
    if (!to.isOnline) {
      if (!('call' in message) || message.type === 'error') return;
      const error = { type: /** @type {const} */ ('error'), code: /** @type {const} */ ('PEER_NOT_FOUND'), message: '', call: message.call };
      return this.#deliver(from, error);
    }
    if (message.type === 'relay-accept') return this.#pair(from, message.call);
    this.#deliver(to, /** @type {any} */ ({ ...message, from: from.name }));
  }

  /**
   * @param {End} to
   * @param {import('../../app/core/paths/machine-types').Incoming} message
   */
  #deliver(to, message) {
    const at = Math.max(this.#lastArrival[to.index], this.now + 1 + this.below(this.latency));
    this.#lastArrival[to.index] = at;
    this.after(at - this.now, () => {
      if (!to.isOnline || to.isCut) return;
      const isCall = message.type === 'offer' || message.type === 'relay-request';
      if (isCall && to.isBusy && to.machine.state.name === 'idle') this.send(to, undisturbed(message.call));
      else to.step({ type: 'message', message });
    });
  }

  /**
   * @param {End} accepter
   * @param {string} call
   */
  #pair(accepter, call) {
    const pairing = this.name('pairing-');
    for (const end of [accepter, accepter.other]) {
      if (!end.isOnline) continue;
      this.#deliver(end, { type: 'relay-ready', peer: end.other.name, call, token: 'token', bytes: 0, pairing, key: `key-${end.other.name}` });
    }
  }

  /**
   * @param {End} end whose socket is open
   * @param {string} pairing
   * @param {string} call
   */
  join(end, pairing, call) {
    this.after(1 + this.below(this.latency), () => {
      if (end.relay?.call !== call) return;
      if (!end.isOnline || end.isCut) return end.step({ type: 'relay-ended', call, reason: 'broken' });
      const sockets = this.#pairings.get(pairing) ?? new Set();
      this.#pairings.set(pairing, sockets.add(end));
      this.after(PARTNER, () => {
        if (sockets.size === 1 && sockets.has(end)) end.step({ type: 'relay-ended', call, reason: 'broken' });
      });
      if (sockets.size < 2) return;
      for (const each of sockets) {
        this.after(1, () => {
          if (each.relay?.call !== call) return;
          each.relay.isOpen = true;
          each.step({ type: 'relay-opened', call, isEncrypted: true });
        });
      }
    });
  }

  /**
   * The socket of this page is closed, and then that of the other.
   *
   * @param {End} end
   * @param {string} call
   */
  leave(end, call) {
    for (const [pairing, sockets] of this.#pairings) {
      if (!sockets.delete(end)) continue;
      if (sockets.size === 0) this.#pairings.delete(pairing);
      for (const each of sockets) {
        if (!end.isCut) this.after(2, () => each.step({ type: 'relay-ended', call, reason: 'ended' }));
        else this.after(SERVER_SILENCE, () => each.step({ type: 'relay-ended', call, reason: 'broken' }));
      }
    }
  }

  /**
   * @param {End} end
   * @param {PathName} path
   * @param {number} within
   */
  ping(end, path, within) {
    end.step({ type: 'pinged', path, within });
    if (this.#isUp(path)) this.after(6, () => this.#isUp(path) && this.hear(end, path));
  }

  /**
   * @param {End} end
   * @param {PathName} path
   */
  hear(end, path) {
    if (end.listening.delete(path)) end.step({ type: 'heard', path });
  }

  /**
   * Whether things pass on this path in both directions.
   *
   * @param {PathName} path
   */
  #isUp(path) {
    const [one, other] = this.ends;
    if (path === 'relay') {
      const isOpen = one.relay?.isOpen === true && other.relay?.isOpen === true && one.relay.call === other.relay.call;
      return isOpen && !one.isCut && !other.isCut;
    }
    const { connection } = one;
    return connection !== null && connection.partner === other.connection && connection.isReady && this.passes && !connection.isDead;
  }

  /**
   * @param {Item} item
   * @param {PathName} path
   */
  carry(item, path) {
    item.links[item.owner] = path;
    const rounds = (item.rounds += 1);
    const receiver = this.ends[1 - item.owner];
    this.after(2, () => this.#whenUp(item, rounds, path, () => {
      if (item.isOver[receiver.index]) return this.end(item, item.error ?? 'cancelled');
      item.isHeard = true;
      item.links[receiver.index] = path;
      receiver.step({ type: 'carried', route: path === 'relay' ? 'encrypted' : (receiver.machine.route ?? 'direct') });
      this.hear(receiver, path);
      this.after(item.duration, () => this.#whenUp(item, rounds, path, () => {
        for (const end of this.ends) this.hear(end, path);
        this.end(item, null);
      }));
    }));
  }

  /**
   * A pipe is reliable: what does not come through now does when packets pass again, unless the pipe has ended.
   *
   * @param {Item} item
   * @param {number} rounds of the item when this began
   * @param {PathName} path
   * @param {() => void} action
   */
  #whenUp(item, rounds, path, action) {
    if (item.rounds !== rounds || item.isOver[item.owner] || item.links[item.owner] !== path) return;
    if (this.#isUp(path)) action();
    else this.after(RETRANSMISSION, () => this.#whenUp(item, rounds, path, action));
  }

  /**
   * @param {Item} item
   * @param {string | null} error
   */
  end(item, error) {
    item.error ??= error;
    item.isOver = [true, true];
    item.links = [null, null];
    for (const end of this.ends) end.step({ type: 'ended' });
  }

  /**
   * Connects two ends that know each other's description.
   *
   * @param {Connection} one
   */
  check(one) {
    const other = one.end.other.connection;
    if (other === null || !isPair(one, other) || !this.passes) return;
    const locals = [one.local, other.local];
    this.after(6, () => {
      if (one.isClosed || other.isClosed || !isPair(one, other) || !this.passes) return;
      if (one.local !== locals[0] || other.local !== locals[1]) return;
      [one.partner, other.partner] = [other, one];
      for (const end of [one, other]) {
        end.isDead = false;
        end.become('connected');
        if (!end.isReady) this.after(1, () => end.report({ type: 'direct-ready' }));
        end.isReady = true;
      }
    });
  }

  // Happenings

  /** @param {boolean} isPossible whether packets pass */
  letPass(isPossible) {
    this.isDirectPossible = isPossible;
    for (const connection of this.connections) {
      if (isPossible && connection.state === 'disconnected' && !connection.isDead) connection.become('connected');
      if (this.passes || connection.state !== 'connected') {
        this.check(connection);
        continue;
      }
      this.after(DISCONNECTED, () => this.passes || connection.become('disconnected'));
      this.after(FAILED, () => this.passes || connection.become('failed'));
    }
  }

  /**
   * The address of this page is another one: whatever was open is dead without a word.
   *
   * @param {End} end
   */
  changeAddress(end) {
    for (const connection of this.connections) if (connection.partner !== null) connection.lose();
    end.isCut = true;
  }

  /** @param {End} end that loses the server, and knows it */
  goOffline(end) {
    if (!end.isOnline) return;
    end.isOnline = false;
    end.isCut = true;
    end.step({ type: 'server-lost' });
    end.other.whereabouts = 'away';
    end.other.step({ type: 'peer-away', isClosed: false });
    this.after(GRACE, () => {
      if (end.isOnline) return;
      end.other.whereabouts = 'left';
      end.other.step({ type: 'peer-left', isClosed: false });
    });
    const { relay } = end;
    if (relay !== null) this.after(this.below(8_000), () => end.step({ type: 'relay-ended', call: relay.call, reason: 'broken' }));
  }

  /** @param {End} end */
  goOnline(end) {
    end.isCut = false;
    if (end.isOnline) return;
    end.isOnline = true;
    const wasAway = end.other.whereabouts !== 'here';
    end.other.whereabouts = 'here';
    if (wasAway) end.other.step({ type: 'peer-back' });
    end.step({ type: 'server-back' });
  }
}

/** @param {string} sdp */
function plain(sdp) {
  return sdp.replace(/\+$/, '');
}

/**
 * @param {Connection} one
 * @param {Connection} other
 */
function isPair(one, other) {
  const knows = (/** @type {Connection} */ near, /** @type {Connection} */ far) =>
    near.signaling === 'stable' && near.hasCandidates && far.local !== null && near.remote === plain(far.local.sdp);
  return one.call === other.call && knows(one, other) && knows(other, one);
}

/**
 * @typedef {{ at: number, order: number, action: () => void }} Entry
 *
 * @param {Entry} one
 * @param {Entry} other
 */
function isBefore(one, other) {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/**
 * @param {Entry[]} heap
 * @param {Entry} entry
 */
function push(heap, entry) {
  let index = heap.push(entry) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (isBefore(heap[parent], entry)) break;
    heap[index] = heap[parent];
    index = parent;
  }
  heap[index] = entry;
}

/**
 * @param {Entry[]} heap
 * @returns {Entry | undefined} the earliest
 */
function pop(heap) {
  const first = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child += 1;
    if (isBefore(last, heap[child])) break;
    heap[index] = heap[child];
    index = child;
  }
  heap[index] = last;
  return first;
}
