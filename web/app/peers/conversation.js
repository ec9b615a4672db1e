import { openableType } from '../core/transfer/openable.js';
import { Chronicle, isActive } from '../state/chronicle.js';
import { isUnreached } from '../state/unreached.js';
import { IncomingTransfer } from './incoming.js';
import { manifestOf, offerable } from '../core/transfer/manifest.js';
import { sideOf } from '../core/transfer/origin.js';
import { Session } from './session.js';
import { isSendableText } from '../core/transfer/text.js';
import { identifier } from '../core/util/random.js';
import { wellFormed } from '../core/util/utf8.js';
import { Paths } from './paths.js';
import { knownError } from '../core/paths/patience.js';
import { Received } from './received.js';
import { incomingView, outgoingView } from './transfers.js';
import { Welcome } from '../core/transfer/welcome.js';

/** Progress is shown this often at most, in milliseconds. */
const PROGRESS_INTERVAL = 250;

/** Speed is shown anew this often, also when nothing moves, in milliseconds. */
const TICK = 1_000;

/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../types').ConversationState} ConversationState
 * @typedef {import('../types').FileSource} FileSource
 *
 * @typedef {import('./ladder-world').LadderWorld & ConversationWorld} World What a conversation needs of
 *     everything around it.
 *
 * @typedef {object} ConversationWorld
 * @property {import('../files/sinks/sink').Storage} storage
 * @property {import('../files/saving/saving.js').Saving} saving
 * @property {import('../environment.js').Environment['addressOf']} addressOf
 * @property {(isTooOften: boolean) => 'do-not-disturb' | 'too-often' | 'busy' | null} hindrance why no further offer may
 *     wait for the person; `isTooOften`: this device has asked more often than it may
 * @property {() => boolean} isLookedAt
 * @property {() => string} instance which page this is
 * @property {() => string | null} peerInstance which page the other one is, as the server says
 * @property {() => 'here' | 'away' | 'left'} whereabouts whether the other device is with the server. `away`: its socket
 *     has ended, and within seconds it is back or has left
 * @property {() => import('../types').Absence | null} absence how the other device was lost, null if it is there
 * @property {(action: () => void) => void} afterShown runs when the person can see what was published
 * @property {(state: ConversationState) => void} publish
 * @property {() => void} roomChanged there is more or less room for files than before
 * @property {() => void} grown there is more to keep than before
 */

/** Everything between this device and one other: the paths, what goes over them, and what the person sees of it. */
export class Conversation {
  #peer;
  #world;
  /** @type {Session} */
  #session;
  /** @type {Paths} */
  #paths;
  #chronicle = new Chronicle();
  #welcome;
  #unread = 0;
  #isUsed = false;
  #isOver = false;
  /** @type {Map<string, readonly FileSource[]>} Of outgoing transfers, to offer them again. */
  #sources = new Map();
  #received;
  #isPublishing = false;
  #isTicking = false;

