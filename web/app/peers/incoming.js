import { LEAST_PAYLOAD } from '../core/wire/limits.js';
import { HeldFiles } from './held-files.js';
import { sideOf } from '../core/transfer/origin.js';
import { endView, heldUpThere } from './outgoing.js';
import { Progress } from './progress.js';
import { Receiver } from '../core/transfer/receiver.js';

/**
 * @typedef {import('../files/sinks/sink').Sink} Sink
 * @typedef {import('../files/sinks/sink').Storage} Storage
 * @typedef {import('./outgoing.js').Link} Link
 * @typedef {import('../core/wire/conversation-types').TransferMessage} TransferMessage
 */

/** Files on their way in: ties the receiving machine to sinks, a pipe and what the interface sees. */
export class IncomingTransfer {
  #receiver;
  #storage;
  /** @type {import('../files/sinks/sink').Space | null} From 'yes' to the end. */
  #space = null;
  #progress;
  #onEnd;
  /** @type {Link | null} */
  #link = null;
  /** @type {Sink | null} Of the current file. */
  #sink = null;
  /** @type {import('../core/transfer/receiver.js').ReceiverAction[]} */
  #queue = [];
  #isRunning = false;
  /** Of the newest offer or move. */
  #round = -1;
  /** What was agreed on the last pipe, for an answer given while there is none. */
  #maxPayload = LEAST_PAYLOAD;
  /** @type {TransferMessage | null} */
  #lastWord = null;

  /**
   * @param {object} options
   * @param {import('../state/transfer-view.js').TransferView} options.view
   * @param {Storage} options.storage
   * @param {(transfer: IncomingTransfer, lastWords: TransferMessage[]) => void} options.onEnd `lastWords` are
   *     the answer when the sender asks again
   */
  constructor({ view, storage, onEnd }) {
    this.view = view;
    this.files = new HeldFiles(view);
    this.#receiver = new Receiver(view.id, view.files.map((file) => file.size));
    this.#storage = storage;
    this.#progress = new Progress(view);
    this.#onEnd = onEnd;
  }

  get id() {
    return this.#receiver.id;
  }

  get state() {
    return this.#receiver.state;
  }

  get link() {
    return this.#link;
  }

