import { IncomingTransfer } from './incoming.js';
import { LastWords } from './last-words.js';
import { OutgoingTransfer } from './outgoing.js';
import { watchStandstill } from './standstill.js';

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('../core/wire/conversation-types').ManifestFile} ManifestFile
 * @typedef {import('../core/wire/conversation-types').TransferMessage} TransferMessage
 * @typedef {import('../types').TransferError} TransferError
 * @typedef {import('./link.js').Link} Link
 * @typedef {OutgoingTransfer | IncomingTransfer} AnyTransfer
 *
 * @typedef {object} TransfersWorld
 * @property {import('../core/util/clock.js').Clock} clock
 * @property {import('../files/sinks/sink').Storage} storage
 * @property {(isProgress: boolean) => void} changed an entry is another; `isProgress`: only bytes have moved
 * @property {(transfer: AnyTransfer) => void} ended
 */

/**
 * The transfers of a conversation: one table, from an ID to everything that is known of the transfer (`Transfer`). A row
 * is there from the offer until its entry is not shown any more, also when it has ended.
 */
export class Transfers {
  #world;
  /** @type {Map<string, AnyTransfer>} Oldest first. */
  #table = new Map();
  #lastWords = new LastWords();

  /** @param {TransfersWorld} world */
  constructor(world) {
    const { clock, changed } = world;
    this.#world = { ...world, ofTransfer: { clock, changed, ended: (/** @type {AnyTransfer} */ transfer) => this.#ended(transfer) } };
  }

  get lastWords() {
    return this.#lastWords;
  }

