import { ManifestCollector } from '../core/transfer/manifest.js';

/**
 * @typedef {import('./link.js').Link} Link
 * @typedef {import('../core/wire/conversation-types').ManifestFile} ManifestFile
 * @typedef {import('../core/wire/conversation-types').OfferMessage} OfferMessage
 * @typedef {import('../core/wire/conversation-types').OfferFilesMessage} OfferFilesMessage
 * @typedef {import('../core/wire/conversation-types').DeclineMessage} DeclineMessage
 *
 * @typedef {object} OffersWorld
 * @property {import('./transfers.js').Transfers} transfers
 * @property {() => 'do-not-disturb' | 'too-often' | 'busy' | null} hindrance why no further offer may wait for the person
 * @property {(id: string) => boolean} isKnown whether the person sees something under this ID
 * @property {(id: string, manifest: ManifestFile[]) => import('./incoming.js').IncomingTransfer} offered makes the
 *     transfer and shows it to the person
 */

/**
 * Offers of the other side, from the first message to the question to the person. Most are answered here without one.
 *
 *   offer ──► collecting ──(offer-files, the last)──► whole ──► the person is asked
 *     │            │                                    │
 *     └────────────┴────────────────────────────────────┴──► declined: there is one too many, or it does not add up
 */
export class Offers {
  #world;
  /** @type {Map<string, { manifest: ManifestCollector, link: Link, round?: number }>} Those whose manifest is not whole. */
  #collecting = new Map();

  /** @param {OffersWorld} world */
  constructor(world) {
    this.#world = world;
  }

  /**
   * @param {Link} link
   * @param {OfferMessage | OfferFilesMessage} message
   */
  message(link, message) {
    const { id } = message;
    if (message.type === 'offer') {
      const answer = this.#answer(id);
      if (answer === null) this.#collect(link, message);
      else for (const word of answer) link.say(word);
    }
    const collecting = this.#collecting.get(id);
    if (collecting?.link !== link) return;
    const { manifest, round } = collecting;
    const result = manifest.add(message);
    if (result === 'more') return;
    this.#collecting.delete(id);
    if (result === 'complete') this.#whole(link, { id, round, files: manifest.files });
    else link.say({ type: 'decline', id, reason: 'invalid' });
  }

  /**
   * Takes an offer back that is not whole.
   *
   * @param {string} id
   * @returns {boolean} whether there was one
   */
  drop(id) {
    return this.#collecting.delete(id);
  }

  /** @param {Link} link that is gone */
  lost(link) {
    for (const [id, collecting] of this.#collecting) if (collecting.link === link) this.#collecting.delete(id);
  }

  /**
   * @param {Link} link
   * @param {OfferMessage} offer
   */
  #collect(link, offer) {
    const newest = this.#collecting.get(offer.id)?.round ?? -1;
    if (offer.round !== undefined && offer.round <= newest) return;
    this.#collecting.set(offer.id, { manifest: new ManifestCollector(offer), link, round: offer.round });
  }

  /**
   * The answer to an offer about which the person is not asked: it was answered before, or there is one too many.
   *
   * @param {string} id
   * @returns {readonly import('../core/wire/conversation-types').TransferMessage[] | null}
   */
  #answer(id) {
    const { transfers } = this.#world;
    const lastWords = transfers.lastWords.find(id);
    if (lastWords !== null) return lastWords;
    // One that is known may come again.
    if (transfers.findIncoming(id) !== null || this.#collecting.has(id)) return null;
    // A sender may have one that is unanswered.
    const isAsking = transfers.isAsked || this.#collecting.size > 0;
    const hindrance = isAsking ? 'unanswered' : this.#world.hindrance();
    return hindrance === null ? null : [hindered(id, hindrance)];
  }

  /**
   * @param {Link} link
   * @param {{ id: string, round?: number, files: ManifestFile[] }} offer
   */
  #whole(link, { id, round, files }) {
    const known = this.#world.transfers.findIncoming(id);
    if (known !== null) {
      const isSame = known.files.length === files.length && known.files.every(({ size }, file) => size === files[file].size);
      return isSame ? known.offered(link, round) : known.step({ type: 'violation' });
    }
    if (this.#world.isKnown(id)) return void link.say({ type: 'decline', id, reason: 'invalid' });
    // Others may have asked since it began to come.
    const hindrance = this.#world.hindrance();
    if (hindrance !== null) return void link.say(hindered(id, hindrance));
    this.#world.offered(id, files).offered(link, round);
  }
}

/**
 * The answer to an offer about which the person is not asked.
 *
 * @param {string} id
 * @param {import('../core/wire/conversation-types').DeclineCause | 'busy'} hindrance
 * @returns {DeclineMessage}
 */
function hindered(id, hindrance) {
  return { type: 'decline', id, reason: 'busy', ...(hindrance === 'busy' ? {} : { cause: hindrance }) };
}
