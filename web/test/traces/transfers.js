import { FakeFile } from '../support/fake-files.js';
import { FakeStorage } from '../support/fake-storage.js';
import { record } from '../support/transfer-recorder.js';
import { Side, connect } from '../support/two-sessions.js';
import { VirtualClock } from '../support/virtual-clock.js';

/** The transfer of every trace. */
const ID = 'transfer';

/** Longest message of these pipes, in bytes: the largest payload is 1,024. */
const SMALL = 2_048;

/**
 * Two sides whose transfer is written down: Anna sends, Bert receives.
 *
 * @typedef {object} Stage
 * @property {VirtualClock} clock
 * @property {Side} anna
 * @property {Side} bert
 * @property {(options?: Parameters<typeof connect>[2]) => ReturnType<typeof connect>} connect gives them a pipe
 * @property {(...files: FakeFile[]) => Promise<void>} offer Anna offers files, and Bert sees the offer
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {(stage: Stage) => Promise<void>} play
 * @property {(clock: VirtualClock) => FakeStorage} [storage] where Bert's files go; at once if it does not say
 */

/**
 * The latency of a pipe on which each message arrives some time after the one before.
 *
 * @param {VirtualClock} clock
 * @param {number} space milliseconds
 */
function spaced(clock, space) {
  let last = 0;
  return () => {
    last = Math.max(last, clock.now()) + space;
    return last - clock.now();
  };
}

/** @param {number} delay milliseconds between two answers of the disk */
const slow = (delay) => (/** @type {VirtualClock} */ clock) => new FakeStorage(clock, () => delay);

/** @param {Stage} stage */
const accept = ({ bert }) => bert.incoming.get(ID)?.accept();

/**
 * Anna offers files, Bert says yes, and time passes.
 *
 * @param {Stage} stage
 * @param {FakeFile[]} files
 * @param {number} time milliseconds
 */
async function accepted(stage, files, time) {
  await stage.offer(...files);
  accept(stage);
  await stage.clock.pass(time);
}

/** Offers one large file by hand, so that frames and messages can follow that no honest sender sends. */
const largeOffer = JSON.stringify({
  type: 'offer', id: ID, round: 0, count: 1, total: 20_000_000, more: false,
  files: [{ name: 'a', size: 20_000_000, type: '', modified: null }],
});

