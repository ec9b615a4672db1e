import { OfferLimit } from '../core/transfer/offer-limit.js';
import { openableType } from '../core/transfer/openable.js';
import { manifestOf, offerable } from '../core/transfer/manifest.js';
import { sideOf } from '../core/transfer/origin.js';
import { isSendableText } from '../core/transfer/text.js';
import { wellFormed } from '../core/util/utf8.js';
import { isUnreached } from '../state/unreached.js';
import { Entries } from './entries.js';
import { OutgoingTransfer } from './outgoing.js';
import { Pulse } from './pulse.js';
import { Received } from './received.js';
import { Session } from './session.js';

/**
 * @typedef {import('./content-and-paths').ContentForPaths} ContentForPaths
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../types').FileSource} FileSource
 *
 * @typedef {object} ContentWorld What the content of a conversation needs of everything around it.
 * @property {import('../core/util/clock.js').Clock} clock
 * @property {import('../core/util/random.js').Random} random
 * @property {import('../files/sinks/sink').Storage} storage
 * @property {import('../files/saving/saving.js').Saving} saving
 * @property {import('../environment.js').Environment['addressOf']} addressOf
 * @property {(isTooOften: boolean) => 'do-not-disturb' | 'too-often' | 'busy' | null} hindrance why no further offer may
 *     wait for the person; `isTooOften`: this device has asked more often than it may
 * @property {() => boolean} isLookedAt the person looks at this conversation
 * @property {() => string} instance which page this is
 * @property {() => string | null} peerInstance which page the other one is, as the server says
 * @property {() => 'here' | 'away' | 'left'} whereabouts whether the other device is with the server. `away`: its socket
 *     has ended, and within seconds it is back or has left
 * @property {() => void} roomChanged there is more or less room for files than before
 * @property {() => void} grown there is more to keep than before
 */

/**
 * The content of a conversation: the texts and files that this person sends, accepts, retries and sees, and the notices
 * between them.
 *
 * @implements {ContentForPaths}
 */
export class Content {
  #world;
  #paths;
  #onChange;
  #session;
  #transfers;
  #entries;
  #received;
  #offerLimit;
  #pulse;
  #isUsed = false;

