import { describeOffer } from '../core/transfer/description.js';
import { Receiver } from '../core/transfer/receiver.js';
import { LEAST_PAYLOAD } from '../core/wire/limits.js';
import { Transfer } from './transfer.js';

/**
 * @typedef {import('../files/sinks/sink').Sink} Sink
 * @typedef {import('../files/sinks/sink').Space} Space
 * @typedef {import('./link.js').Link} Link
 * @typedef {import('../core/transfer/receiver.js').ReceiverEvent} ReceiverEvent
 * @typedef {import('../core/transfer/receiver.js').ReceiverAction} ReceiverAction
 */

/**
 * Files on their way in: opens a sink for each and writes to it as the receiver decides.
 *
 * @extends {Transfer<ReceiverEvent, ReceiverAction>}
 */
export class IncomingTransfer extends Transfer {
  #receiver;
  #storage;
  /** @type {Space | null} From 'yes' to the end. */
  #space = null;
  /** @type {Sink | null} Of the current file. */
  #sink = null;
  /** The largest payload on the last pipe, in bytes, for an answer given while there is none. */
  #maxPayload = LEAST_PAYLOAD;

  /**
   * @param {object} options
   * @param {string} options.id
   * @param {readonly import('../core/wire/conversation-types').ManifestFile[]} options.manifest
   * @param {import('../files/sinks/sink').Storage} options.storage
   * @param {import('./transfer.js').TransferWorld} options.world
   */
  constructor({ id, manifest, storage, world }) {
    const machine = new Receiver(id, manifest.map(({ size }) => size));
    super({ machine, direction: 'in', files: describeOffer(manifest), world });
    this.#receiver = machine;
    this.#storage = storage;
  }

  /** The answer to a sender that asks again after the end. */
  get lastWords() {
    return this.#receiver.lastWords;
  }

  /**
   * The offer came on `link`, perhaps again.
   *
   * @param {Link} link
   * @param {number} [round] of the offer
   */
  offered(link, round) {
    if (!this.#receiver.isNews(round)) return;
    this.#maxPayload = link.maxPayload;
    this.use(link);
    this.step({ type: 'offered', round });
    this.refresh();
  }

  /**
   * The sender goes on on `link`.
   *
   * @param {Link} link
   * @param {number} [round] of its `move`
   */
  moved(link, round) {
    if (!this.#receiver.isNews(round)) return;
    this.use(link);
    this.step({ type: 'moved', round });
    this.refresh();
  }

  unbind() {
    this.use(null);
    this.step({ type: 'unbound' });
    this.refresh();
  }

  /** The person said yes. An offer that does not fit is declined, with the reason. */
  accept() {
    this.checkRoom();
    if (this.refusal !== null) return this.decline();
    if (this.state === 'offered') this.#space = this.#storage.reserve(this.files);
    this.step({ type: 'accept', payload: this.#maxPayload, isBound: this.link !== null });
  }

  decline() {
    this.step({ type: 'decline', reason: this.refusal === null ? 'declined' : 'too-large' });
  }

  /** Finds out whether the files fit; that changes as others are saved. */
  checkRoom() {
    if (this.state !== 'offered') return;
    const shortage = this.#storage.shortage(this.files);
    const { refusal } = this;
    if (refusal?.limit !== shortage?.limit || refusal?.reason !== shortage?.reason) this.change({ refusal: shortage });
  }

  /**
   * For whom it waits.
   *
   * @param {number} now milliseconds
   * @returns {import('../types').Hold | null}
   */
  hold(now) {
    const { link } = this;
    if (link === null) return null;
    return this.#receiver.isBehind ? 'us' : link.holdUp(now, this.pace.movedAt);
  }

  /**
   * @override
   * @param {ReceiverAction} action
   */
  perform(action) {
    switch (action.type) {
      case 'say': return void this.link?.say(action.message);
      case 'open': return this.#store(action.file, () => this.#open(action.file));
      case 'write': return this.#store(action.file, () => this.#sink?.write(action.payload));
      case 'finish': return this.#store(action.file, () => this.#sink?.finish());
      case 'discard':
        this.#dropSink();
        return this.view.refreshFile(action.file);
      case 'progress':
      case 'end':
    }
  }

  /** @override */
  close() {
    this.#dropSink();
    this.#space?.close();
    this.#space = null;
  }

  #dropSink() {
    this.#sink?.abort();
    this.#sink = null;
  }

  /**
   * A sink that throws costs its file and nothing else.
   *
   * @param {number} file
   * @param {() => void} action
   */
  #store(file, action) {
    try {
      action();
    } catch {
      this.step({ type: 'not-stored', file });
    }
  }

  /** @param {number} file */
  #open(file) {
    const { name, size, type } = this.files[file];
    // It is opened after 'yes' and before the end.
    const space = /** @type {Space} */ (this.#space);
    this.#sink = space.open({ name, size, type }, {
      opened: () => this.step({ type: 'opened', file }),
      taken: (chunks) => this.step({ type: 'taken', file, chunks }),
      stored: (held) => this.#stored(file, held),
      released: () => this.held?.released(file),
      failed: (reason) => this.step(reason === 'stopped' ? { type: 'stopped' } : { type: 'not-stored', file }),
    });
  }

  /**
   * @param {number} file
   * @param {import('../files/sinks/sink').Held | null} held
   */
  #stored(file, held) {
    this.#sink = null;
    this.held?.stored(file, held);
    this.step({ type: 'stored', file });
  }
}
