import { readFrame } from '../core/transfer/frame.js';
import { MOST_NAMED } from '../core/transfer/limits.js';
import { PROTOCOL, decodeControl } from '../core/wire/conversation.js';
import { Link } from './link.js';
import { Offers } from './offers.js';
import { Texts } from './texts.js';
import { Transfers } from './transfers.js';

/** Messages by which a text or a transfer comes over a pipe. */
const CONTENT = new Set(['text', 'offer', 'move']);

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('../channels/pipe').PipeHandler} PipeHandler
 * @typedef {import('./content-and-paths').SessionForPaths} SessionForPaths
 * @typedef {import('../core/wire/conversation-types').ControlMessage} ControlMessage
 *
 * @typedef {object} SessionWorld
 * @property {import('../core/util/clock.js').Clock} clock
 * @property {import('../files/sinks/sink').Storage} storage
 * @property {() => string} instance which page this is
 * @property {() => string | null} peerInstance which page the other one is, as the server says; null if it does not
 * @property {Pick<import('./content-and-paths').PathsForContent, 'mayCarry' | 'carried' | 'ended' | 'fail'>} paths
 * @property {import('./offers.js').OffersWorld['hindrance']} hindrance
 * @property {import('./offers.js').OffersWorld['isKnown']} isKnown
 * @property {(transfer: import('./incoming.js').IncomingTransfer) => void} offered shows an offer of the other side
 * @property {(isProgress: boolean) => void} changed the entry of a transfer is another; `isProgress`: only bytes have moved
 * @property {(transfer: import('./transfers.js').AnyTransfer) => void} ended
 * @property {(text: string) => void} text shows a text of the other side
 * @property {(id: string) => void} delivered the other side has shown a text of ours
 */

/**
 * A conversation over whatever pipes there are: says hello on each, hands what comes to the texts, offers and transfers,
 * and gives those a pipe that have none.
 *
 * Each pipe: attached ──('hello' of the other side)──► greeted ──► closed. Anything but a hello before it breaks the pipe.
 *
 * @implements {PipeHandler}
 * @implements {SessionForPaths}
 */
export class Session {
  #world;
  #texts;
  #transfers;
  #offers;
  /** @type {Map<Pipe, Link>} */
  #links = new Map();
  /**
   * The page with which everything that is under way here was agreed; null until one has said which it is.
   *
   * @type {string | null}
   */
  #page = null;

