import { PROTOCOL, decodeControl } from '../core/wire/conversation.js';
import { readFrame } from '../core/transfer/frame.js';
import { IncomingTransfer } from './incoming.js';
import { MOST_NAMED } from '../core/transfer/limits.js';
import { ManifestCollector } from '../core/transfer/manifest.js';
import { Outlet } from '../channels/outlet.js';
import { OutgoingTransfer } from './outgoing.js';
import { Life, watchStandstill } from './standstill.js';
import { Texts } from './texts.js';

/**
 * @typedef {import('../channels/pipe').PipeHandler} PipeHandler
 * @typedef {import('./content-and-paths').SessionForPaths} SessionForPaths
 */

/** Last words about ended transfers, for a sender that asks again. */
const MOST_LAST_WORDS = 256;

/** Messages by which a text or a transfer comes over a pipe. */
const CONTENT = new Set(['text', 'offer', 'move']);

/** Ends of transfers that could not be told, for want of a pipe. */
const MOST_FAREWELLS = 64;

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('./outgoing.js').Link} Link
 * @typedef {Link & { hasGreeted: boolean }} Greetable
 * @typedef {import('../core/wire/conversation-types').TransferMessage} TransferMessage
 * @typedef {import('../state/transfer-view.js').TransferView} TransferView
 *
 * @typedef {object} SessionEvents
 * @property {(id: string, files: import('../core/wire/conversation-types').ManifestFile[]) => IncomingTransfer} offered makes the transfer and
 *     shows it to the person
 * @property {() => 'do-not-disturb' | 'too-often' | 'busy' | null} hindrance why no further offer may wait for the
 *     person
 * @property {(id: string) => boolean} isKnown whether the person sees something under this ID
 * @property {(text: string) => void} text
 * @property {(id: string) => void} delivered
 * @property {() => number} now milliseconds of a steady clock
 * @property {() => string} instance which page this is
 * @property {() => string | null} peerInstance which page the other one is, as the server says; null if it does not
 * @property {Pick<import('./content-and-paths').PathsForContent, 'mayCarry' | 'carried' | 'ended' | 'fail'>} paths
 */

/**
 * A conversation over whatever pipes there are: says hello, carries texts, binds transfers to pipes and moves them
 * when one breaks.
 *
 * @implements {PipeHandler}
 * @implements {SessionForPaths}
 */
export class Session {
  #events;
  #texts;
  /** @type {Map<Pipe, Greetable>} */
  #links = new Map();
  /** @type {Map<string, OutgoingTransfer>} */
  #outgoing = new Map();
  /** @type {Map<string, IncomingTransfer>} */
  #incoming = new Map();
  /** @type {Map<string, { manifest: ManifestCollector, link: Link, round?: number }>} Offers whose manifest is not complete. */
  #collecting = new Map();
  /** @type {Map<string, TransferMessage[]>} */
  #lastWords = new Map();
  /** @type {TransferMessage[]} */
  #farewells = [];
  /**
   * The page that what is under way here was agreed with; null until one has said which it is.
   *
   * @type {string | null}
   */
  #page = null;

