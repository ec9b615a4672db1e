import { Conversation } from '../conversation/conversation.js';

/** Conversations open at once; the server counts as well. docs/protocol.md, Errors. */
const MOST_OPEN = 16;

/**
 * @typedef {import('../conversation/conversation.js').World} World
 * @typedef {import('../types').ConversationState} ConversationState
 */

/** All conversations of this device, of which only so many are open at once. */
export class Roster {
  #makeWorld;
  #clock;
  /** @type {Map<string, { conversation: Conversation, usedAt: number }>} */
  #members = new Map();

  /**
   * @param {import('../util/clock.js').Clock} clock
   * @param {(peer: string) => World} makeWorld
   */
  constructor(clock, makeWorld) {
    this.#clock = clock;
    this.#makeWorld = makeWorld;
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
   * The conversation with `peer`, with room made for it to be opened.
   *
   * @param {string} peer
   * @returns {{ conversation: Conversation, hasRoom: boolean }}
   */
  use(peer) {
    const member = this.#members.get(peer) ?? {
      conversation: new Conversation(peer, this.#makeWorld(peer)),
      usedAt: 0,
    };
    this.#members.set(peer, member);
    member.usedAt = this.#clock.now();
    return { conversation: member.conversation, hasRoom: member.conversation.isOpen || this.#makeRoom() };
  }

  /** Closes the conversation that was idle for longest if all places are taken. */
  #makeRoom() {
    const open = [...this.#members.values()].filter(({ conversation }) => conversation.isOpen);
    if (open.length < MOST_OPEN) return true;
    const idle = open.filter(({ conversation }) => conversation.isIdle);
    idle.sort((one, other) => one.usedAt - other.usedAt);
    idle[0]?.conversation.close();
    return idle.length > 0;
  }
}
