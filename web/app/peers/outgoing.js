import { Progress } from './progress.js';
import { Sender } from '../core/transfer/sender.js';
import { FileReaderAhead } from '../files/source.js';
import { offerMessages } from '../core/transfer/manifest.js';
import { sideOf } from '../core/transfer/origin.js';

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('../core/wire/conversation-types').TransferMessage} TransferMessage
 *
 * @typedef {object} Link A pipe with what was agreed on it.
 * @property {Pipe} pipe
 * @property {number} maxPayload what both sides take, in bytes
 * @property {(message: object) => boolean} say
 * @property {import('../channels/outlet.js').Outlet} outlet
 * @property {boolean} isTroubled nothing comes through at the moment
 * @property {import('./standstill.js').Life} life
 */

/** The payload of a mark. */
const NOTHING = new Uint8Array();

/** Files on their way out: ties the sending machine to files, a pipe and what the interface sees. */
export class OutgoingTransfer {
  #sender;
  #manifest;
  #source;
  #progress;
  #onEnd;
  /** @type {Link | null} */
  #link = null;
  /** @type {import('../core/transfer/sender.js').Step | null} What the last `peek` named. */
  #step = null;

  /**
   * @param {object} options
   * @param {readonly File[]} options.files
   * @param {readonly import('../core/wire/conversation-types').ManifestFile[]} options.manifest of these files
   * @param {import('../state/transfer-view.js').TransferView} options.view
   * @param {(transfer: OutgoingTransfer, lastWord: TransferMessage | null, isSaid: boolean) => void} options.onEnd
   *     `isSaid`: there was a pipe for the last word
   */
  constructor({ files, manifest, view, onEnd }) {
    this.view = view;
    this.#manifest = manifest;
    this.#sender = new Sender(view.id, manifest.map(({ size }) => size));
    this.#source = new FileReaderAhead(files, () => this.#link?.outlet.pump());
    this.#progress = new Progress(view);
    this.#onEnd = onEnd;
  }

  get id() {
    return this.#sender.id;
  }

  get state() {
    return this.#sender.state;
  }

  /** Whether the other side may know of it. */
  get wasOffered() {
    return this.#sender.wasOffered;
  }

  /** Whether the receiver's person has said yes. */
  get isAccepted() {
    return this.state !== 'waiting' && this.state !== 'offered';
  }

  get link() {
    return this.#link;
  }

  /** @param {Link} link */
  bind(link) {
    this.#link?.outlet.remove(this);
    this.#link = link;
    this.#run(this.#sender.bind());
    this.#show();
  }

  /** Its pipe goes another way than before. */
  rerouted() {
    this.#show();
  }

  unbind() {
    this.#link?.outlet.remove(this);
    this.#link = null;
    this.#sender.unbind();
    this.#show();
  }

  /** @param {TransferMessage} message */
  received(message) {
    this.#run(this.#sender.received(message, this.#link?.maxPayload ?? 0));
    this.#show();
  }

  cancel() {
    this.#run(this.#sender.cancel());
  }

  violate() {
    this.#run(this.#sender.violate());
  }

  /**
   * @param {import('../types').TransferError} error
   * @param {'us' | 'them'} [by] where the cause does not say it
   */
  fail(error, by) {
    this.#run(this.#sender.fail(error, by));
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
    const outflow = link.life.outflow(now);
    if (outflow === 'draining') return null;
    if (outflow === 'stuck') return 'path';
    return this.#sender.next() === null ? heldUpThere(link, now, this.view.movedAt) : 'us';
  }

  /** @returns {import('../channels/outlet.js').Chunk | null} */
  peek() {
    for (let step = this.#sender.next(); step !== null; step = this.#sender.next()) {
      if (step.type === 'end') {
        if (!this.#link?.say(step.message)) return null;
        this.#sender.sent(step);
        continue;
      }
      if (step.type === 'mark') {
        this.#step = step;
        return { file: step.file, sequence: step.sequence, bytes: NOTHING };
      }
      const bytes = this.#source.take(step.file, step.offset, step.length);
      if (bytes instanceof Uint8Array) {
        this.#step = step;
        return { file: step.file, sequence: step.sequence, bytes };
      }
      if (bytes === 'pending') return null;
      this.#run(this.#sender.broke(bytes));
    }
    return null;
  }

  sent() {
    if (this.#step !== null) this.#sender.sent(this.#step);
    this.#step = null;
  }

  /** @param {import('../core/transfer/sender.js').SenderAction[]} actions */
  #run(actions) {
    /** @type {TransferMessage | null} */
    let lastWord = null;
    let isSaid = false;
    for (const action of actions) {
      switch (action.type) {
        case 'offer':
          for (const message of offerMessages(this.id, action.round, this.#manifest)) this.#link?.say(message);
          break;
        case 'say':
          lastWord = action.message;
          isSaid = this.#link?.say(lastWord) === true;
          break;
        case 'seek':
          this.#source.seek(action.file, action.offset);
          this.#link?.outlet.add(this);
          break;
        case 'progress':
          this.#showProgress();
          this.#link?.outlet.pump();
          break;
        case 'file-failed':
          this.view.updateFile(action.file, { status: 'failed', error: action.error, by: sideOf(action.error, 'out') });
          break;
        case 'end':
          this.#end(action.outcome, lastWord, isSaid);
          break;
      }
    }
  }

  #showProgress() {
    if (this.#sender.layout !== null) this.#progress.show(this.#sender.layout, this.#sender.acked, this.#sender.file);
  }

  #show() {
    const { state } = this.#sender;
    if (state === 'ended') return;
    const path = this.#link?.pipe.route ?? null;
    if (state === 'waiting' || state === 'offered') this.view.update({ status: 'offered', path });
    else if (state === 'sending') this.view.update({ status: 'transferring', path });
    else this.view.update({ status: 'interrupted', path: null });
  }

  /**
   * @param {import('../core/transfer/outcome.js').Outcome} outcome
   * @param {TransferMessage | null} lastWord
   * @param {boolean} isSaid
   */
  #end(outcome, lastWord, isSaid) {
    this.#source.close();
    this.#link?.outlet.remove(this);
    this.#link = null;
    if (outcome.status === 'complete') this.#progress.finish();
    endView(this.view, outcome);
    this.#onEnd(this, lastWord, isSaid);
  }
}

/**
 * For whom a transfer waits that could go on from here: for the other device, or for the way to it.
 *
 * @param {Link} link
 * @param {number} now
 * @param {number} movedAt when it moved last
 * @returns {import('../types').Hold | null} null: it is not known yet
 */
export function heldUpThere({ isTroubled, life }, now, movedAt) {
  if (isTroubled) return 'path';
  const voice = life.voice(now, movedAt);
  if (voice === 'unknown') return null;
  return voice === 'there' ? 'them' : 'path';
}

/**
 * Shows how a transfer ended. If no file arrived it has failed, though both sides did as agreed.
 *
 * @param {import('../state/transfer-view.js').TransferView} view
 * @param {import('../core/transfer/outcome.js').Outcome} outcome
 */
export function endView(view, outcome) {
  const status = outcome.status === 'cancelled' ? 'cancelled' : 'failed';
  for (const file of view.files) {
    const isOpen = file.status === 'waiting' || file.status === 'transferring';
    if (isOpen) view.updateFile(file.index, { status, error: outcome.error, by: outcome.by });
  }
  const hasNothing = outcome.status === 'complete' && view.files.every((file) => file.status === 'failed');
  const { error, by } = hasNothing ? view.files[0] : outcome;
  view.update({ status: hasNothing ? 'failed' : outcome.status, error, by, path: null, refusal: null });
}