  /** @param {SessionEvents} events */
  constructor(events) {
    this.#events = events;
    this.#texts = new Texts({
      received: (text) => events.text(text),
      delivered: (id) => {
        events.delivered(id);
        events.paths.ended();
      },
    });
  }

  /** Whether there is something that needs a pipe. */
  get isNeeded() {
    const isUnderWay = [...this.#incoming.values()].some(({ state }) => state === 'receiving' || state === 'adrift');
    return isUnderWay || this.#outgoing.size > 0 || this.#texts.isWaiting;
  }

  /** Whether there is something that the other page may hold as well, so that a break must not end it. */
  get isShared() {
    return this.#incoming.size > 0 || [...this.#outgoing.values()].some(({ wasOffered }) => wasOffered);
  }

  /** The page on the other side, null until it has said which it is. */
  get page() {
    return this.#page;
  }

  /** @param {Pipe} pipe that is open */
  attach(pipe) {
    const outlet = new Outlet(pipe);
    /** @type {Greetable} */
    const link = {
      pipe,
      maxPayload: pipe.maxPayload,
      say: (message) => pipe.sendControl(JSON.stringify(message)),
      outlet,
      isTroubled: false,
      life: new Life(pipe, outlet),
      hasGreeted: false,
    };
    this.#links.set(pipe, link);
    this.#greet(link);
    for (const farewell of this.#farewells.splice(0)) link.say(farewell);
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

  /** Shows of what stands still for whom it waits. To be called about once a second while something is under way. */
  watch() {
    watchStandstill([...this.#outgoing.values(), ...this.#incoming.values()], this.#events.now());
  }

  /** A pipe may go another way than before. */
  rerouted() {
    for (const transfer of [...this.#outgoing.values(), ...this.#incoming.values()]) transfer.rerouted();
  }

  /**
   * Whether a transfer or text is bound to a pipe of this kind.
   *
   * @param {Pipe['kind']} kind
   */
  uses(kind) {
    const transfers = [...this.#outgoing.values(), ...this.#incoming.values()];
    if (transfers.some(({ link }) => link?.pipe.kind === kind)) return true;
    return [...this.#links.values()].some((link) => link.pipe.kind === kind && this.#texts.uses(link));
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  sendText(id, text) {
    this.#texts.send(id, text);
    this.distribute();
  }

  /**
   * @param {TransferView} view
   * @param {readonly File[]} files
   * @param {readonly import('../core/wire/conversation-types').ManifestFile[]} manifest of these files
   */
  sendFiles(view, files, manifest) {
    const transfer = new OutgoingTransfer({
      files,
      manifest,
      view,
      onEnd: (ended, lastWord, isSaid) => {
        this.#outgoing.delete(ended.id);
        if (lastWord !== null) this.#remember(ended.id, [lastWord]);
        if (lastWord !== null && !isSaid && this.#farewells.length < MOST_FAREWELLS) this.#farewells.push(lastWord);
        this.distribute();
        this.#events.paths.ended();
      },
    });
    this.#outgoing.set(view.id, transfer);
    this.distribute();
  }

  /** @param {string} id */
  outgoing(id) {
    return this.#outgoing.get(id) ?? null;
  }

  /**
   * An incoming transfer has ended.
   *
   * @param {IncomingTransfer} transfer
   * @param {TransferMessage[]} lastWords what a sender that asks again is to hear
   */
  incomingEnded(transfer, lastWords) {
    this.#incoming.delete(transfer.id);
    this.#remember(transfer.id, lastWords);
    this.#events.paths.ended();
  }

  /**
   * No pipe will come.
   *
   * @param {import('../types').TransferError} error
   * @param {'us' | 'them'} [by] where the cause does not say it
   * @returns {string[]} the texts that were given up
   */
  giveUp(error, by) {
    for (const transfer of [...this.#outgoing.values()]) if (transfer.link === null) transfer.fail(error, by);
    for (const transfer of [...this.#incoming.values()]) if (transfer.link === null) transfer.fail(error, by);
    return this.#texts.giveUp(true);
  }

  /**
   * No pipe came for what the other side has never heard of. The rest goes on waiting.
   *
   * @param {import('../types').TransferError} error
   * @returns {string[]} the texts that were given up
   */
  giveUpUnheard(error) {
    for (const transfer of [...this.#outgoing.values()]) if (!transfer.wasOffered) transfer.fail(error);
    return this.#texts.giveUp(false);
  }

  /**
   * The other page is another one from now on, and the pipes to the former are closed. It knows nothing of what was
   * agreed with that; what has not been answered is offered again.
   *
   * @param {string} instance
   */
  renewed(instance) {
    this.#page = instance;
    this.#farewells = [];
    this.#lastWords.clear();
    for (const transfer of [...this.#incoming.values()]) transfer.fail('reloaded');
    for (const transfer of [...this.#outgoing.values()]) if (transfer.isAccepted) transfer.fail('reloaded');
    this.#farewells = [];
  }

  /**
   * Asks for a sign of life on `pipe`.
   *
   * @param {Pipe} pipe
   * @returns {boolean} whether the other side would answer if it was there
   */
  ping(pipe) {
    const link = this.#links.get(pipe);
    return link?.life.answersPing === true && link.say({ type: 'ping' });
  }

  /**
   * @param {Pipe} pipe
   * @param {string} json
   */
  control(pipe, json) {
    const link = this.#links.get(pipe);
    if (link === undefined) return;
    link.life.heard(this.#events.now());
    const decoded = decodeControl(json);
    if (decoded.kind === 'foreign') return;
    if (decoded.kind === 'broken') return this.#violated(link, decoded.id);
    const { message } = decoded;
    if (message.type === 'hello') return this.#greeted(link, message);
    if (!link.hasGreeted) return this.#break(link, 'BAD_MESSAGE');
    if (CONTENT.has(message.type)) this.#events.paths.carried(pipe);
    if (message.type === 'ping') {
      if (link.life.mayAnswer(this.#events.now())) link.say({ type: 'pong' });
    } else if (message.type === 'pong') {
      link.life.provedNew();
    } else if (message.type === 'text') {
      if (!this.#texts.received(message, link)) this.#break(link, 'BAD_MESSAGE');
    } else if (message.type === 'text-received') {
      this.#texts.acknowledged(message.id);
    } else {
      this.#transferMessage(link, message);
    }
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
    link.life.heard(this.#events.now());
    // Those of transfers that have ended or moved on are still on their way and mean nothing.
    const transfer = this.#incoming.get(frame.transfer);
    if (transfer?.link === link) transfer.frame(frame);
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
    for (const [id, collecting] of this.#collecting) if (collecting.link === link) this.#collecting.delete(id);
    this.#texts.lost(link);
    for (const transfer of this.#outgoing.values()) if (transfer.link === link) transfer.unbind();
    for (const transfer of this.#incoming.values()) if (transfer.link === link) transfer.unbind();
    this.distribute();
    // The end of a transfer that its sender told on that pipe may never have come through.
    const isDoubtful = [...this.#incoming.values()].some((transfer) => transfer.link === null);
    const best = this.#best();
    if (isDoubtful && best !== null) this.#greet(best);
  }

  /**
   * Says which page this is and what it is receiving, so that the other side says what of that is over.
   *
   * @param {Link} link
   */
  #greet({ pipe, say }) {
    const receiving = [...this.#incoming.keys()].slice(-MOST_NAMED);
    const { maxPayload } = pipe;
    say({ type: 'hello', protocol: PROTOCOL, maxPayload, instance: this.#events.instance(), receiving });
  }

  /**
   * @param {Greetable} link
   * @param {import('../core/wire/conversation-types').HelloMessage} message
   */
  #greeted(link, { protocol, maxPayload, instance, receiving }) {
    if (protocol !== PROTOCOL) return this.#break(link, 'VERSION_MISMATCH');
    const named = this.#events.peerInstance();
    // The server knows of a newer page: this one is gone, and what it said has come late.
    if (instance !== undefined && named !== null && instance !== named) return link.pipe.close();
    link.maxPayload = Math.min(link.pipe.maxPayload, maxPayload);
    link.hasGreeted = true;
    if (instance === undefined) return;
    link.life.provedNew();
    this.#meet(link, instance);
    for (const id of receiving ?? []) if (!this.#outgoing.has(id)) for (const word of this.#wordsOn(id)) link.say(word);
  }

  /**
   * @param {Greetable} link
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
   * @param {string} id
   * @param {TransferMessage[]} lastWords
   */
  #remember(id, lastWords) {
    this.#lastWords.set(id, lastWords);
    if (this.#lastWords.size > MOST_LAST_WORDS) this.#lastWords.delete([...this.#lastWords.keys()][0]);
  }

  /**
   * The last words on a transfer that is over, or was never known.
   *
   * @param {string} id
   * @returns {TransferMessage[]}
   */
  #wordsOn(id) {
    return this.#lastWords.get(id) ?? [{ type: 'cancel', id, reason: 'unknown' }];
  }

  /**
   * @param {Link} link
   * @param {TransferMessage} message
   */
  #transferMessage(link, message) {
    switch (message.type) {
      case 'offer':
      case 'offer-files':
        return this.#offerMessage(link, message);
      case 'file-end': {
        const transfer = this.#incoming.get(message.id);
        if (transfer?.link === link) transfer.fileEnded(message);
        return;
      }
      case 'move':
        return this.#moved(link, message);
      case 'cancel':
        this.#incoming.get(message.id)?.cancelled(message);
        this.#collecting.delete(message.id);
        this.#outgoing.get(message.id)?.received(message);
        return;
      default: {
        const transfer = this.#outgoing.get(message.id);
        if (transfer?.link === link) transfer.received(message);
        // With an answer the next offer may go out.
        if (message.type === 'accept') this.distribute();
      }
    }
  }

  /**
   * @param {Link} link
   * @param {import('../core/wire/conversation-types').OfferMessage | import('../core/wire/conversation-types').OfferFilesMessage} message
   */
  #offerMessage(link, message) {
    const { id } = message;
    if (message.type === 'offer') {
      const answer = this.#answerToOffer(id);
      if (answer === null) this.#collect(link, message);
      else for (const word of answer) link.say(word);
    }
    const collecting = this.#collecting.get(id);
    if (collecting?.link !== link) return;
    const { manifest, round } = collecting;
    const result = manifest.add(message);
    if (result === 'more') return;
    this.#collecting.delete(id);
    if (result === 'complete') this.#offered(link, { id, round, files: manifest.files });
    else link.say({ type: 'decline', id, reason: 'invalid' });
  }

  /**
   * @param {Link} link
   * @param {import('../core/wire/conversation-types').OfferMessage} offer
   */
  #collect(link, offer) {
    const newest = this.#collecting.get(offer.id)?.round ?? -1;
    if (offer.round !== undefined && offer.round <= newest) return;
    this.#collecting.set(offer.id, { manifest: new ManifestCollector(offer), link, round: offer.round });
  }

  /**
   * What is to be said to an offer without asking the person: it was answered before, or there is one too many.
   *
   * @param {string} id
   * @returns {TransferMessage[] | null}
   */
  #answerToOffer(id) {
    const lastWords = this.#lastWords.get(id);
    if (lastWords !== undefined) return lastWords;
    // One that is known may come again.
    if (this.#incoming.has(id) || this.#collecting.has(id)) return null;
    const hindrance = this.#hindrance;
    return hindrance === null ? null : [hindered(id, hindrance)];
  }

  /** Why no further offer of this sender is taken: it may have one that is unanswered. */
  get #hindrance() {
    const isAsking = [...this.#incoming.values()].some((transfer) => transfer.state === 'offered');
    return isAsking || this.#collecting.size > 0 ? 'unanswered' : this.#events.hindrance();
  }

  /**
   * @param {Link} link
   * @param {{ id: string, round?: number, files: import('../core/wire/conversation-types').ManifestFile[] }} offer
   */
  #offered(link, { id, round, files }) {
    const known = this.#incoming.get(id);
    if (known !== undefined) {
      const isSame = known.view.files.every((file, index) => file.size === files[index]?.size);
      if (!isSame || known.view.files.length !== files.length) return known.violate();
      return known.isNews(round) ? known.offered(link) : undefined;
    }
    if (this.#events.isKnown(id)) return void link.say({ type: 'decline', id, reason: 'invalid' });
    // Others may have asked since it began to come.
    const hindrance = this.#events.hindrance();
    if (hindrance !== null) return void link.say(hindered(id, hindrance));
    const transfer = this.#events.offered(id, files);
    this.#incoming.set(id, transfer);
    transfer.isNews(round);
    transfer.offered(link);
  }

  /**
   * @param {Link} link
   * @param {import('../core/wire/conversation-types').MoveMessage} message
   */
  #moved(link, { id, round }) {
    const transfer = this.#incoming.get(id);
    if (transfer !== undefined) return transfer.isNews(round) ? transfer.moved(link, round) : undefined;
    for (const word of this.#wordsOn(id)) link.say(word);
  }

  /**
   * The pipe for whatever has none.
   *
   * @returns {Link | null}
   */
  #best() {
    const working = [...this.#links.values()].filter((link) => !link.isTroubled && link.pipe.isOpen);
    return working.find((link) => link.pipe.kind === 'direct') ?? working[0] ?? null;
  }

  /**
   * Whether a text or transfer waits that would go over this pipe now.
   *
   * @param {Pipe} pipe
   */
  wants(pipe) {
    const best = this.#best();
    return best?.pipe === pipe && this.#hasContentFor(best);
  }

  /** Gives each transfer and text that has no working pipe the best one, and transfers also if theirs is worse. */
  distribute() {
    const best = this.#best();
    if (best === null || !this.#hasContentFor(best) || !this.#events.paths.mayCarry(best.pipe)) return;
    this.#texts.flush(best);
    for (const transfer of [...this.#outgoing.values()]) if (this.#goesOn(transfer, best)) transfer.bind(best);
  }

  /** @param {Link} best */
  #hasContentFor(best) {
    return this.#texts.waitFor(best) || [...this.#outgoing.values()].some((transfer) => this.#goesOn(transfer, best));
  }

  /**
   * @param {OutgoingTransfer} transfer
   * @param {Link} best
   */
  #goesOn(transfer, best) {
    const isWell = transfer.link !== null && !transfer.link.isTroubled && !isBetter(best.pipe, transfer.link.pipe);
    return !isWell && !(transfer.state === 'waiting' && this.#isOffering);
  }

  /** Whether an offer of ours is unanswered; the next one waits. */
  get #isOffering() {
    return [...this.#outgoing.values()].some((transfer) => transfer.state === 'offered');
  }

  /**
   * A message was not as the protocol says. It ends the transfer it was about; if it was about none, the pipe.
   *
   * @param {Link} link
   * @param {string | null} id
   */
  #violated(link, id) {
    const transfer = id === null ? undefined : (this.#incoming.get(id) ?? this.#outgoing.get(id));
    if (transfer !== undefined) return transfer.violate();
    if (id !== null && this.#collecting.delete(id)) return void link.say({ type: 'decline', id, reason: 'invalid' });
    if (id !== null) return void link.say({ type: 'cancel', id, reason: 'protocol' });
    this.#break(link, 'BAD_MESSAGE');
  }

  /**
   * @param {Link} link
   * @param {import('../types').ErrorCode} error
   */
  #break(link, error) {
    link.pipe.close();
    this.#events.paths.fail(error);
  }
}

/**
 * The answer to an offer that the person is not asked about.
 *
 * @param {string} id
 * @param {import('../core/wire/conversation-types').DeclineCause | 'busy'} hindrance
 * @returns {import('../core/wire/conversation-types').DeclineMessage}
 */
function hindered(id, hindrance) {
  return { type: 'decline', id, reason: 'busy', ...(hindrance === 'busy' ? {} : { cause: hindrance }) };
}

/**
 * @param {Pipe} pipe
 * @param {Pipe} other
 */
function isBetter(pipe, other) {
  return pipe.kind === 'direct' && other.kind === 'relay';
}
