import { Conversation } from './conversation.js';

/** Conversations open at once; the server counts as well. docs/protocol.md, Errors. */
const MOST_OPEN = 16;

/** Conversations that are kept of devices that have left. */
const MOST_ABSENT = 50;

/**
 * What all conversations may keep together, in rough bytes. A device that comes under another identity each time has no
 * more of it than one that stays.
 */
const BUDGET = 64 * 1024 * 1024;

/**
 * @typedef {import('./conversation.js').World} World
 * @typedef {import('../types').ConversationState} ConversationState
 */

/**
 * @typedef {object} RosterEvents
 * @property {(peer: string) => World} makeWorld
 * @property {(peer: string) => boolean} isPresent whether the device is with the server
 * @property {(peer: string) => void} dropped nothing is left of this conversation
 *
 * @typedef {{ conversation: Conversation, usedAt: number }} Member
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

  /** @returns {Conversation[]} */
  get all() {
    return [...this.#members.values()].map(({ conversation }) => conversation);
  }

  /** @param {string} peer */
  find(peer) {
    return this.#members.get(peer)?.conversation ?? null;
  }

  /**
   * The conversation with `peer`, with room made for it to be opened if possible.
   *
   * @param {string} peer
   */
  use(peer) {
    this.#makeRoom(peer);
    return this.#member(peer);
  }

  /**
   * The conversation with `peer`, which calls.
   *
   * @param {string} peer
   * @returns {Conversation | null} null if there is no room for it
   */
  answer(peer) {
    return this.#makeRoom(peer) ? this.#member(peer) : null;
  }

  /** @param {string} peer whose conversation the person looks at */
  look(peer) {
    this.#spared = peer;
    this.#members.get(peer)?.conversation.content.look();
  }

  /** Drops what nobody would miss of devices that have left: what is empty, and what is too much. */
  tidy() {
    const absent = [...this.#members].filter(([peer, member]) => this.#isOver(peer, member));
    const worth = (/** @type {Member} */ { conversation: { content } }) => (content.hasFiles ? 2 : content.isUsed ? 1 : 0);
    absent.sort(([, one], [, other]) => worth(one) - worth(other) || one.usedAt - other.usedAt);
    let tooMany = absent.length - MOST_ABSENT;
    for (const [peer, { conversation }] of absent) {
      if (peer === this.#spared) continue;
      if (conversation.content.isEmpty || (tooMany > 0 && !conversation.content.isHolding)) {
        tooMany -= 1;
        this.#drop(peer);
      }
    }
  }

  /** There is more to keep: whoever has most gives its oldest, until all is within bounds. */
  trim() {
    const all = [...this.#members];
    let total = all.reduce((sum, [, { conversation }]) => sum + conversation.content.weight, 0);
    if (total <= BUDGET) return;
    const others = new Set(all.filter(([peer]) => peer !== this.#spared).map(([, member]) => member));
    while (total > BUDGET && others.size > 0) {
      const heaviest = [...others].reduce((most, member) => (isMore(member, most) ? member : most));
      const { weight } = heaviest.conversation.content;
      if (!heaviest.conversation.content.dropOldest()) others.delete(heaviest);
      total -= weight - heaviest.conversation.content.weight;
    }
  }

  /** @param {string} peer */
  #member(peer) {
    const conversation = this.find(peer) ?? new Conversation(peer, this.#events.makeWorld(peer));
    this.#members.set(peer, { conversation, usedAt: this.#clock.now() });
    return conversation;
  }

  /**
   * @param {string} peer
   * @param {Member} member
   */
  #isOver(peer, { conversation }) {
    return !conversation.isOpen && conversation.isIdle && !this.#events.isPresent(peer);
  }

  /** @param {string} peer */
  #drop(peer) {
    const conversation = this.find(peer);
    this.#members.delete(peer);
    conversation?.end();
    this.#events.dropped(peer);
  }

  /**
   * Closes the conversation that was idle for longest if all places are taken.
   *
   * @param {string} peer who needs one, unless there is one already
   */
  #makeRoom(peer) {
    if (this.find(peer)?.isOpen) return true;
    const open = [...this.#members.values()].filter(({ conversation }) => conversation.isOpen);
    if (open.length < MOST_OPEN) return true;
    const idle = open.filter(({ conversation }) => conversation.isIdle);
    idle.sort((one, other) => one.usedAt - other.usedAt);
    idle[0]?.conversation.close();
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
  const more = one.conversation.content.weight - other.conversation.content.weight;
  return more > 0 || (more === 0 && one.usedAt < other.usedAt);
}
