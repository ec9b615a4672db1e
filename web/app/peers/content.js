import { OfferLimit } from '../core/transfer/offer-limit.js';
import { openableType } from '../core/transfer/openable.js';
import { manifestOf, offerable } from '../core/transfer/manifest.js';
import { sideOf } from '../core/transfer/origin.js';
import { isSendableText } from '../core/transfer/text.js';
import { identifier } from '../core/util/random.js';
import { wellFormed } from '../core/util/utf8.js';
import { Chronicle } from '../state/chronicle.js';
import { isUnreached } from '../state/unreached.js';
import { OutgoingTransfer } from './outgoing.js';
import { Received } from './received.js';
import { Session } from './session.js';

/** Progress is shown this often at most, in milliseconds. */
const PROGRESS_INTERVAL = 250;

/** Speed is shown anew this often, also when nothing moves, in milliseconds. */
const TICK = 1_000;

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
  #chronicle = new Chronicle();
  #offerLimit;
  #unread = 0;
  #isUsed = false;
  #received;
  #isPublishing = false;
  #isTicking = false;

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
    this.#session = new Session({
      clock: world.clock,
      storage: world.storage,
      instance: world.instance,
      peerInstance: world.peerInstance,
      paths,
      hindrance: () => world.hindrance(this.#offerLimit.isReached),
      isKnown: (id) => this.#chronicle.has(id),
      offered: (transfer) => this.#offered(transfer),
      changed: (isProgress) => this.#changed(isProgress),
      ended: ({ direction }) => void (direction === 'in' && world.roomChanged()),
      text: (text) => this.#heard(text),
      delivered: (id) => this.#textChanged(id, 'delivered'),
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
    return this.#chronicle.entries;
  }

  /** Entries the person has not seen. */
  get unread() {
    return this.#unread;
  }

  get isEmpty() {
    return this.#chronicle.isEmpty;
  }

  /** Whether there is something in it that the person has not done with. */
  get isHolding() {
    return this.#chronicle.isHolding;
  }

  /** Whether this page holds files of it, also such that were saved. */
  get hasFiles() {
    return this.#chronicle.hasFiles;
  }

  /** Whether the person has ever sent or accepted something here. */
  get isUsed() {
    return this.#isUsed;
  }

  /** Memory that its entries occupy, in rough bytes. */
  get weight() {
    return this.#chronicle.weight;
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
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.#onChange();
  }

  /** @param {string} input */
  sendText(input) {
    this.#isUsed = true;
    const text = wellFormed(input);
    const id = this.#newId();
    const status = isSendableText(text) ? 'sending' : 'failed';
    this.#add({ type: 'text', id, direction: 'out', at: this.#world.clock.date(), text, status, error: null, by: null });
    if (status === 'sending') this.#send(() => this.#session.sendText(id, text));
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
    const text = this.#chronicle.text(id);
    if (text?.direction === 'out' && text.status === 'failed' && isSendableText(text.text)) {
      this.#textChanged(id, 'sending');
      return this.#send(() => this.#session.sendText(id, text.text));
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
    for (const entry of this.#chronicle.entries.filter(isUnreached)) this.retry(entry.id);
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
    this.#textsFailed(this.#session.giveUp(error, by), error, by);
  }

  /** @param {ErrorCode} error */
  giveUpUnheard(error) {
    this.#textsFailed(this.#session.giveUpUnheard(error), error);
  }

  /**
   * @param {import('../types').NoticeEntry['notice']} notice
   * @param {Pick<import('../types').NoticeEntry, 'missed'>} [details]
   * @returns {string} its ID
   */
  notice(notice, details = {}) {
    const id = this.#newId();
    this.#add({ type: 'notice', id, at: this.#world.clock.date(), notice, ...details });
    return id;
  }

  /**
   * An entry is not true any more, or another stands for it.
   *
   * @param {string} id
   */
  retract(id) {
    this.#chronicle.remove(id);
    this.#forget([id]);
    this.#onChange();
  }

  /**
   * Gives up the oldest entry that the person has done with.
   *
   * @returns {boolean} whether there was any
   */
  dropOldest() {
    const id = this.#chronicle.dropOldest();
    if (id === null) return false;
    this.#forget([id]);
    this.#onChange();
    return true;
  }

  /** Lets go of every file that it holds: nobody sees the conversation any more. */
  clear() {
    this.#received.clear();
  }

  // Sending and receiving

  /** @param {() => void} action that gives the session something to send */
  #send(action) {
    action();
    this.#paths.want();
  }

  /**
   * @param {readonly FileSource[]} sources
   * @param {readonly import('../core/wire/conversation-types').ManifestFile[]} manifest of them
   */
  #offer(sources, manifest) {
    const transfer = this.#transfers.send(this.#newId(), sources, manifest);
    this.#forget(this.#chronicle.addTransfer(transfer.view));
    this.#onChange();
    this.#send(() => this.#session.distribute());
  }

  /** @param {import('./incoming.js').IncomingTransfer} transfer of the other side */
  #offered(transfer) {
    this.#offerLimit.offered();
    this.#forget(this.#chronicle.addTransfer(transfer.view));
    transfer.checkRoom();
    this.#noticeUnread();
    this.#onChange();
    this.#world.grown();
  }

  /** @param {string} text */
  #heard(text) {
    const at = this.#world.clock.date();
    this.#noticeUnread();
    this.#add({ type: 'text', id: this.#newId(), direction: 'in', at, text, status: 'delivered', error: null, by: null });
  }

  /**
   * @param {string} id
   * @param {'sending' | 'delivered'} status
   */
  #textChanged(id, status) {
    this.#chronicle.updateText(id, { status, error: null, by: null });
    this.#onChange();
  }

  /**
   * @param {string[]} ids
   * @param {import('../types').TransferError} error
   * @param {'us' | 'them' | null} [by] where the cause does not say it
   */
  #textsFailed(ids, error, by = sideOf(error, 'out')) {
    for (const id of ids) this.#chronicle.updateText(id, { status: 'failed', error, by });
    this.#onChange();
  }

  // Entries

  /** @param {import('../types').TextEntry | import('../types').NoticeEntry} entry */
  #add(entry) {
    this.#forget(this.#chronicle.add(entry));
    this.#onChange();
    this.#world.grown();
  }

  /** @param {string[]} ids of entries that are not shown any more */
  #forget(ids) {
    for (const id of ids) {
      this.#received.letGo(id);
      this.#transfers.forget(id);
    }
    if (ids.length > 0) this.#unread = Math.min(this.#unread, this.#chronicle.received);
  }

  #noticeUnread() {
    if (!this.#world.isLookedAt()) this.#unread += 1;
  }

  #newId() {
    return identifier(this.#world.random, 8);
  }

  /** @param {boolean} isProgress */
  #changed(isProgress) {
    if (this.isUnderWay) this.#tickWhileActive();
    if (!isProgress) return this.#onChange();
    this.#paths.measure();
    if (this.#isPublishing) return;
    this.#isPublishing = true;
    this.#world.clock.after(PROGRESS_INTERVAL, () => {
      this.#isPublishing = false;
      this.#onChange();
    });
  }

  #tickWhileActive() {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#world.clock.after(TICK, () => {
      this.#isTicking = false;
      this.#transfers.watch(this.#world.clock.now());
    });
  }
}
