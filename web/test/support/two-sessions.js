import { Session } from '../../app/peers/session.js';
import { fakePipes } from './fake-pipes.js';
import { manifestOf } from '../../app/core/transfer/manifest.js';
import { FakeStorage } from './fake-storage.js';
import { source } from './fake-files.js';

let pages = 0;

/**
 * One side of a conversation without paths: what a person would see and do.
 */
export class Side {
  /** @type {string[]} */
  texts = [];
  /** @type {string[]} */
  delivered = [];
  /** @type {string[]} */
  errors = [];
  /** @type {Map<string, import('../../app/peers/incoming.js').IncomingTransfer>} */
  incoming = new Map();
  /** @type {Map<string, import('../../app/state/transfer-view.js').TransferView>} */
  outgoing = new Map();
  /** The instance of the other page, as the server says. @type {string | null} */
  named = null;
  /** Its instance. */
  instance = `page${String((pages += 1)).padStart(18, '0')}`;
  /** @type {'do-not-disturb' | 'too-often' | 'busy' | null} */
  hindrance = null;

  /**
   * @param {import('./virtual-clock.js').VirtualClock} clock
   * @param {{ storage?: FakeStorage, onOffer?: (transfer: import('../../app/peers/incoming.js').IncomingTransfer) => void }} [options]
   */
  constructor(clock, { storage = new FakeStorage(clock, () => 0), onOffer = () => undefined } = {}) {
    this.clock = clock;
    this.storage = storage;
    this.session = new Session({
      clock,
      storage,
      offered: (transfer) => {
        this.incoming.set(transfer.id, transfer);
        clock.after(0, () => onOffer(transfer));
      },
      hindrance: () => this.hindrance,
      isKnown: (id) => this.session.transfers.find(id) !== null,
      instance: () => this.instance,
      peerInstance: () => this.named,
      changed: () => undefined,
      ended: () => undefined,
      text: (text) => this.texts.push(text),
      delivered: (id) => this.delivered.push(id),
      paths: {
        mayCarry: () => true,
        carried: () => undefined,
        ended: () => undefined,
        fail: (error) => this.errors.push(error),
      },
    });
  }

  /**
   * @param {string} id
   * @param {import('./fake-files.js').FakeFile[]} files
   */
  send(id, files) {
    const sources = files.map(source);
    const { view } = this.session.transfers.send(id, sources, manifestOf(sources));
    this.outgoing.set(id, view);
    this.session.distribute();
    return view;
  }

  /**
   * @param {string} id
   * @param {string} text
   */
  say(id, text) {
    this.session.texts.send(id, text);
    this.session.distribute();
  }

  /** @param {string} id of a transfer that its person wants no more */
  cancel(id) {
    this.session.transfers.find(id)?.step({ type: 'cancel' });
  }
}

/**
 * Gives both sides a pipe to each other.
 *
 * @param {Side} one
 * @param {Side} other
 * @param {{ kind?: 'direct' | 'relay', latency?: () => number, maxMessageSize?: number }} [options]
 */
export function connect(one, other, { kind = 'direct', latency = () => 1, maxMessageSize } = {}) {
  const [here, there] = fakePipes(kind, one.clock, latency, maxMessageSize);
  one.session.attach(here);
  other.session.attach(there);
  return { here, there };
}