  /** @param {SessionWorld} world */
  constructor(world) {
    const { clock, storage, changed, hindrance, isKnown } = world;
    this.#world = world;
    this.#texts = new Texts({
      received: (text) => world.text(text),
      delivered: (id) => {
        world.delivered(id);
        world.paths.ended();
      },
    });
    const transfers = new Transfers({ clock, storage, changed, ended: (transfer) => this.#ended(transfer) });
    const offered = (/** @type {string} */ id, /** @type {import('./transfers.js').ManifestFile[]} */ manifest) => {
      const transfer = transfers.receive(id, manifest);
      world.offered(transfer);
      return transfer;
    };
    this.#transfers = transfers;
    this.#offers = new Offers({ transfers, hindrance, isKnown, offered });
  }

  get texts() {
    return this.#texts;
  }

  /** All transfers of the conversation. */
  get transfers() {
    return this.#transfers;
  }

  get isNeeded() {
    return this.#transfers.isNeeded || this.#texts.isWaiting;
  }

  get isShared() {
    return this.#transfers.isShared;
  }

  /** The page on the other side, null until it has said which it is. */
  get page() {
    return this.#page;
  }

  /**
   * The other page is another one from now on, and the pipes to the former are closed. It knows nothing of anything that
   * was agreed with that one; offers that have not been answered are made again.
   *
   * @param {string} instance
   */
  renewed(instance) {
    this.#page = instance;
    this.#transfers.renewed();
  }

  // Asked for by the paths

  /** @param {Pipe} pipe */
  attach(pipe) {
    const link = new Link(pipe);
    this.#links.set(pipe, link);
    this.#greet(link);
    for (const word of this.#transfers.lastWords.takeUnsaid()) link.say(word);
    pipe.attach(this);
    this.distribute();
  }

  /**
   * @param {Pipe} pipe
   * @param {boolean} isTroubled
   */
  setTroubled(pipe, isTroubled) {
    const link = this.#links.get(pipe);
    if (link === undefined) return;
    link.isTroubled = isTroubled;
    this.distribute();
  }

  rerouted() {
    this.#transfers.rerouted();
  }

  /** @param {Pipe['kind']} kind */
  uses(kind) {
    if (this.#transfers.open.some(({ link }) => link?.pipe.kind === kind)) return true;
    return [...this.#links.values()].some((link) => link.pipe.kind === kind && this.#texts.uses(link));
  }

  /** @param {Pipe} pipe */
  wants(pipe) {
    const best = this.#best;
    return best?.pipe === pipe && this.#hasContentFor(best);
  }

  /** Gives each transfer and text that has no working pipe the best one, and transfers also if theirs is worse. */
  distribute() {
    const best = this.#best;
    if (best === null || !this.#hasContentFor(best) || !this.#world.paths.mayCarry(best.pipe)) return;
    this.#texts.flush(best);
    this.#transfers.bind(best);
  }

  /** @param {Pipe} pipe */
  ping(pipe) {
    const link = this.#links.get(pipe);
    return link?.life.answersPing === true && link.say({ type: 'ping' });
  }

  // Told by the pipes

  /**
   * @param {Pipe} pipe
   * @param {string} json
   */
  control(pipe, json) {
    const link = this.#links.get(pipe);
    if (link === undefined) return;
    link.life.heard(this.#world.clock.now());
    const decoded = decodeControl(json);
    if (decoded.kind === 'foreign') return;
    if (decoded.kind === 'broken') return this.#violated(link, decoded.id);
    const { message } = decoded;
    if (message.type === 'hello') return this.#greeted(link, message);
    if (!link.hasGreeted) return this.#break(link, 'BAD_MESSAGE');
    if (CONTENT.has(message.type)) this.#world.paths.carried(pipe);
    this.#message(link, message);
  }

  /**
   * @param {Pipe} pipe
   * @param {Uint8Array} bytes
   */
  frame(pipe, bytes) {
    const frame = readFrame(bytes);
    const link = this.#links.get(pipe);
    if (link === undefined) return;
    if (frame === null) return this.#break(link, 'BAD_MESSAGE');
    link.life.heard(this.#world.clock.now());
    this.#transfers.frame(link, frame);
  }

  /** @param {Pipe} pipe */
  low(pipe) {
    this.#links.get(pipe)?.outlet.pump();
  }

  /** @param {Pipe} pipe */
  closed(pipe) {
    const link = this.#links.get(pipe);
    if (link === undefined) return;
    this.#links.delete(pipe);
    this.#offers.lost(link);
    this.#texts.lost(link);
    this.#transfers.lost(link);
    this.distribute();
    // The end of a transfer that its sender told on that pipe may never have come through.
    const isDoubtful = this.#transfers.incoming.some((transfer) => transfer.link === null);
    const best = this.#best;
    if (isDoubtful && best !== null) this.#greet(best);
  }

  /**
   * @param {Link} link
   * @param {Exclude<ControlMessage, { type: 'hello' }>} message
   */
  #message(link, message) {
    switch (message.type) {
      case 'ping':
        if (link.life.mayAnswer(this.#world.clock.now())) link.say({ type: 'pong' });
        return;
      case 'pong': return link.life.provedNew();
      case 'text':
        if (!this.#texts.received(message, link)) this.#break(link, 'BAD_MESSAGE');
        return;
      case 'text-received': return this.#texts.acknowledged(message.id);
      case 'offer':
      case 'offer-files': return this.#offers.message(link, message);
      case 'cancel':
        this.#offers.drop(message.id);
        return this.#transfers.message(link, message);
      default:
        this.#transfers.message(link, message);
        // With an answer the next offer may go out.
        if (message.type === 'accept') this.distribute();
    }
  }

  /**
   * Says which page this is and which transfers it is receiving, so that the other side says which of them are over.
   *
   * @param {Link} link
   */
  #greet(link) {
    const receiving = this.#transfers.incoming.slice(-MOST_NAMED).map(({ id }) => id);
    const { maxPayload } = link.pipe;
    link.say({ type: 'hello', protocol: PROTOCOL, maxPayload, instance: this.#world.instance(), receiving });
  }

  /**
   * @param {Link} link
   * @param {import('../core/wire/conversation-types').HelloMessage} message
   */
  #greeted(link, { protocol, maxPayload, instance, receiving }) {
    if (protocol !== PROTOCOL) return this.#break(link, 'VERSION_MISMATCH');
    const named = this.#world.peerInstance();
    // The server knows of a newer page: this one is gone, and its hello has come late.
    if (instance !== undefined && named !== null && instance !== named) return link.pipe.close();
    link.maxPayload = Math.min(link.pipe.maxPayload, maxPayload);
    link.hasGreeted = true;
    if (instance === undefined) return;
    link.life.provedNew();
    this.#meet(link, instance);
    const over = (receiving ?? []).filter((id) => this.#transfers.findOutgoing(id) === null);
    for (const id of over) for (const word of this.#transfers.lastWords.on(id)) link.say(word);
  }

  /**
   * @param {Link} link
   * @param {string} instance of the page at its other end
   */
  #meet(link, instance) {
    if (this.#page !== null && this.#page !== instance) {
      for (const { pipe } of [...this.#links.values()]) if (pipe !== link.pipe) pipe.close();
      this.renewed(instance);
      this.distribute();
    }
    this.#page = instance;
  }

  /**
   * The pipe for whatever has none.
   *
   * @returns {Link | null}
   */
  get #best() {
    const working = [...this.#links.values()].filter((link) => !link.isTroubled && link.pipe.isOpen);
    return working.find((link) => link.pipe.kind === 'direct') ?? working[0] ?? null;
  }

  /** @param {Link} best */
  #hasContentFor(best) {
    return this.#texts.waitFor(best) || this.#transfers.waitFor(best);
  }

  /** @param {import('./transfers.js').AnyTransfer} transfer */
  #ended(transfer) {
    // With an end of ours the next offer may go out.
    if (transfer.direction === 'out') this.distribute();
    this.#world.paths.ended();
    this.#world.ended(transfer);
  }

  /**
   * A message was not as the protocol says. It ends the transfer it was about; if it was about none, the pipe.
   *
   * @param {Link} link
   * @param {string | null} id
   */
  #violated(link, id) {
    if (id === null) return this.#break(link, 'BAD_MESSAGE');
    const transfer = this.#transfers.findIncoming(id) ?? this.#transfers.findOutgoing(id);
    if (transfer !== null) return transfer.step({ type: 'violation' });
    if (this.#offers.drop(id)) link.say({ type: 'decline', id, reason: 'invalid' });
    else link.say({ type: 'cancel', id, reason: 'protocol' });
  }

  /**
   * @param {Link} link
   * @param {import('../types').ErrorCode} error
   */
  #break(link, error) {
    link.pipe.close();
    this.#world.paths.fail(error);
  }
}