  /**
   * Pipes are not ordered to each other: what the sender said on one that it has left since means nothing.
   *
   * @param {number | undefined} round of an offer or a move
   * @returns {boolean} whether it is the newest so far
   */
  isNews(round) {
    if (round === undefined) return true;
    if (round <= this.#round) return false;
    this.#round = round;
    return true;
  }

  /**
   * The offer came on `link`, perhaps again.
   *
   * @param {Link} link
   */
  offered(link) {
    this.#link = link;
    this.#maxPayload = link.maxPayload;
    this.#run(this.#receiver.offeredAgain());
    this.#show();
  }

  /**
   * The sender goes on on `link`.
   *
   * @param {Link} link
   * @param {number} [round] of its `move`
   */
  moved(link, round) {
    this.#link = link;
    this.#run(this.#receiver.moved(round));
    this.#show();
  }

  /** Its pipe goes another way than before. */
  rerouted() {
    this.#show();
  }

  unbind() {
    this.#link = null;
    this.#receiver.unbind();
    this.#show();
  }

  /** The person said yes. What does not fit is declined, with the reason. */
  accept() {
    this.checkRoom();
    if (this.view.entry.refusal !== null) return this.decline();
    if (this.state === 'offered') this.#space = this.#storage.reserve(this.view.files);
    this.#run(this.#receiver.accept(this.#maxPayload, this.#link !== null));
    this.#show();
  }

  decline() {
    this.#run(this.#receiver.decline(this.view.entry.refusal === null ? 'declined' : 'too-large'));
  }

  /** Finds out whether the files fit; that changes as others are saved. */
  checkRoom() {
    if (this.state !== 'offered') return;
    const shortage = this.#storage.shortage(this.view.files);
    const { refusal } = this.view.entry;
    const isSame = refusal?.limit === shortage?.limit && refusal?.reason === shortage?.reason;
    if (!isSame) this.view.update({ refusal: shortage });
  }

  cancel() {
    this.#run(this.state === 'offered' ? this.#receiver.decline('declined') : this.#receiver.cancel());
  }

  violate() {
    this.#run(this.#receiver.violate());
  }

  /**
   * @param {import('../types').TransferError} error
   * @param {'us' | 'them'} [by] where the cause does not say it
   */
  fail(error, by) {
    this.#run(this.#receiver.fail(error, by));
  }

  /** @param {import('../core/transfer/frame.js').Frame} frame */
  frame(frame) {
    this.#run(this.#receiver.frame(frame));
  }

  /** @param {import('../core/wire/conversation-types').FileEndMessage} message */
  fileEnded(message) {
    this.#run(this.#receiver.fileEnded(message));
  }

  /** @param {import('../core/wire/conversation-types').CancelMessage} message */
  cancelled(message) {
    this.#run(this.#receiver.cancelled(message));
  }

  /**
   * For whom it waits.
   *
   * @param {number} now
   * @returns {import('../types').Hold | null}
   */
  hold(now) {
    const link = this.#link;
    if (link === null) return null;
    return this.#receiver.isBehind ? 'us' : heldUpThere(link, now, this.view.movedAt);
  }

  /** @param {import('../core/transfer/receiver.js').ReceiverAction[]} actions */
  #run(actions) {
    this.#queue.push(...actions);
    // A sink may answer before the call returns; its events wait for their turn instead of going ever deeper.
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let action = this.#queue.shift(); action !== undefined; action = this.#queue.shift()) this.#perform(action);
    } finally {
      this.#isRunning = false;
    }
  }

  /** @param {import('../core/transfer/receiver.js').ReceiverAction} action */
  #perform(action) {
    switch (action.type) {
      case 'say':
        this.#lastWord = action.message;
        return void this.#link?.say(action.message);
      case 'open': return this.#store(action.file, () => this.#open(action.file));
      case 'write': return this.#store(action.file, () => this.#sink?.write(action.payload));
      case 'finish': return this.#store(action.file, () => this.#sink?.finish());
      case 'discard':
        this.#sink?.abort();
        this.#sink = null;
        return this.view.updateFile(action.file, { status: 'failed', error: action.error, by: sideOf(action.error, 'in') });
      case 'progress': return this.#showProgress();
      case 'end': return this.#end(action.outcome);
    }
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
      this.#run(this.#receiver.failed(file));
    }
  }

  /** @param {number} file */
  #open(file) {
    const { name, size, type } = this.view.files[file];
    // It is opened after 'yes' and before the end.
    const space = /** @type {import('../files/sinks/sink').Space} */ (this.#space);
    this.#sink = space.open({ name, size, type }, {
      opened: () => this.#run(this.#receiver.opened(file)),
      taken: (chunks) => this.#run(this.#receiver.taken(file, chunks)),
      stored: (held) => this.#stored(file, held),
      released: () => this.files.released(file),
      failed: (reason) => this.#run(reason === 'stopped' ? this.#receiver.stopped() : this.#receiver.failed(file)),
    });
  }

  /**
   * @param {number} file
   * @param {import('../files/sinks/sink').Held | null} held
   */
  #stored(file, held) {
    this.#sink = null;
    this.files.stored(file, held);
    this.#run(this.#receiver.stored(file));
  }

  #showProgress() {
    const { layout, acked, file } = this.#receiver;
    if (layout !== null) this.#progress.show(layout, acked, file);
  }

  #show() {
    const path = this.#link?.pipe.route ?? null;
    if (this.state === 'offered') this.view.update({ path });
    if (this.state === 'receiving') this.view.update({ status: 'transferring', path });
    if (this.state === 'adrift') this.view.update({ status: 'interrupted', path: null });
  }

  /** @param {import('../core/transfer/outcome.js').Outcome} outcome */
  #end(outcome) {
    this.#sink?.abort();
    this.#sink = null;
    this.#space?.close();
    this.#space = null;
    this.#link = null;
    if (outcome.status === 'complete') this.#progress.finish();
    endView(this.view, outcome);
    this.#onEnd(this, this.#lastWord === null ? [] : [...this.#receiver.failures, this.#lastWord]);
  }
}