  /** @returns {AnyTransfer[]} all, oldest first */
  get all() {
    return [...this.#table.values()];
  }

  /** @returns {AnyTransfer[]} those that have not ended */
  get open() {
    return this.all.filter(({ isOver }) => !isOver);
  }

  /** @returns {OutgoingTransfer[]} those of ours that have not ended */
  get outgoing() {
    return this.open.filter(isOutgoing);
  }

  /** @returns {IncomingTransfer[]} those of the other side that have not ended */
  get incoming() {
    return this.open.filter(isIncoming);
  }

  /** Whether there is one that needs a pipe. */
  get isNeeded() {
    return this.open.some(({ state, direction }) => direction === 'out' || state !== 'offered');
  }

  /** Whether there is one that the other page may hold as well. */
  get isShared() {
    return this.open.some((transfer) => isIncoming(transfer) || transfer.wasOffered);
  }

  /** Whether one was accepted and has not ended. */
  get isUnderWay() {
    return this.open.some(({ state }) => state !== 'waiting' && state !== 'offered');
  }

  /** Whether an offer of ours is unanswered. */
  get isOffering() {
    return this.outgoing.some(({ state }) => state === 'offered');
  }

  /** Whether an offer of the other side waits for this person. */
  get isAsked() {
    return this.incoming.some(({ state }) => state === 'offered');
  }

  /** @param {string} id */
  find(id) {
    return this.#table.get(id) ?? null;
  }

  /** @param {string} id of a transfer of the other side that has not ended */
  findIncoming(id) {
    const transfer = this.find(id);
    return transfer !== null && isIncoming(transfer) && !transfer.isOver ? transfer : null;
  }

  /** @param {string} id of a transfer of ours that has not ended */
  findOutgoing(id) {
    const transfer = this.find(id);
    return transfer !== null && isOutgoing(transfer) && !transfer.isOver ? transfer : null;
  }

  /**
   * Takes files to be offered; `bind` sends the offer.
   *
   * @param {string} id
   * @param {readonly import('../types').FileSource[]} sources
   * @param {readonly ManifestFile[]} manifest of them
   */
  send(id, sources, manifest) {
    const transfer = new OutgoingTransfer({ id, sources, manifest, world: this.#world.ofTransfer });
    this.#table.set(id, transfer);
    return transfer;
  }

  /**
   * Takes an offer of the other side.
   *
   * @param {string} id
   * @param {readonly ManifestFile[]} manifest
   */
  receive(id, manifest) {
    const { storage, ofTransfer } = this.#world;
    const transfer = new IncomingTransfer({ id, manifest, storage, world: ofTransfer });
    this.#table.set(id, transfer);
    return transfer;
  }

  /** @param {string} id of one that has ended and is not shown any more */
  forget(id) {
    this.#table.delete(id);
  }

  /**
   * @param {Link} link
   * @param {Exclude<TransferMessage, { type: 'offer' | 'offer-files' }>} message
   */
  message(link, message) {
    const { id } = message;
    switch (message.type) {
      case 'file-end': {
        const transfer = this.findIncoming(id);
        if (transfer?.link === link) transfer.step({ type: 'message', message });
        return;
      }
      case 'move': {
        const transfer = this.findIncoming(id);
        if (transfer !== null) transfer.moved(link, message.round);
        else for (const word of this.#lastWords.on(id)) link.say(word);
        return;
      }
      case 'cancel':
        this.findIncoming(id)?.step({ type: 'message', message });
        return this.findOutgoing(id)?.heard(message);
      default: {
        const transfer = this.findOutgoing(id);
        if (transfer?.link === link) transfer.heard(message);
      }
    }
  }

  /**
   * @param {Link} link
   * @param {import('../core/transfer/frame.js').Frame} frame
   */
  frame(link, frame) {
    // Frames of transfers that have ended or moved on are still on their way and mean nothing.
    const transfer = this.findIncoming(frame.transfer);
    if (transfer?.link === link) transfer.step({ type: 'frame', frame });
  }

  /**
   * Whether `bind` has something to bind to this link.
   *
   * @param {Link} link
   */
  waitFor(link) {
    return this.outgoing.some((transfer) => this.#goesOn(transfer, link));
  }

  /**
   * Gives this link to each transfer of ours that has no working one, or a worse one.
   *
   * @param {Link} link
   */
  bind(link) {
    for (const transfer of this.outgoing) if (this.#goesOn(transfer, link)) transfer.bind(link);
  }

  /** @param {Link} link that is gone */
  lost(link) {
    for (const transfer of this.open) if (transfer.link === link) transfer.unbind();
  }

  /** Their pipes may go another way than before. */
  rerouted() {
    for (const transfer of this.open) transfer.refresh();
  }

  /** @param {boolean} isPeerAway whether the other device is not with the server */
  peerAway(isPeerAway) {
    for (const transfer of this.open) transfer.change({ isPeerAway });
  }

  /**
   * Shows how fast each one moves, and for whom it waits if it stands still. To be called about once a second.
   *
   * @param {number} now milliseconds
   */
  watch(now) {
    watchStandstill(this.open, now);
    for (const transfer of this.open) transfer.tick();
  }

  /**
   * No pipe will come for those that have none.
   *
   * @param {TransferError} error
   * @param {'us' | 'them'} [by] where the cause does not say it
   */
  giveUp(error, by) {
    for (const transfer of [...this.outgoing, ...this.incoming]) {
      if (transfer.link === null) transfer.step({ type: 'fail', error, by });
    }
  }

  /**
   * No pipe came for those that the other side has never heard of.
   *
   * @param {TransferError} error
   */
  giveUpUnheard(error) {
    for (const transfer of this.outgoing) if (!transfer.wasOffered) transfer.step({ type: 'fail', error });
  }

  /** The other page is another one, which knows of nothing that was agreed. Offers that were not answered stay. */
  renewed() {
    this.#lastWords.clear();
    for (const transfer of this.incoming) transfer.step({ type: 'fail', error: 'reloaded' });
    for (const transfer of this.outgoing) if (transfer.isAccepted) transfer.step({ type: 'fail', error: 'reloaded' });
    this.#lastWords.takeUnsaid();
  }

  /**
   * @param {OutgoingTransfer} transfer
   * @param {Link} best
   */
  #goesOn(transfer, best) {
    const { link, state } = transfer;
    const isWell = link !== null && !link.isTroubled && !isBetter(best.pipe, link.pipe);
    // One offer of ours waits for an answer at a time.
    return !isWell && !(state === 'waiting' && this.isOffering);
  }

  /** @param {AnyTransfer} transfer */
  #ended(transfer) {
    if (isIncoming(transfer)) {
      this.#lastWords.remember(transfer.id, transfer.lastWords);
    } else if (transfer.lastWord !== null) {
      this.#lastWords.remember(transfer.id, [transfer.lastWord]);
      if (!transfer.wasSaid) this.#lastWords.keep(transfer.lastWord);
    }
    this.#world.ended(transfer);
  }
}

/**
 * @param {Pipe} pipe
 * @param {Pipe} other
 */
function isBetter(pipe, other) {
  return pipe.kind === 'direct' && other.kind === 'relay';
}

/**
 * @param {AnyTransfer} transfer
 * @returns {transfer is OutgoingTransfer}
 */
function isOutgoing(transfer) {
  return transfer.direction === 'out';
}

/**
 * @param {AnyTransfer} transfer
 * @returns {transfer is IncomingTransfer}
 */
function isIncoming(transfer) {
  return transfer.direction === 'in';
}