  /**
   * @param {string} peer
   * @param {World} world
   */
  constructor(peer, world) {
    this.#peer = peer;
    this.#world = world;
    this.#welcome = new Welcome(world.clock);
    this.#received = new Received(world.saving, world.roomChanged);
    this.#session = new Session({
      offered: (id, files) => this.#offered(id, files),
      hindrance: () => world.hindrance(!this.#welcome.isLeft),
      isKnown: (id) => this.#chronicle.has(id),
      instance: world.instance,
      peerInstance: world.peerInstance,
      text: (text) => this.#heard(text),
      delivered: (id) => this.#textChanged(id, 'delivered'),
      mayCarry: (pipe) => this.#paths.mayCarry(pipe),
      carried: (pipe) => this.#paths.carried(pipe),
      now: () => world.clock.now(),
      ended: () => this.#paths.ended(),
      broken: (error) => this.#paths.fail(error),
    });
    this.#paths = new Paths({
      world,
      session: this.#session,
      events: {
        notice: (notice) => this.#notice(notice),
        retract: (id) => this.#remove(id),
        givenUp: (error, by) => this.#giveUp(error, by),
        unheard: (error) => this.#giveUpUnheard(error),
        changed: () => this.#publish(),
        isUnderWay: () => this.#hasActive,
      },
    });
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

  /** Whether the person has ever said something here, or yes. */
  get isUsed() {
    return this.#isUsed;
  }

  /** What it keeps, in rough bytes. */
  get weight() {
    return this.#chronicle.weight;
  }

  /** Whether it takes one of the places for open conversations. */
  get isOpen() {
    return this.#paths.status === 'connected' || this.#paths.status === 'connecting';
  }

  /** Whether something in it outlives a break, so that a call about it is welcome at any time. */
  get isShared() {
    return this.#session.isShared;
  }

  /** Whether nothing would be lost if it was closed. */
  get isIdle() {
    return !this.#session.isNeeded;
  }

  /** The transfers that came from the other device. */
  get received() {
    return this.#received;
  }

  // What the person does

  look() {
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.#publish();
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
    if (isFlattened) this.#notice('flattened');
    if (missed.length > 0) this.#notice('missed', { missed });
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
    this.#welcome.accepted();
    this.#received.find(transfer)?.accept();
    this.#world.roomChanged();
    this.#paths.wantIfNeeded();
  }

  /** @param {string} transfer */
  decline(transfer) {
    this.#received.find(transfer)?.decline();
  }

  /** @param {string} transfer */
  cancel(transfer) {
    this.#received.find(transfer)?.cancel();
    this.#session.outgoing(transfer)?.cancel();
  }

  /** @param {string} id of a text or transfer that failed */
  retry(id) {
    const text = this.#chronicle.text(id);
    if (text?.direction === 'out' && text.status === 'failed' && isSendableText(text.text)) {
      this.#textChanged(id, 'sending');
      return this.#send(() => this.#session.sendText(id, text.text));
    }
    const sources = this.#sources.get(id);
    const view = this.#chronicle.transfers.find((transfer) => transfer.id === id);
    if (sources === undefined || view === undefined || isActive(view.status) || view.status === 'offered') return;
    const unfinished = sources.filter((_, index) => view.files[index].status !== 'complete');
    if (unfinished.length === 0) return;
    if (unfinished.length === sources.length) this.#remove(id);
    else view.update({ retried: true });
    this.#offer(unfinished, manifestOf(unfinished));
  }

  /** Tries to connect, for all that failed for want of it as well. */
  reconnect() {
    for (const entry of this.#chronicle.entries.filter(isUnreached)) this.retry(entry.id);
    this.#paths.want();
  }

  /**
   * @param {string} transfer
   * @param {number} file
   * @returns {string | null} an object URL
   */
  open(transfer, file) {
    const blob = this.#received.find(transfer)?.files.blob(file) ?? this.#sources.get(transfer)?.[file]?.file;
    const type = blob === undefined ? null : openableType(blob.type);
    return blob === undefined || type === null ? null : this.#world.addressOf(blob, type);
  }

  inspect() {
    return this.#paths.inspect();
  }

  // What happens around

  /** @param {import('./ladder-world').Incoming} message */
  signaled(message) {
    this.#paths.signaled(message);
  }

  signalingLost() {
    this.#paths.signalingLost();
  }

  signalingReturned() {
    this.#paths.signalingReturned();
  }

  networkChanged() {
    this.#paths.networkChanged();
  }

  relayForbidden() {
    this.#paths.forbidRelay();
  }

  /**
   * The other device has lost its socket: its page was closed, or is being reloaded, or its network is away.
   *
   * @param {'closed' | 'lost'} away
   */
  peerAway(away) {
    this.#paths.peerAway(away);
    this.#showWhereabouts();
  }

  /** It is with the server again, as the page it was. */
  peerBack() {
    this.#showWhereabouts();
    this.#paths.peerReturned();
  }

  /**
   * It is another page than before. What belonged to the former is over; what that had not answered is offered to this.
   *
   * @param {string} instance
   */
  peerRenewed(instance) {
    if (this.#session.page === instance) return;
    this.#paths.peerRenewed();
    if (this.#session.page !== null) this.#session.renewed(instance);
    this.#showWhereabouts();
    this.#paths.wantIfNeeded();
    this.#publish();
  }

  /**
   * The other device is not with the server any more. A direct path does not need the server and stays.
   *
   * @param {boolean} isClosed its page was closed
   */
  peerLeft(isClosed) {
    this.#showWhereabouts();
    if (isClosed && this.#paths.status !== 'connected') this.#end('closed', 'them');
    else this.#paths.peerLeft();
    if (!this.#chronicle.isEmpty) this.#notice(this.#world.absence() ?? 'left');
  }

  peerReturned() {
    this.#showWhereabouts();
    if (!this.#chronicle.isEmpty) this.#notice('back');
    this.#paths.peerReturned();
  }

  /** This page was left and has come back as it was. Meanwhile the others were told that it is gone. */
  revived() {
    this.#end('closed', 'us');
  }

  /** Makes its place free. */
  close() {
    this.#paths.close();
  }

  /**
   * Gives up the oldest that is shown and that the person has done with.
   *
   * @returns {boolean} whether there was any
   */
  dropOldest() {
    const id = this.#chronicle.dropOldest();
    if (id === null) return false;
    this.#forget([id]);
    this.#publish();
    return true;
  }

  /** Nobody will see of it any more, whatever still happens in it. */
  end() {
    this.#isOver = true;
    this.#received.clear();
    this.#paths.forget();
  }

  /**
   * One of the two pages is gone, and what was between them with it.
   *
   * @param {'closed'} error
   * @param {'us' | 'them'} by
   */
  #end(error, by) {
    this.#paths.forget();
    this.#giveUp(error, by);
  }

  /** Tells in the cards whether the other device is there to go on. */
  #showWhereabouts() {
    const isPeerAway = this.#world.whereabouts() !== 'here';
    for (const view of this.#chronicle.transfers) {
      if (isActive(view.status) || view.status === 'offered') view.update({ isPeerAway });
    }
  }

  /**
   * @param {ErrorCode | 'made-room' | 'break' | 'closed'} error
   * @param {'us' | 'them'} [by] where the cause does not say it
   */
  #giveUp(error, by) {
    const isPlain = error === 'made-room' || error === 'break' || error === 'closed';
    const cause = isPlain ? error : knownError(error, this.#world.absence());
    this.#textsFailed(this.#session.giveUp(cause, by), cause, by);
  }

  /** @param {ErrorCode} error */
  #giveUpUnheard(error) {
    const cause = knownError(error, this.#world.absence());
    this.#textsFailed(this.#session.giveUpUnheard(cause), cause);
  }

  /**
   * @param {string[]} ids
   * @param {import('../types').TransferError} error
   * @param {'us' | 'them' | null} [by] where the cause does not say it
   */
  #textsFailed(ids, error, by = sideOf(error, 'out')) {
    for (const id of ids) this.#chronicle.updateText(id, { status: 'failed', error, by });
    this.#publish();
  }

  // Content

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
    const view = outgoingView(this.#newId(), sources, this.#world.clock, (isProgress) => this.#changed(isProgress));
    this.#sources.set(view.id, sources);
    this.#forget(this.#chronicle.addTransfer(view));
    this.#publish();
    this.#send(() => this.#session.sendFiles(view, sources.map(({ file }) => file), manifest));
  }

  /**
   * @param {string} id
   * @param {import('../core/wire/conversation-types').ManifestFile[]} files
   */
  #offered(id, files) {
    const view = incomingView(id, files, this.#world.clock, (isProgress) => this.#changed(isProgress));
    const transfer = new IncomingTransfer({
      view,
      storage: this.#world.storage,
      onEnd: (ended, lastWords) => {
        this.#session.incomingEnded(ended, lastWords);
        this.#world.roomChanged();
      },
    });
    this.#received.add(transfer);
    this.#welcome.asked();
    this.#forget(this.#chronicle.addTransfer(view));
    transfer.checkRoom();
    this.#noticeUnread();
    this.#publish();
    this.#world.grown();
    return transfer;
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
    this.#publish();
  }

  /**
   * @param {import('../types').NoticeEntry['notice']} notice
   * @param {Pick<import('../types').NoticeEntry, 'missed'>} [details]
   * @returns {string} its ID
   */
  #notice(notice, details = {}) {
    const id = this.#newId();
    this.#add({ type: 'notice', id, at: this.#world.clock.date(), notice, ...details });
    return id;
  }

  /**
   * An entry is not true any more, or another stands for it.
   *
   * @param {string} id
   */
  #remove(id) {
    this.#chronicle.remove(id);
    this.#forget([id]);
    this.#publish();
  }

  /** @param {import('../types').TextEntry | import('../types').NoticeEntry} entry */
  #add(entry) {
    this.#forget(this.#chronicle.add(entry));
    this.#publish();
    this.#world.grown();
  }

  /** @param {string[]} ids of entries that are not shown any more */
  #forget(ids) {
    for (const id of ids) {
      this.#sources.delete(id);
      this.#received.forget(id);
    }
    if (ids.length > 0) this.#unread = Math.min(this.#unread, this.#chronicle.received);
  }

  #noticeUnread() {
    if (!this.#world.isLookedAt()) this.#unread += 1;
  }

  #newId() {
    return identifier(this.#world.random, 8);
  }

  get #hasActive() {
    return this.#chronicle.transfers.some(({ status }) => isActive(status));
  }

  // Showing

  /** @param {boolean} isProgress */
  #changed(isProgress) {
    if (this.#hasActive) this.#tickWhileActive();
    if (!isProgress) return this.#publish();
    this.#paths.measure();
    if (this.#isPublishing) return;
    this.#isPublishing = true;
    this.#world.clock.after(PROGRESS_INTERVAL, () => {
      this.#isPublishing = false;
      this.#publish();
    });
  }

  #tickWhileActive() {
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#world.clock.after(TICK, () => {
      this.#isTicking = false;
      this.#session.watch();
      for (const view of this.#chronicle.transfers) view.tick();
    });
  }

  #publish() {
    if (this.#isOver) return;
    const { status, error, route } = this.#paths;
    this.#world.publish({
      peer: this.#peer,
      status,
      path: route,
      error: error && knownError(error, this.#world.absence()),
      entries: this.#chronicle.entries,
      unread: this.#unread,
    });
  }
}