/** @type {Readonly<Record<string, Scenario>>} By the name of the file. */
export const scenarios = {
  'complete': {
    title: 'Files of several chunks, of exactly one, and of none are offered, accepted, sent and stored',
    play: async (stage) => {
      await accepted(stage, [new FakeFile('a', 2_500), new FakeFile('b', 1_024), new FakeFile('c', 0)], 1_000);
    },
  },
  'credit-stall': {
    title: 'A slow disk takes the window of 8 MiB and gives credit back bit by bit; the sender stops in between',
    storage: slow(5),
    play: async (stage) => {
      stage.connect();
      await accepted(stage, [new FakeFile('a', 8_450_000)], 2_000);
    },
  },
  'declined': {
    title: 'The receiver’s person says no',
    play: async ({ clock, bert, offer }) => {
      await offer(new FakeFile('a', 100));
      bert.incoming.get(ID)?.decline();
      await clock.pass(100);
    },
  },
  'too-large': {
    title: 'The receiver’s person says yes to files that do not fit',
    play: async (stage) => {
      stage.bert.storage.short = { reason: 'too-large', limit: 50 };
      await accepted(stage, [new FakeFile('a', 100)], 100);
    },
  },
  'withdrawn': {
    title: 'The sender’s person takes the offer back before it is answered',
    play: async ({ clock, anna, offer }) => {
      await offer(new FakeFile('a', 100));
      anna.cancel(ID);
      await clock.pass(100);
    },
  },
  'cancelled-by-sender': {
    title: 'The sender’s person cancels in the middle',
    storage: slow(20),
    play: async (stage) => {
      await accepted(stage, [new FakeFile('a', 5_000), new FakeFile('b', 10)], 50);
      stage.anna.cancel(ID);
      await stage.clock.pass(1_000);
    },
  },
  'cancelled-by-receiver': {
    title: 'The receiver’s person cancels in the middle',
    storage: slow(20),
    play: async (stage) => {
      await accepted(stage, [new FakeFile('a', 5_000), new FakeFile('b', 10)], 50);
      stage.bert.cancel(ID);
      await stage.clock.pass(1_000);
    },
  },
  'stopped': {
    title: 'The receiver’s browser ends the download',
    storage: (clock) => Object.assign(new FakeStorage(clock, () => 1, () => 1_500), { breaksBy: 'stopped' }),
    play: async (stage) => {
      await accepted(stage, [new FakeFile('a', 3_000), new FakeFile('b', 10)], 1_000);
    },
  },
  'unreadable-files': {
    title: 'One of several files cannot be read at all, one has changed, the others arrive',
    play: async (stage) => {
      const unreadable = new FakeFile('b', 3_000, { breaksAt: 0 });
      const changed = new FakeFile('c', 2_000, { breaksAt: 0, how: 'changed' });
      await accepted(stage, [new FakeFile('a', 1_500), unreadable, changed, new FakeFile('d', 1_500)], 1_000);
    },
  },
  'unreadable-late': {
    title: 'A file breaks after its first chunks; they are thrown away',
    storage: slow(1),
    play: async (stage) => {
      stage.connect();
      await accepted(stage, [new FakeFile('a', 4_194_304 + 100_000, { breaksAt: 4_194_304 }), new FakeFile('b', 100)], 2_000);
    },
  },
  'not-stored': {
    title: 'A file cannot be stored; the sender is told again on the next pipe, and the other file arrives',
    storage: (clock) => new FakeStorage(clock, () => 3, ({ name }) => (name === 'a' ? 1_500 : Infinity)),
    play: async (stage) => {
      const { here } = stage.connect({ maxMessageSize: SMALL, latency: spaced(stage.clock, 3) });
      await accepted(stage, [new FakeFile('a', 4_000), new FakeFile('b', 3_000)], 13);
      here.close();
      await stage.clock.pass(10);
      stage.connect({ maxMessageSize: SMALL });
      await stage.clock.pass(1_000);
    },
  },
  'nothing-arrives': {
    title: 'Every file fails, each for a reason of its own',
    storage: (clock) => new FakeStorage(clock, () => 1, ({ name }) => (name === 'b' ? 0 : Infinity)),
    play: async (stage) => {
      await accepted(stage, [new FakeFile('a', 1_500, { breaksAt: 0 }), new FakeFile('b', 1_500)], 1_000);
    },
  },
  'pipe-lost': {
    title: 'The pipe breaks while frames are on their way; the transfer goes on by the relay',
    storage: slow(5),
    play: async (stage) => {
      const { here } = stage.connect({ maxMessageSize: SMALL, latency: spaced(stage.clock, 4) });
      await accepted(stage, [new FakeFile('a', 6_000), new FakeFile('b', 2_000)], 20);
      here.close();
      await stage.clock.pass(200);
      stage.connect({ kind: 'relay', maxMessageSize: SMALL });
      await stage.clock.pass(1_000);
    },
  },
  'moved-and-back': {
    title: 'The transfer leaves a pipe in trouble and comes back to it; frames and messages left there mean nothing',
    storage: slow(5),
    play: async (stage) => {
      const direct = stage.connect({ maxMessageSize: SMALL });
      await stage.offer(new FakeFile('a', 6_000), new FakeFile('b', 2_000));
      direct.here.latency = () => 60;
      accept(stage);
      await stage.clock.pass(20);
      stage.anna.session.setTroubled(direct.here, true);
      stage.connect({ kind: 'relay', maxMessageSize: SMALL, latency: spaced(stage.clock, 3) });
      await stage.clock.pass(15);
      direct.here.latency = () => 1;
      stage.anna.session.setTroubled(direct.here, false);
      await stage.clock.pass(1_000);
    },
  },
  'better-pipe': {
    title: 'A direct pipe opens while the relay carries; what the relay still holds comes late',
    storage: slow(5),
    play: async (stage) => {
      stage.connect({ kind: 'relay', maxMessageSize: SMALL, latency: spaced(stage.clock, 4) });
      await accepted(stage, [new FakeFile('a', 5_000)], 16);
      stage.connect({ maxMessageSize: SMALL });
      await stage.clock.pass(1_000);
    },
  },
  'offer-repeated': {
    title: 'The offer comes again on another pipe before its first copy, which is outdated when it arrives',
    play: async (stage) => {
      const slowPipe = stage.connect({ kind: 'relay', maxMessageSize: SMALL });
      await stage.clock.pass(10);
      slowPipe.here.latency = () => 100;
      stage.anna.send(ID, [new FakeFile('a', 1_500)]);
      await stage.clock.pass(10);
      stage.connect({ maxMessageSize: SMALL });
      await stage.clock.pass(200);
      accept(stage);
      await stage.clock.pass(100);
    },
  },
  'answered-without-pipe': {
    title: 'The person says yes while there is no pipe; the answer goes out when the offer comes again',
    play: async (stage) => {
      const { here } = stage.connect({ maxMessageSize: SMALL });
      await stage.offer(new FakeFile('a', 1_500));
      here.close();
      await stage.clock.pass(10);
      accept(stage);
      await stage.clock.pass(10);
      stage.connect({ kind: 'relay', maxMessageSize: SMALL });
      await stage.clock.pass(100);
    },
  },
  'given-up': {
    title: 'No pipe comes for longer than both sides wait',
    storage: slow(5),
    play: async (stage) => {
      const { here } = stage.connect({ maxMessageSize: SMALL });
      await accepted(stage, [new FakeFile('a', 5_000)], 20);
      here.close();
      await stage.clock.pass(660_000);
      for (const { session } of [stage.anna, stage.bert]) session.transfers.giveUp('break');
    },
  },
  'reloaded': {
    title: 'The sender’s page is reloaded, and the receiver learns of it',
    storage: slow(5),
    play: async (stage) => {
      const { here } = stage.connect({ maxMessageSize: SMALL });
      await accepted(stage, [new FakeFile('a', 5_000)], 20);
      here.close();
      await stage.clock.pass(10);
      stage.bert.session.renewed('page000000000000000000');
    },
  },
  'frame-beyond-credit': {
    title: 'A sender sends more than it was granted; the receiver ends the transfer',
    play: async (stage) => {
      const { here } = stage.connect();
      await stage.clock.pass(10);
      here.sendControl(largeOffer);
      await stage.clock.pass(10);
      accept(stage);
      here.sendFrame(frame(0, 65_536));
      here.sendFrame(frame(200, 65_536));
      await stage.clock.pass(10);
    },
  },
  'end-too-early': {
    title: 'A sender says that a file has ended after less than was offered; the receiver ends the transfer',
    play: async (stage) => {
      const { here } = stage.connect();
      await stage.clock.pass(10);
      here.sendControl(largeOffer);
      await stage.clock.pass(10);
      accept(stage);
      here.sendControl(JSON.stringify({ type: 'file-end', id: ID, file: 0, chunks: 1 }));
      await stage.clock.pass(10);
    },
  },
  'credit-shrinks': {
    title: 'A receiver takes credit back; the sender ends the transfer',
    play: async (stage) => {
      const { there } = stage.connect();
      await stage.offer(new FakeFile('a', 200_000));
      there.sendControl(JSON.stringify({ type: 'accept', id: ID, payload: 65_536, acked: 0, granted: 2 }));
      there.sendControl(JSON.stringify({ type: 'credit', id: ID, acked: 0, granted: 1 }));
      await stage.clock.pass(10);
    },
  },
};

