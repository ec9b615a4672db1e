import { Ladder } from '../connection/ladder.js';
import { readStatistics } from '../connection/statistics.js';
import { ThroughputMeter } from '../connection/throughput.js';
import { openableType } from '../sinks/openable.js';
import { Chronicle, isActive } from '../state/chronicle.js';
import { IncomingTransfer } from '../transfer/incoming.js';
import { offerable } from '../transfer/manifest.js';
import { Session } from '../transfer/session.js';
import { isSendableText } from '../transfer/text.js';
import { identifier } from '../util/random.js';
import { wellFormed } from '../util/utf8.js';
import { Patience, transferError } from './patience.js';
import { incomingView, outgoingView } from './transfers.js';

/** Progress is shown this often at most, in milliseconds. */
const PROGRESS_INTERVAL = 100;

/** Speed is shown anew this often, also when nothing moves, in milliseconds. */
const TICK = 1_000;

/** An object URL for a file shown in another tab lives this long, in milliseconds; that tab has it by then. */
const SHOWN = 60_000;

/** An idle relay is closed after this time, in milliseconds, so that what follows at once can still use it. */
const RELAY_LINGER = 2_000;

/**
 * @typedef {import('../types').ErrorCode} ErrorCode
 * @typedef {import('../types').ConversationState} ConversationState
 * @typedef {import('../types').FileSource} FileSource
 * @typedef {import('../connection/pipe').Pipe} Pipe
 *
 * @typedef {object} World What a conversation needs of everything around it.
 * @property {import('../util/clock.js').Clock} clock
 * @property {import('../util/random.js').Random} random
 * @property {import('../sinks/sink').Storage} storage
 * @property {{ save(file: Blob, name: string): void }} saver
 * @property {() => import('../connection/ladder.js').Conditions} conditions
 * @property {(message: import('../signaling/wire').CallMessage) => void} signal
 * @property {(() => RTCPeerConnection) | null} createConnection
 * @property {(token: string) => WebSocket} createRelaySocket
 * @property {() => boolean} mayAsk whether one more offer may wait for the person
 * @property {() => boolean} isLookedAt
 * @property {(action: () => void) => void} afterShown runs when the person can see what was published
 * @property {(state: ConversationState) => void} publish
 * @property {() => void} roomChanged files were saved or discarded, here or elsewhere
 */

/** Everything between this device and one other: the paths, what goes over them, and what the person sees of it. */
export class Conversation {
  #peer;
  #world;
  #ladder;
  #session;
  #patience;
  #throughput;
  #chronicle = new Chronicle();
  #unread = 0;
  /**
   * The kind of path the person was last told about.
   *
   * @type {import('../types').PathKind | null}
   */
  #told = null;
  /** @type {Map<string, readonly FileSource[]>} Of outgoing transfers, to offer them again. */
  #sources = new Map();
  /** @type {Map<string, IncomingTransfer>} Also those that have ended, for the files they hold. */
  #incoming = new Map();
  /** @type {Set<Pipe>} */
  #pipes = new Set();
  #closedBytes = 0;
  #isPublishing = false;
  #isTicking = false;