  /**
   * @param {object} options
   * @param {ContentWorld} options.world
   * @param {import('./content-and-paths').PathsForContent} options.paths
   * @param {() => void} options.onChange an entry, or the number of unread ones, is another
   */
  constructor({ world, paths, onChange }) {
    this.#world = world;
    this.#paths = paths;
    this.#onChange = onChange;
    this.#offerLimit = new OfferLimit(world.clock);
    this.#pulse = new Pulse(world.clock, { show: onChange, tick: () => this.#transfers.watch(world.clock.now()) });
    this.#entries = new Entries({
      clock: world.clock,
      random: world.random,
      isLookedAt: world.isLookedAt,
      changed: onChange,
      grown: world.grown,
      forgotten: (id) => this.#forget(id),
    });
    this.#session = new Session({
      clock: world.clock,
      storage: world.storage,
      instance: world.instance,
      peerInstance: world.peerInstance,
      paths,
      hindrance: () => world.hindrance(this.#offerLimit.isReached),
      isKnown: (id) => this.#entries.chronicle.has(id),
      offered: (transfer) => this.#offered(transfer),
      changed: (isProgress) => this.#changed(isProgress),
      ended: ({ direction }) => void (direction === 'in' && world.roomChanged()),
      text: (text) => void this.#entries.addText({ direction: 'in', text, status: 'delivered' }),
      delivered: (id) => this.#entries.changeTexts([id], { status: 'delivered', error: null, by: null }),
    });
    this.#transfers = this.#session.transfers;
    this.#received = new Received(this.#transfers, world.saving, world.roomChanged);
  }

  /** The protocol that this content is spoken in. */
  get session() {
    return this.#session;
  }

  /** The files that came from the other device. */
  get received() {
    return this.#received;
  }

  /** @returns {import('../types').Entry[]} oldest first */
  get entries() {
    return this.#entries.all;
  }

  /** Entries the person has not seen. */
  get unread() {
    return this.#entries.unread;
  }

  /** Whether nothing was said or offered. */
  get isEmpty() {
    return this.#entries.chronicle.isEmpty;
  }

  /** Whether there is an entry that the person has not done with. */
  get isHolding() {
    return this.#entries.chronicle.isHolding;
  }

  /** Whether this page holds files of it, also files that were saved. */
  get hasFiles() {
    return this.#entries.chronicle.hasFiles;
  }

  /** Memory that its entries occupy, in rough bytes. */
  get weight() {
    return this.#entries.chronicle.weight;
  }

  /** Whether the person has ever sent or accepted something here. */
  get isUsed() {
    return this.#isUsed;
  }

  get isUnderWay() {
    return this.#transfers.isUnderWay;
  }

  /** Offers that wait for this person. */
  get waitingOffers() {
    return this.#transfers.incoming.filter(({ state }) => state === 'offered').length;
  }

  // Asked for by the person

  /** The person looks at it. */
  look() {
    this.#entries.look();
  }

  /** @param {string} input */
  sendText(input) {
    this.#isUsed = true;
    const text = wellFormed(input);
    const status = isSendableText(text) ? 'sending' : 'failed';
    const id = this.#entries.addText({ direction: 'out', text, status });
    if (status === 'sending') this.#sendText(id, text);
  }

  /**
   * @param {readonly FileSource[]} sources
   * @param {boolean} isFlattened
   * @param {readonly string[]} missed
   */
  sendFiles(sources, isFlattened, missed) {
    this.#isUsed = true;
    if (isFlattened) this.notice('flattened');
    if (missed.length > 0) this.notice('missed', { missed });
    const manifest = manifestOf(sources);
    for (let start = 0; start < sources.length; ) {
      const end = start + Math.max(1, offerable(manifest, start));
      this.#offer(sources.slice(start, end), manifest.slice(start, end));
      start = end;
    }
  }

  /** @param {string} transfer */
  accept(transfer) {
    this.#isUsed = true;
    this.#offerLimit.accepted();
    this.#transfers.findIncoming(transfer)?.accept();
    this.#world.roomChanged();
    this.#paths.wantIfNeeded();
  }

  /** @param {string} transfer */
  decline(transfer) {
    this.#transfers.findIncoming(transfer)?.decline();
  }

  /** @param {string} transfer */
  cancel(transfer) {
    this.#transfers.find(transfer)?.step({ type: 'cancel' });
  }

  /** @param {string} id of a text or transfer that failed */
  retry(id) {
    const text = this.#entries.chronicle.text(id);
    if (text?.direction === 'out' && text.status === 'failed' && isSendableText(text.text)) {
      this.#entries.changeTexts([id], { status: 'sending', error: null, by: null });
      return this.#sendText(id, text.text);
    }
    const transfer = this.#transfers.find(id);
    if (!(transfer instanceof OutgoingTransfer) || !transfer.isOver) return;
    const { files } = transfer.view;
    const unfinished = transfer.sources.filter((_, file) => files[file].status !== 'complete');
    if (unfinished.length === 0) return;
    if (unfinished.length === files.length) this.retract(id);
    else transfer.change({ isRetried: true });
    this.#offer(unfinished, manifestOf(unfinished));
  }

  /** Sends again whatever failed for want of a connection. */
  retryUnreached() {
    for (const entry of this.#entries.all.filter(isUnreached)) this.retry(entry.id);
  }

  /**
   * @param {string} transfer
   * @param {number} file
   * @returns {string | null} an object URL
   */
  open(transfer, file) {
    const found = this.#transfers.find(transfer);
    const blob = found instanceof OutgoingTransfer ? found.sources[file]?.file : found?.held?.blob(file);
    const type = blob ? openableType(blob.type) : null;
    return blob && type !== null ? this.#world.addressOf(blob, type) : null;
  }

  // Told by the paths and by whoever keeps the conversation

  /** Shows in the entries whether the other device is there to go on. */
  showWhereabouts() {
    this.#transfers.peerAway(this.#world.whereabouts() !== 'here');
  }

  /** Room for held files has changed; offers may fit now, or not any more. */
  checkRoom() {
    for (const transfer of this.#transfers.incoming) transfer.checkRoom();
  }

  /**
   * Gives up an offer whose sender is not to be heard, in favour of one whose sender is.
   *
   * @returns {boolean} whether there was any
   */
  giveUpLostOffer() {
    const lost = this.#transfers.incoming.find(({ state, link }) => state === 'offered' && link === null);
    lost?.step({ type: 'fail', error: 'gave-up', by: 'us' });
    return lost !== undefined;
  }

  /**
   * @param {import('../types').TransferError} error
   * @param {'us' | 'them'} [by]
   */
  giveUp(error, by) {
    this.#transfers.giveUp(error, by);
    this.#textsFailed(this.#session.texts.giveUp(true), error, by);
  }

  /** @param {ErrorCode} error */
  giveUpUnheard(error) {
    this.#transfers.giveUpUnheard(error);
    this.#textsFailed(this.#session.texts.giveUp(false), error);
  }

  /**
   * @param {import('../types').NoticeEntry['notice']} notice
   * @param {Pick<import('../types').NoticeEntry, 'missed'>} [details]
   * @returns {string} its ID
   */
  notice(notice, details) {
    return this.#entries.addNotice(notice, details);
  }

  /** @param {string} id of an entry that is not true any more */
  retract(id) {
    this.#entries.remove(id);
  }

  /**
   * Gives up the oldest entry that the person has done with.
   *
   * @returns {boolean} whether there was any
   */
  dropOldest() {
    return this.#entries.dropOldest();
  }

  /** Lets go of every file that it holds: nobody sees the conversation any more. */
  clear() {
    this.#received.clear();
  }

  // Sending and receiving

  /**
   * @param {string} id
   * @param {string} text
   */
  #sendText(id, text) {
    this.#session.texts.send(id, text);
    this.#send();
  }

  /**
   * @param {readonly FileSource[]} sources
   * @param {readonly import('../core/wire/conversation-types').ManifestFile[]} manifest of them
   */
  #offer(sources, manifest) {
    const transfer = this.#transfers.send(this.#entries.newId(), sources, manifest);
    this.#entries.addTransfer(transfer.view);
    this.#send();
  }

  /** There is something to send. */
  #send() {
    this.#session.distribute();
    this.#paths.want();
  }

  /** @param {import('./incoming.js').IncomingTransfer} transfer of the other side */
  #offered(transfer) {
    this.#offerLimit.offered();
    transfer.checkRoom();
    this.#entries.addTransfer(transfer.view);
  }

  /**
   * @param {string[]} ids
   * @param {import('../types').TransferError} error
   * @param {'us' | 'them' | null} [by] where the cause does not say it
   */
  #textsFailed(ids, error, by = sideOf(error, 'out')) {
    this.#entries.changeTexts(ids, { status: 'failed', error, by });
  }

  /** @param {string} id of an entry that is not shown any more */
  #forget(id) {
    this.#received.letGo(id);
    this.#transfers.forget(id);
  }

  /** @param {boolean} isProgress only bytes have moved */
  #changed(isProgress) {
    if (this.isUnderWay) this.#pulse.underWay();
    if (!isProgress) return this.#onChange();
    this.#paths.measure();
    this.#pulse.progressed();
  }
}