/**
 * @param {number} sequence
 * @param {number} length
 */
function frame(sequence, length) {
  const bytes = new Uint8Array(16 + length);
  bytes.set(Buffer.from(`${ID}0000`));
  new DataView(bytes.buffer).setUint32(12, sequence);
  return bytes;
}

/**
 * Plays a scenario and writes down what the machines do.
 *
 * @param {Scenario} scenario
 */
export async function traceOf({ title, play, storage }) {
  const clock = new VirtualClock();
  const anna = new Side(clock);
  const bert = new Side(clock, storage === undefined ? {} : { storage: storage(clock) });
  let isConnected = false;
  const stage = {
    clock,
    anna,
    bert,
    connect: (/** @type {Parameters<typeof connect>[2]} */ options) => {
      isConnected = true;
      return connect(anna, bert, options);
    },
    offer: async (/** @type {FakeFile[]} */ ...files) => {
      if (!isConnected) connect(anna, bert, { maxMessageSize: SMALL });
      anna.send(ID, files);
      await clock.until(() => bert.incoming.has(ID), 1_000);
    },
  };
  const steps = await record(clock, () => play(stage));
  const { files } = anna.session.transfers.find(ID) ?? bert.session.transfers.find(ID) ?? { files: [] };
  return { title, id: ID, sizes: files.map(({ size }) => size), steps };
}

/**
 * A trace as it stands in its file: one step a line.
 *
 * @param {Awaited<ReturnType<typeof traceOf>>} trace
 */
export function formatted({ steps, ...head }) {
  const lines = steps.map((step) => `    ${JSON.stringify(step)}`);
  return `${JSON.stringify(head, null, 2).replace(/\[[^\]]*\]/, (sizes) => sizes.replace(/\s+/g, ' ')).slice(0, -2)},
  "steps": [
${lines.join(',\n')}
  ]
}
`;
}
