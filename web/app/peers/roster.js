import { MOST_OFFERS } from '../core/transfer/limits.js';
import { Peer } from './peer.js';

/** Conversations open at once; the server counts as well. docs/protocol.md, Errors. */
const MOST_OPEN = 16;

/** Conversations that are kept of devices that have left. */
const MOST_ABSENT = 50;

/**
 * The most that all conversations may keep together, in rough bytes. It is one budget for all, so that a device that
 * returns under another identity each time gets no more of it than one that stays.
 */
const BUDGET = 64 * 1024 * 1024;

/**
 * @typedef {import('./peer-world').PeerWorld} PeerWorld
 *
 * @typedef {object} RosterEvents
 * @property {(id: string) => PeerWorld} makeWorld
 * @property {(id: string) => boolean} isPresent whether the device is with the server
 * @property {(id: string) => void} dropped nothing is left of this conversation
 *
 * @typedef {{ peer: Peer, usedAt: number }} Member
 */

/**
 * All conversations of this device, of which only so many are open at once, and which keep only so much: others decide
 * how often they call and what they write.
 */
export class Roster {
  #clock;
  #events;
  /** @type {Map<string, Member>} */
  #members = new Map();
  /**
   * The conversation the person looked at last, which nothing is taken from in favour of others.
   *
   * @type {string | null}
   */
  #spared = null;

  /**
   * @param {import('../core/util/clock.js').Clock} clock
   * @param {RosterEvents} events
   */
  constructor(clock, events) {
    this.#clock = clock;
    this.#events = events;
  }

  /** @returns {Peer[]} */
  get all() {
    return [...this.#members.values()].map(({ peer }) => peer);
  }

  /** @param {string} id */
  find(id) {
    return this.#members.get(id)?.peer ?? null;
  }

  /**
   * The conversation with this device, with room made for it to be opened if possible.
   *
   * @param {string} id
   */
  use(id) {
    this.#makeRoom(id);
    return this.#member(id);
  }

  /**
   * The conversation with this device, which calls.
   *
   * @param {string} id
   * @returns {Peer | null} null if there is no room for it
   */
  answer(id) {
    return this.#makeRoom(id) ? this.#member(id) : null;
  }

  /** @param {string} id whose conversation the person looks at */
  look(id) {
    this.#spared = id;
    this.#members.get(id)?.peer.content.look();
  }

  /** Whether one more offer may wait for the person; an offer whose sender is lost gives way. */
  hasRoomForOffer() {
    const { all } = this;
    const waiting = all.reduce((sum, { content }) => sum + content.waitingOffers, 0);
    return waiting < MOST_OFFERS || all.some(({ content }) => content.giveUpLostOffer());
  }

  /** Drops conversations with devices that have left, if they are empty or too many. */
  tidy() {
    const absent = [...this.#members].filter(([id, member]) => this.#isOver(id, member));
    const worth = (/** @type {Member} */ { peer: { content } }) => (content.hasFiles ? 2 : content.isUsed ? 1 : 0);
    absent.sort(([, one], [, other]) => worth(one) - worth(other) || one.usedAt - other.usedAt);
    let tooMany = absent.length - MOST_ABSENT;
    for (const [id, { peer }] of absent) {
      if (id === this.#spared) continue;
      if (peer.content.isEmpty || (tooMany > 0 && !peer.content.isHolding)) {
        tooMany -= 1;
        this.#drop(id);
      }
    }
  }

  /** Frees memory until all conversations are within their budget: the heaviest drops its oldest entry first. */
  trim() {
    const all = [...this.#members];
    let total = all.reduce((sum, [, { peer }]) => sum + peer.content.weight, 0);
    if (total <= BUDGET) return;
    const others = new Set(all.filter(([id]) => id !== this.#spared).map(([, member]) => member));
    while (total > BUDGET && others.size > 0) {
      const heaviest = [...others].reduce((most, member) => (isMore(member, most) ? member : most));
      const { weight } = heaviest.peer.content;
      if (!heaviest.peer.content.dropOldest()) others.delete(heaviest);
      total -= weight - heaviest.peer.content.weight;
    }
  }

  /** @param {string} id */
  #member(id) {
    const peer = this.find(id) ?? new Peer(id, this.#events.makeWorld(id));
    this.#members.set(id, { peer, usedAt: this.#clock.now() });
    return peer;
  }

  /**
   * @param {string} id
   * @param {Member} member
   */
  #isOver(id, { peer }) {
    return !peer.isOpen && peer.isIdle && !this.#events.isPresent(id);
  }

  /** @param {string} id */
  #drop(id) {
    const peer = this.find(id);
    this.#members.delete(id);
    peer?.end();
    this.#events.dropped(id);
  }

  /**
   * Closes the conversation that was idle for longest if all places are taken.
   *
   * @param {string} id who needs one, unless there is one already
   */
  #makeRoom(id) {
    if (this.find(id)?.isOpen) return true;
    const open = [...this.#members.values()].filter(({ peer }) => peer.isOpen);
    if (open.length < MOST_OPEN) return true;
    const idle = open.filter(({ peer }) => peer.isIdle);
    idle.sort((one, other) => one.usedAt - other.usedAt);
    idle[0]?.peer.step({ type: 'close' });
    return idle.length > 0;
  }
}

/**
 * Of two that keep as much, the one used longer ago gives.
 *
 * @param {Member} one
 * @param {Member} other
 */
function isMore(one, other) {
  const more = one.peer.content.weight - other.peer.content.weight;
  return more > 0 || (more === 0 && one.usedAt < other.usedAt);
}
