import { describeSources } from '../core/transfer/description.js';
import { offerMessages } from '../core/transfer/manifest.js';
import { Sender } from '../core/transfer/sender.js';
import { FileReaderAhead } from '../files/source.js';
import { Transfer } from './transfer.js';

/**
 * @typedef {import('./link.js').Link} Link
 * @typedef {import('../channels/outlet.js').Feeder} Feeder
 * @typedef {import('../core/transfer/sender.js').SenderEvent} SenderEvent
 * @typedef {import('../core/transfer/sender.js').SenderAction} SenderAction
 */

/** The payload of a mark. */
const NOTHING = new Uint8Array();

/**
 * Files on their way out: reads them ahead, and feeds the outlet of a pipe with the steps that the sender names.
 *
 * @implements {Feeder}
 * @extends {Transfer<SenderEvent, SenderAction>}
 */
export class OutgoingTransfer extends Transfer {
  #sender;
  /** @type {readonly import('../core/wire/conversation-types').ManifestFile[]} As it is offered, until it has ended. */
  #manifest;
  #reader;
  /** @type {import('../core/transfer/sender.js').Step | null} The step of the last `peek`. */
  #step = null;
  /** Whether there was a pipe for the last message. */
  #wasSaid = false;

  /**
   * @param {object} options
   * @param {string} options.id
   * @param {readonly import('../types').FileSource[]} options.sources
   * @param {readonly import('../core/wire/conversation-types').ManifestFile[]} options.manifest of these files
   * @param {import('./transfer.js').TransferWorld} options.world
   */
  constructor({ id, sources, manifest, world }) {
    const machine = new Sender(id, manifest.map(({ size }) => size));
    super({ machine, direction: 'out', files: describeSources(sources), world });
    this.sources = sources;
    this.#sender = machine;
    this.#manifest = manifest;
    this.#reader = new FileReaderAhead(sources.map(({ file }) => file), () => this.link?.outlet.pump());
  }

  /** Whether the other side may know of it. */
  get wasOffered() {
    return this.#sender.wasOffered;
  }

  /** Whether the receiver's person has said yes. */
  get isAccepted() {
    return this.state !== 'waiting' && this.state !== 'offered';
  }

  /** The message by which this side ended it, null if the other side did. */
  get lastWord() {
    return this.#sender.lastWord;
  }

  /** Whether there was a pipe for the last message. */
  get wasSaid() {
    return this.#wasSaid;
  }

  /** @param {Link} link */
  bind(link) {
    this.link?.outlet.remove(this);
    this.use(link);
    this.step({ type: 'bound' });
    this.refresh();
  }

  unbind() {
    this.link?.outlet.remove(this);
    this.use(null);
    this.step({ type: 'unbound' });
    this.refresh();
  }

  /** @param {import('../core/wire/conversation-types').TransferMessage} message of the receiver */
  heard(message) {
    this.step({ type: 'message', message, maxPayload: this.link?.maxPayload ?? 0 });
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
    const outflow = link.life.outflow(now);
    if (outflow === 'draining') return null;
    if (outflow === 'stuck') return 'path';
    return this.#sender.next() === null ? link.holdUp(now, this.pace.movedAt) : 'us';
  }

  /** @returns {import('../channels/outlet.js').Chunk | null} */
  peek() {
    for (let step = this.#sender.next(); step !== null; step = this.#sender.next()) {
      if (step.type === 'end') {
        if (!this.link?.say(step.message)) return null;
        this.#sender.sent(step);
        continue;
      }
      const bytes = step.type === 'mark' ? NOTHING : this.#reader.take(step.file, step.offset, step.length);
      if (bytes instanceof Uint8Array) {
        this.#step = step;
        return { file: step.file, sequence: step.sequence, bytes };
      }
      if (bytes === 'pending') return null;
      this.step({ type: 'file-broken', reason: bytes });
    }
    return null;
  }

  sent() {
    if (this.#step !== null) this.#sender.sent(this.#step);
    this.#step = null;
  }

  /**
   * @override
   * @param {SenderAction} action
   */
  perform(action) {
    switch (action.type) {
      case 'offer':
        for (const message of offerMessages(this.id, action.round, this.#manifest)) this.link?.say(message);
        return;
      case 'say':
        this.#wasSaid = this.link?.say(action.message) === true;
        return;
      case 'seek':
        this.#reader.seek(action.file, action.offset);
        this.link?.outlet.add(this);
        return;
      case 'progress': return this.link?.outlet.pump();
      case 'file-failed': return this.view.refreshFile(action.file);
      case 'end':
    }
  }

  /** @override */
  close() {
    this.#manifest = [];
    this.#reader.close();
    this.link?.outlet.remove(this);
  }
}
