import { TextCollector, textMessages } from '../core/transfer/text.js';

/**
 * @typedef {import('./link.js').Link} Link
 *
 * @typedef {object} TextEvents
 * @property {(text: string) => void} received
 * @property {(id: string) => void} delivered
 */

/**
 * The texts of a conversation: each is sent on a pipe until the other side says that it has shown it.
 *
 *   waiting ──(flush)──► sent on a link ──(acknowledged)──► delivered
 *      ▲                      │
 *      └──────────────────────┘ the link is lost, or in trouble while there is another
 *
 *   Both states: `giveUp` ends it; one that may have been shown is given up only with everything else.
 */
export class Texts {
  #events;
  #collector = new TextCollector();
  /**
   * Texts that are not acknowledged. `link` has carried them, null while they wait; `wasSent`: some link has.
   *
   * @type {Map<string, { text: string, link: Link | null, wasSent: boolean }>}
   */
  #unacknowledged = new Map();

  /** @param {TextEvents} events */
  constructor(events) {
    this.#events = events;
  }

  get isWaiting() {
    return this.#unacknowledged.size > 0;
  }

  /**
   * Takes a text, which `flush` sends.
   *
   * @param {string} id
   * @param {string} text
   */
  send(id, text) {
    this.#unacknowledged.set(id, { text, link: null, wasSent: false });
  }

  /**
   * Whether `flush` has something to send on `link`.
   *
   * @param {Link} link
   */
  waitFor(link) {
    return [...this.#unacknowledged.values()].some((entry) => goesOn(entry, link));
  }

  /**
   * Sends what is on no pipe yet.
   *
   * @param {Link} link
   */
  flush(link) {
    for (const [id, entry] of this.#unacknowledged) {
      if (!goesOn(entry, link)) continue;
      entry.link = link;
      entry.wasSent = true;
      for (const message of textMessages(id, entry.text)) link.say(message);
    }
  }

  /**
   * Whether a text is on its way on `link`.
   *
   * @param {Link} link
   */
  uses(link) {
    return [...this.#unacknowledged.values()].some((entry) => entry.link === link);
  }

  /** @param {Link} link that is gone */
  lost(link) {
    for (const entry of this.#unacknowledged.values()) if (entry.link === link) entry.link = null;
    this.#collector.lost(link);
  }

  /**
   * @param {boolean} isAll also those that were sent and may have been shown
   * @returns {string[]} the texts that were given up
   */
  giveUp(isAll) {
    const ids = [...this.#unacknowledged].flatMap(([id, { wasSent }]) => (isAll || !wasSent ? [id] : []));
    for (const id of ids) this.#unacknowledged.delete(id);
    return ids;
  }

  /**
   * @param {import('../core/wire/conversation-types').TextMessage} message
   * @param {Link} link
   * @returns {boolean} false if the message cannot be
   */
  received(message, link) {
    const result = this.#collector.add(message, link);
    if (result.outcome === 'invalid') return false;
    if (result.outcome === 'complete') this.#events.received(result.text);
    if (result.outcome !== 'more') link.say({ type: 'text-received', id: message.id });
    return true;
  }

  /** @param {string} id */
  acknowledged(id) {
    if (this.#unacknowledged.delete(id)) this.#events.delivered(id);
  }
}

/**
 * Whether a text is on no pipe that works, and may be sent on this one.
 *
 * @param {{ link: Link | null }} entry
 * @param {Link} link
 */
function goesOn(entry, link) {
  return entry.link !== link && (entry.link === null || entry.link.isTroubled);
}
