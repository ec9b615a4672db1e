import { incomingView, outgoingView } from '../../app/peers/transfers.js';
import { IncomingTransfer } from '../../app/peers/incoming.js';
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
  /** @type {Map<string, IncomingTransfer>} */
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
   * @param {{ storage?: FakeStorage, onOffer?: (transfer: IncomingTransfer) => void }} [options]
   */
  constructor(clock, { storage = new FakeStorage(clock, () => 0), onOffer = () => undefined } = {}) {
    this.clock = clock;
    this.storage = storage;
    this.session = new Session({
      offered: (id, files) => {
        const transfer = new IncomingTransfer({
          view: incomingView(id, files, clock, () => undefined),
          storage,
          onEnd: (ended, lastWords) => this.session.incomingEnded(ended, lastWords),
        });
        this.incoming.set(id, transfer);
        clock.after(0, () => onOffer(transfer));
        return transfer;
      },
      hindrance: () => this.hindrance,
      isKnown: (id) => this.incoming.has(id),
      instance: () => this.instance,
      peerInstance: () => this.named,
      text: (text) => this.texts.push(text),
      delivered: (id) => this.delivered.push(id),
      now: () => clock.now(),
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
    const view = outgoingView(id, sources, this.clock, () => undefined);
    this.outgoing.set(id, view);
    this.session.sendFiles(view, sources.map(({ file }) => file), manifestOf(sources));
    return view;
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