  /**
   * @param {string} peer
   * @param {World} world
   */
  constructor(peer, world) {
    this.#peer = peer;
    this.#world = world;
    const { clock, random } = world;
    this.#patience = new Patience(clock);
    this.#session = new Session({
      offered: (id, files) => this.#offered(id, files),
      mayAsk: world.mayAsk,
      isKnown: (id) => this.#chronicle.has(id),
      text: (text) => this.#received(text),
      delivered: (id) => this.#textChanged(id, 'delivered'),
      ended: () => this.#ended(),
      broken: (error) => this.#broken(error),
    });
    this.#ladder = new Ladder({
      conditions: world.conditions,
      signal: world.signal,
      createConnection: world.createConnection,
      createRelaySocket: world.createRelaySocket,
      clock,
      random,
      events: {
        pipe: (pipe) => this.#opened(pipe),
        trouble: (pipe) => this.#session.setTroubled(pipe, true),
        recovered: (pipe) => this.#session.setTroubled(pipe, false),
        changed: () => this.#connectionChanged(),
        isNeeded: () => this.#session.isNeeded,
      },
    });
    this.#throughput = new ThroughputMeter({
      clock,
      total: () => this.#totalBytes,
      isBusy: () => this.#hasActive,
    });
  }

  get isEmpty() {
    return this.#chronicle.isEmpty;
  }

  /** Whether it takes one of the places for open conversations. */
  get isOpen() {
    return this.#ladder.status === 'connected' || this.#ladder.status === 'connecting';
  }

  /** Whether nothing would be lost if it was closed. */
  get isIdle() {
    return !this.#session.isNeeded;
  }

  /** Offers that wait for this person. */
  get waitingOffers() {
    return [...this.#incoming.values()].filter((transfer) => transfer.state === 'offered').length;
  }

  // What the person does

  look() {
    if (this.#unread === 0) return;
    this.#unread = 0;
    this.#publish();
  }

  /** @param {string} input */
  sendText(input) {
    const text = wellFormed(input);
    const id = this.#newId();
    const status = isSendableText(text) ? 'sending' : 'failed';
    this.#add({ type: 'text', id, direction: 'out', at: this.#world.clock.date(), text, status });
    if (status === 'sending') this.#send(() => this.#session.sendText(id, text));
  }

  /**
   * @param {readonly FileSource[]} sources
   * @param {boolean} isFlattened
   */
  sendFiles(sources, isFlattened) {
    if (isFlattened) this.#notice('flattened');
    for (let rest = sources; rest.length > 0; ) {
      const manifest = rest.map(({ file, name }) => ({ name, size: file.size, type: file.type, modified: 0 }));
      const count = Math.max(1, offerable(manifest));
      this.#offer(rest.slice(0, count));
      rest = rest.slice(count);
    }
  }

  /** @param {string} transfer */
  accept(transfer) {
    this.#incoming.get(transfer)?.accept();
    if (this.#session.isNeeded) this.#ladder.open();
  }

  /** @param {string} transfer */
  decline(transfer) {
    this.#incoming.get(transfer)?.decline();
  }

  /** @param {string} transfer */
  cancel(transfer) {
    this.#incoming.get(transfer)?.cancel();
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
    if (unfinished.length > 0) this.#offer(unfinished);
  }

  reconnect() {
    this.#ladder.open();
  }

  /**
   * @param {string} transfer
   * @param {number} file
   */
  save(transfer, file) {
    const incoming = this.#incoming.get(transfer);
    const blob = incoming?.held(file) ?? null;
    if (incoming === undefined || blob === null) return;
    this.#world.saver.save(blob, incoming.view.files[file].name);
    incoming.release(file, 'saved');
    this.#world.roomChanged();
  }

  /** @param {string} transfer */
  saveAll(transfer) {
    for (const { index } of this.#incoming.get(transfer)?.view.files ?? []) this.save(transfer, index);
  }

  /** @param {string} transfer */
  discard(transfer) {
    const incoming = this.#incoming.get(transfer);
    for (const { index } of incoming?.view.files ?? []) incoming?.release(index, 'discarded');
    this.#world.roomChanged();
  }

  /**
   * @param {string} transfer
   * @param {number} file
   * @returns {string | null} an object URL
   */
  open(transfer, file) {
    const blob = this.#incoming.get(transfer)?.held(file) ?? this.#sources.get(transfer)?.[file]?.file;
    const type = blob === undefined ? null : openableType(blob.type);
    if (blob === undefined || type === null) return null;
    const url = URL.createObjectURL(blob.slice(0, blob.size, type));
    this.#world.clock.after(SHOWN, () => URL.revokeObjectURL(url));
    return url;
  }

  /** @returns {Promise<import('../types').Inspection | null>} */
  async inspect() {
    const pipe = this.#ladder.best;
    if (pipe === null) return null;
    const throughput = this.#throughput.read();
    const path = this.#ladder.directPath;
    if (pipe.kind === 'direct' && path !== null) {
      return { path: 'direct', ...readStatistics(await path.stats()), throughput };
    }
    const { sent, received } = pipe.counters;
    return {
      path: pipe.kind,
      local: null,
      remote: null,
      roundTrip: null,
      bytesSent: sent,
      bytesReceived: received,
      throughput,
      protocol: 'WebSocket',
      state: 'open',
    };
  }

  // What happens around

  /** @param {import('../connection/ladder.js').Incoming} message */
  signaled(message) {
    this.#ladder.received(message);
    if (message.type === 'end') this.#giveUp('PEER_LEFT');
  }

  signalingLost() {
    this.#ladder.signalingLost();
  }

  signalingReturned() {
    this.#ladder.signalingReturned();
  }

  relayForbidden() {
    this.#ladder.forbidRelay();
  }

  /** The other device is not with the server any more. A direct path does not need the server and stays. */
  peerLeft() {
    if (!this.#chronicle.isEmpty) this.#notice('left');
  }

  peerReturned() {
    if (!this.#chronicle.isEmpty) this.#notice('back');
    if (this.#session.isNeeded) this.#ladder.open();
  }

  /** Room for held files has changed; offers may fit now, or not any more. */
  checkRoom() {
    for (const transfer of this.#incoming.values()) transfer.checkRoom();
  }

  /** Makes its place free. */
  close() {
    this.#world.signal({ type: 'end' });
    this.#ladder.close();
    this.#giveUp('PEER_LEFT');
  }

  // Paths

  /** @param {Pipe} pipe */
  #opened(pipe) {
    this.#patience.connected();
    this.#pipes.add(pipe);
    if (pipe.kind === 'direct') return this.#session.attach(pipe);
    // The person sees that the server could read along before the first byte goes there.
    if (this.#told !== 'relay') this.#notice('relay');
    this.#told = 'relay';
    this.#world.afterShown(() => {
      if (pipe.isOpen) this.#session.attach(pipe);
    });
  }

  #connectionChanged() {
    this.#forgetClosedPipes();
    const { status, best } = this.#ladder;
    if (best?.kind === 'direct' && this.#told === 'relay') {
      this.#told = 'direct';
      this.#notice('direct');
    }
    if (status === 'connected') this.#releaseIdleRelay();
    else if (this.#hasActive) this.#patience.brokenOff();
    if (status === 'failed' && this.#session.isNeeded) this.#failed();
    this.#publish();
  }

  #failed() {
    const retry = () => {
      if (this.#session.isNeeded) this.#ladder.open();
    };
    const canWait = this.#hasActive && this.#patience.failed(this.#ladder.error, retry);
    if (!canWait) this.#giveUp(this.#ladder.error);
  }

  /** @param {ErrorCode | null} error */
  #giveUp(error) {
    for (const id of this.#session.giveUp(transferError(error))) this.#chronicle.setTextStatus(id, 'failed');
  }

  /**
   * The other side does not speak the protocol; its pipe is closed, and no other would speak better.
   *
   * @param {ErrorCode} error
   */
  #broken(error) {
    this.#ladder.fail(error);
    this.#giveUp(error);
  }

  #releaseIdleRelay() {
    this.#world.clock.after(RELAY_LINGER, () => {
      if (!this.#session.uses('relay')) this.#ladder.releaseRelay();
    });
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

  // Content

  /** @param {() => void} action that gives the session something to send */
  #send(action) {
    action();
    this.#ladder.open();
    this.#ladder.improve();
  }

  /** @param {readonly FileSource[]} sources */
  #offer(sources) {
    const view = outgoingView(this.#newId(), sources, this.#world.clock, (isProgress) => this.#changed(isProgress));
    this.#sources.set(view.id, sources);
    this.#forget(this.#chronicle.addTransfer(view));
    this.#publish();
    this.#send(() => this.#session.sendFiles(view, sources));
  }

  /**
   * @param {string} id
   * @param {import('../transfer/wire').ManifestFile[]} files
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
    this.#incoming.set(id, transfer);
    this.#forget(this.#chronicle.addTransfer(view));
    transfer.checkRoom();
    this.#noticeUnread();
    this.#publish();
    return transfer;
  }

  /** @param {string} text */
  #received(text) {
    const at = this.#world.clock.date();
    this.#noticeUnread();
    this.#add({ type: 'text', id: this.#newId(), direction: 'in', at, text, status: 'delivered' });
  }

  /** A transfer has ended: the relay may be idle, its wait may be over. */
  #ended() {
    this.#releaseIdleRelay();
  }

  /**
   * @param {string} id
   * @param {import('../types').TextEntry['status']} status
   */
  #textChanged(id, status) {
    this.#chronicle.setTextStatus(id, status);
    this.#publish();
  }

  /** @param {import('../types').NoticeEntry['notice']} notice */
  #notice(notice) {
    this.#add({ type: 'notice', id: this.#newId(), at: this.#world.clock.date(), notice });
  }

  /** @param {import('../types').TextEntry | import('../types').NoticeEntry} entry */
  #add(entry) {
    this.#forget(this.#chronicle.add(entry));
    this.#publish();
  }

  /** @param {string[]} ids of entries that are not shown any more */
  #forget(ids) {
    for (const id of ids) {
      this.#sources.delete(id);
      this.#incoming.delete(id);
    }
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
    if (!isProgress) return this.#publish();
    this.#throughput.run();
    this.#tickWhileActive();
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
      for (const view of this.#chronicle.transfers) view.tick();
    });
  }

  #publish() {
    const { status, error, best } = this.#ladder;
    this.#world.publish({
      peer: this.#peer,
      status,
      path: best?.kind ?? null,
      error,
      entries: this.#chronicle.entries,
      unread: this.#unread,
    });
  }
}
