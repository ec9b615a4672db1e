import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Outlet } from '../app/channels/outlet.js';
import { FakeFile } from './support/fake-files.js';
import { fakePipes } from './support/fake-pipes.js';
import { FakeStorage } from './support/fake-storage.js';
import { Side, connect } from './support/two-sessions.js';
import { VirtualClock, settle } from './support/virtual-clock.js';

/** @type {VirtualClock} */
let clock;
/** @type {Side} */
let anna;
/** @type {Side} */
let bert;

beforeEach(() => {
  clock = new VirtualClock();
  anna = new Side(clock);
  bert = new Side(clock);
});

/**
 * The one transfer that came in.
 *
 * @param {Side} side
 */
const incoming = (side) => [...side.incoming.values()][0];

/**
 * Every control message that leaves `pipe`.
 *
 * @param {import('./support/fake-pipes.js').FakePipe} pipe
 */
function overhear(pipe) {
  /** @type {any[]} */
  const messages = [];
  const send = pipe.sendControl.bind(pipe);
  pipe.sendControl = (text) => {
    messages.push(JSON.parse(text));
    return send(text);
  };
  return messages;
}

test('no byte moves before the person has accepted', async () => {
  const { here } = connect(anna, bert);
  anna.send('transfer', [new FakeFile('a', 10_000)]);
  await clock.pass(1_000);
  assert.equal(incoming(bert).view.entry.status, 'offered');
  assert.equal(here.buffered, 0);
  incoming(bert).accept();
  await clock.pass(1_000);
  assert.equal(bert.storage.files.get('a')?.length, 10_000);
});

test('an empty file and one that fills its chunks exactly arrive', async () => {
  connect(anna, bert);
  const files = [new FakeFile('empty', 0), new FakeFile('exact', 131_072), new FakeFile('last', 0)];
  const view = anna.send('transfer', files);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(1_000);
  assert.equal(view.entry.status, 'complete');
  assert.deepEqual([...bert.storage.files].map(([name, bytes]) => [name, bytes.length]), [
    ['empty', 0], ['exact', 131_072], ['last', 0],
  ]);
});

test('a sink that throws costs its file and not the transfer', async () => {
  connect(anna, bert);
  const space = bert.storage.reserve();
  const refuse = () => {
    throw new Error('denied');
  };
  bert.storage.reserve = () => ({
    ...space,
    open: (file, events) => {
      const sink = space.open(file, events);
      return file.name === 'b' ? { ...sink, write: refuse } : file.name === 'c' ? { ...sink, finish: refuse } : sink;
    },
  });
  const view = anna.send('transfer', ['a', 'b', 'c', 'd'].map((name) => new FakeFile(name, 200_000)));
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(1_000);
  for (const side of [view, incoming(bert).view]) {
    assert.equal(side.entry.status, 'complete');
    assert.deepEqual(side.files.map(({ error }) => error), [null, 'storage', 'storage', null]);
  }
  assert.deepEqual([...bert.storage.files.keys()], ['a', 'd']);
});

test('a transfer that throws when asked for chunks does not hold up those after it', async () => {
  const [pipe] = fakePipes('direct', clock, () => 1);
  const outlet = new Outlet(pipe);
  let asked = 0;
  const feeder = {
    id: 'transfer',
    peek: () => {
      asked += 1;
      if (asked === 1) throw new Error('broken');
      return null;
    },
    sent: () => undefined,
  };
  outlet.add(feeder);
  assert.throws(() => outlet.pump());
  outlet.pump();
  assert.equal(asked, 2);
});

test('a transfer that its sender has ended unheard ends on the other side with the next hello', async () => {
  bert = new Side(clock, { storage: new FakeStorage(clock, () => 20) });
  const { here, there } = connect(anna, bert);
  anna.send('transfer', [new FakeFile('a', 20_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(10);
  // The path is dead, and nobody knows it yet.
  here.sendControl = () => true;
  anna.cancel('transfer');
  await clock.pass(1_000);
  for (const pipe of [here, there]) pipe.close();
  await clock.pass(1_000);
  assert.equal(incoming(bert).view.entry.status, 'interrupted');
  connect(anna, bert);
  await clock.pass(1_000);
  assert.deepEqual([incoming(bert).view.entry.status, incoming(bert).view.entry.by], ['cancelled', 'them']);
});

test('a transfer that the other side does not know ends with its first message', async () => {
  const { here, there } = connect(anna, bert);
  anna.send('transfer', [new FakeFile('a', 1_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  for (const pipe of [here, there]) pipe.close();
  await clock.pass(1_000);
  const other = new Side(clock);
  other.instance = anna.instance;
  connect(other, bert);
  await clock.pass(1_000);
  assert.deepEqual([incoming(bert).view.entry.status, incoming(bert).view.entry.error], ['failed', 'unknown']);
});

test('a reloaded page at a new pipe ends transfers that were accepted, and gets open offers again', async () => {
  connect(anna, bert);
  const accepted = anna.send('accepted', [new FakeFile('a', 50_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  const waiting = anna.send('waiting_', [new FakeFile('b', 1_000)]);
  await clock.pass(10);
  const next = new Side(clock);
  connect(anna, next);
  await clock.pass(1_000);
  assert.deepEqual([accepted.entry.status, accepted.entry.error, accepted.entry.by], ['failed', 'reloaded', 'them']);
  assert.equal(waiting.entry.status, 'offered');
  assert.equal(incoming(next).id, 'waiting_');
  incoming(next).accept();
  await clock.pass(1_000);
  assert.equal(waiting.entry.status, 'complete');
});

test('a pipe of a page that is gone is closed, and transfers with the page that is there go on', async () => {
  connect(anna, bert);
  const view = anna.send('transfer', [new FakeFile('a', 2_000_000)]);
  await clock.pass(10);
  anna.named = bert.instance;
  const late = new Side(clock);
  const { here } = connect(anna, late, { kind: 'relay' });
  incoming(bert).accept();
  await clock.pass(5_000);
  assert.equal(here.isOpen, false);
  assert.equal(view.entry.status, 'complete');
});

test('a hello with a broken instance or too long a list ends the pipe', async () => {
  for (const fields of [{ instance: 'short' }, { instance: 1 }, { receiving: 'all' }, { receiving: Array(1_001).fill('transfer') }]) {
    const { here, there } = connect(anna, bert);
    there.sendControl(JSON.stringify({ type: 'hello', protocol: 1, maxPayload: 65_536, ...fields }));
    await clock.pass(10);
    assert.equal(here.isOpen, false, JSON.stringify(fields).slice(0, 40));
  }
});

test('an offer that is declined says so on both sides', async () => {
  connect(anna, bert);
  const view = anna.send('transfer', [new FakeFile('a', 1)]);
  await clock.pass(10);
  incoming(bert).decline();
  await clock.pass(10);
  assert.deepEqual([view.entry.status, view.entry.error, view.entry.by], ['declined', 'declined', 'them']);
  assert.deepEqual([incoming(bert).view.entry.status, incoming(bert).view.entry.by], ['declined', 'us']);
});

test('an offer that does not fit is shown with the limit and declined as too large', async () => {
  connect(anna, bert);
  bert.storage.short = { reason: 'too-large', limit: 500 };
  const view = anna.send('transfer', [new FakeFile('a', 1_000)]);
  await clock.pass(10);
  incoming(bert).checkRoom();
  assert.deepEqual(incoming(bert).view.entry.refusal, { reason: 'too-large', limit: 500 });
  incoming(bert).accept();
  await clock.pass(10);
  assert.equal(view.entry.error, 'too-large');
});

for (const canceller of ['sender', 'receiver']) {
  test(`the ${canceller} cancels in the middle`, async () => {
    bert = new Side(clock, { storage: new FakeStorage(clock, () => 50) });
    connect(anna, bert);
    const view = anna.send('transfer', [new FakeFile('a', 3_000_000), new FakeFile('b', 10)]);
    await clock.pass(10);
    incoming(bert).accept();
    await clock.pass(500);
    assert.equal(view.entry.status, 'transferring');
    if (canceller === 'sender') anna.cancel('transfer');
    else bert.cancel('transfer');
    await clock.pass(5_000);
    const ends = [view.entry, incoming(bert).view.entry];
    assert.deepEqual(ends.map(({ status }) => status), ['cancelled', 'cancelled']);
    assert.deepEqual(ends.map(({ by }) => by), canceller === 'sender' ? ['us', 'them'] : ['them', 'us']);
    assert.equal(bert.storage.files.size, 0);
    assert.ok(!anna.session.isNeeded && !bert.session.isNeeded);
  });
}

test('a transfer cancelled while no pipe is there ends on the other side with the next pipe', async () => {
  bert = new Side(clock, { storage: new FakeStorage(clock, () => 50) });
  const { here } = connect(anna, bert);
  anna.send('transfer', [new FakeFile('a', 3_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(200);
  here.close();
  await clock.pass(10);
  assert.equal(incoming(bert).view.entry.status, 'interrupted');
  anna.cancel('transfer');
  connect(anna, bert);
  await clock.pass(100);
  assert.equal(incoming(bert).view.entry.status, 'cancelled');
});

test('an answer given while no pipe is there is given with the next pipe', async () => {
  const { here } = connect(anna, bert);
  const view = anna.send('transfer', [new FakeFile('a', 100_000)]);
  await clock.pass(10);
  here.close();
  await clock.pass(10);
  incoming(bert).accept();
  connect(anna, bert, { kind: 'relay' });
  await clock.pass(1_000);
  assert.equal(view.entry.status, 'complete');
});

test('acknowledged bytes are not sent again on the next pipe', async () => {
  bert = new Side(clock, { storage: new FakeStorage(clock, () => 5) });
  const { here } = connect(anna, bert);
  anna.send('transfer', [new FakeFile('a', 6_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(300);
  here.close();
  await clock.pass(10);
  const next = connect(anna, bert, { kind: 'relay' });
  const said = overhear(next.there);
  await clock.pass(5_000);
  const resume = said.find(({ type }) => type === 'resume');
  assert.ok(resume.acked > 40, `resumed at ${resume.acked}`);
  assert.ok(next.here.counters.sent < Math.max(0, 6_000_000 - resume.acked * 65_536) + 10_000);
  assert.equal(bert.storage.files.get('a')?.length, 6_000_000);
});

test('a transfer leaves a pipe that is in trouble as soon as there is another', async () => {
  bert = new Side(clock, { storage: new FakeStorage(clock, () => 20) });
  const { here } = connect(anna, bert);
  const view = anna.send('transfer', [new FakeFile('a', 2_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(100);
  anna.session.setTroubled(here, true);
  assert.equal(view.entry.path, 'direct');
  connect(anna, bert, { kind: 'relay' });
  await clock.pass(100);
  assert.equal(view.entry.path, 'readable');
  await clock.pass(10_000);
  assert.equal(view.entry.status, 'complete');
  assert.ok(here.isOpen);
});

test('two transfers share a pipe: the small one does not wait for the big one', async () => {
  bert = new Side(clock, { storage: new FakeStorage(clock, () => 2) });
  connect(anna, bert);
  const big = anna.send('transbig', [new FakeFile('big', 20_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  const small = anna.send('transmal', [new FakeFile('small', 400_000)]);
  await clock.pass(20);
  bert.incoming.get('transmal')?.accept();
  assert.ok(await clock.until(() => small.entry.status === 'complete', 10_000));
  assert.ok(big.entry.done < big.entry.total / 2);
  assert.ok(await clock.until(() => big.entry.status === 'complete', 60_000));
});

test('one offer of a sender at a time waits for the person, the next follows the answer', async () => {
  connect(anna, bert);
  anna.send('transfe1', [new FakeFile('a', 1)]);
  const second = anna.send('transfe2', [new FakeFile('b', 1)]);
  await clock.pass(100);
  assert.deepEqual([...bert.incoming.keys()], ['transfe1']);
  bert.incoming.get('transfe1')?.decline();
  await clock.pass(100);
  assert.deepEqual([...bert.incoming.keys()], ['transfe1', 'transfe2']);
  bert.hindrance = 'busy';
  bert.incoming.get('transfe2')?.decline();
  const third = anna.send('transfe3', [new FakeFile('c', 1)]);
  await clock.pass(100);
  assert.equal(second.entry.error, 'declined');
  assert.deepEqual([third.entry.status, third.entry.error], ['declined', 'busy']);
});

test('a file that breaks is named on both sides, the others arrive', async () => {
  connect(anna, bert);
  const files = [
    new FakeFile('good', 100_000),
    new FakeFile('gone', 5_000_000, { breaksAt: 4_194_304 }),
    new FakeFile('changed', 100_000, { breaksAt: 0, how: 'changed' }),
    new FakeFile('last', 100_000),
  ];
  const view = anna.send('transfer', files);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(10_000);
  for (const { files: states, status } of [view.entry, incoming(bert).view.entry]) {
    assert.equal(status, 'complete');
    assert.deepEqual(states.map((file) => file.status), ['complete', 'failed', 'failed', 'complete']);
    assert.deepEqual(states.map((file) => file.error), [null, 'unreadable', 'changed', null]);
  }
  assert.deepEqual([...bert.storage.files.keys()], ['good', 'last']);
});

test('twenty thousand small files arrive', async () => {
  connect(anna, bert);
  const files = Array.from({ length: 20_000 }, (_, index) => new FakeFile(`${index}`, index % 3));
  const view = anna.send('transfer', files);
  assert.ok(await clock.until(() => bert.incoming.size === 1, 60_000));
  incoming(bert).accept();
  assert.ok(await clock.until(() => view.entry.status === 'complete', 600_000));
  assert.equal(bert.storage.files.size, 20_000);
});

test('a sink that takes nothing gets the granted chunks, and one more ends the transfer', async () => {
  let isOpening = true;
  const delay = () => {
    const first = isOpening;
    isOpening = false;
    return first ? 0 : 1e9;
  };
  bert = new Side(clock, { storage: new FakeStorage(clock, delay) });
  const { here, there } = connect(anna, bert);
  const files = [{ name: 'a', size: 20_000_000, type: '', modified: null }];
  here.sendControl(JSON.stringify({ type: 'offer', id: 'transfer', count: 1, total: 20_000_000, more: false, files }));
  await clock.pass(10);
  const said = overhear(there);
  incoming(bert).accept();
  await clock.pass(10);
  const [{ type, payload, granted }] = said;
  assert.deepEqual([type, payload * granted], ['accept', 8 * 1024 * 1024]);
  for (let sequence = 0; sequence < granted; sequence += 1) here.sendFrame(frame('transfer', 0, sequence, payload));
  await clock.pass(1_000);
  assert.deepEqual([said.length, incoming(bert).view.entry.status], [1, 'transferring']);
  here.sendFrame(frame('transfer', 0, granted, payload));
  await clock.pass(10);
  assert.deepEqual(said.slice(1), [{ type: 'cancel', id: 'transfer', reason: 'protocol' }]);
  assert.deepEqual([incoming(bert).view.entry.status, incoming(bert).view.entry.error], ['failed', 'protocol']);
});

test('a sender that waits for its channel to drain goes on when the channel closes and another comes', async () => {
  const { here } = connect(anna, bert);
  const view = anna.send('transfer', [new FakeFile('a', 6_000_000)]);
  await clock.pass(10);
  here.latency = () => 1e9;
  incoming(bert).accept();
  await clock.pass(1_000);
  assert.ok(here.buffered >= here.highWatermark, `${here.buffered} bytes wait`);
  assert.ok(here.buffered < here.highWatermark + 65_536 + 16);
  assert.deepEqual([view.entry.status, view.entry.done], ['transferring', 0]);
  here.latency = () => 1;
  here.close();
  await clock.pass(10);
  assert.equal(view.entry.status, 'interrupted');
  connect(anna, bert);
  assert.ok(await clock.until(() => view.entry.status === 'complete', 10_000));
  assert.deepEqual(bert.storage.files.get('a'), new FakeFile('a', 6_000_000).bytes);
});

/**
 * Offers pages of files until there is an answer.
 *
 * @param {number} count what is said of them
 * @param {number} nameLength
 */
async function offerWithoutEnd(count, nameLength) {
  const { here, there } = connect(anna, bert);
  await clock.pass(10);
  const said = overhear(there);
  const files = Array.from({ length: 150 }, () => ({ name: 'n'.repeat(nameLength), size: 1, type: '', modified: null }));
  here.sendControl(JSON.stringify({ type: 'offer', id: 'transfer', count, total: count, files, more: true }));
  let bytes = 0;
  for (let page = 1; page < 200 && said.length === 0; page += 1) {
    here.sendControl(JSON.stringify({ type: 'offer-files', id: 'transfer', files, more: true }));
    bytes += JSON.stringify(files).length;
    await clock.pass(2);
  }
  assert.equal(bert.incoming.size, 0);
  return { said, bytes };
}

test('an endless manifest is declined once it has more files than announced, or than allowed', async () => {
  const endless = await offerWithoutEnd(20_000, 1);
  assert.deepEqual(endless.said, [{ type: 'decline', id: 'transfer', reason: 'invalid' }]);
  anna = new Side(clock);
  bert = new Side(clock);
  const large = await offerWithoutEnd(20_000, 250);
  assert.deepEqual(large.said, [{ type: 'decline', id: 'transfer', reason: 'invalid' }]);
  assert.ok(large.bytes > 4_000_000 && large.bytes < 4_400_000, `${large.bytes} bytes`);
  anna = new Side(clock);
  bert = new Side(clock);
  const many = await offerWithoutEnd(20_001, 1);
  assert.deepEqual(many.said, [{ type: 'cancel', id: 'transfer', reason: 'protocol' }]);
});

/** Messages and frames no honest device sends, with what they lead to. */
const violations = {
  'a frame beyond the credit': () => frame('transfer', 0, 200, 65_536),
  'a frame out of sequence': () => frame('transfer', 0, 3, 65_536),
  'a frame of a file that was not agreed': () => frame('transfer', 9, 0, 10),
  'a frame that is too short': () => frame('transfer', 0, 0, 10),
  'the end of a file that was not agreed': () => ({ type: 'file-end', id: 'transfer', file: 9, chunks: 1 }),
  'an end with too few chunks': () => ({ type: 'file-end', id: 'transfer', file: 0, chunks: 1 }),
  'an end without its number': () => ({ type: 'file-end', id: 'transfer', chunks: 1 }),
};

/**
 * @param {string} transfer
 * @param {number} file
 * @param {number} sequence
 * @param {number} length
 */
function frame(transfer, file, sequence, length) {
  const bytes = new Uint8Array(16 + length);
  bytes.set(Buffer.from(`${transfer}000${file}`));
  new DataView(bytes.buffer).setUint32(12, sequence);
  return bytes;
}

for (const [name, make] of Object.entries(violations)) {
  test(`${name} ends the transfer with 'protocol'`, async () => {
    const { here, there } = connect(anna, bert);
    here.sendControl(JSON.stringify({
      type: 'offer', id: 'transfer', count: 1, total: 20_000_000, more: false,
      files: [{ name: 'a', size: 20_000_000, type: '', modified: null }],
    }));
    await clock.pass(10);
    incoming(bert).accept();
    const said = overhear(there);
    const bad = make();
    if (bad instanceof Uint8Array) here.sendFrame(bad);
    else here.sendControl(JSON.stringify(bad));
    await clock.pass(10);
    assert.deepEqual(said.at(-1), { type: 'cancel', id: 'transfer', reason: 'protocol' });
    assert.deepEqual([incoming(bert).view.entry.status, incoming(bert).view.entry.error], ['failed', 'protocol']);
    assert.ok(there.isOpen);
  });
}

for (const [name, answer] of Object.entries({
  'credit beyond the end': { type: 'credit', id: 'transfer', acked: 0, granted: 1_000 },
  'chunks acknowledged that were not sent': { type: 'credit', id: 'transfer', acked: 99, granted: 99 },
  'credit that shrinks': { type: 'credit', id: 'transfer', acked: 0, granted: 0 },
  'completion before the end': { type: 'complete', id: 'transfer' },
  'a file failed that was not sent': { type: 'file-failed', id: 'transfer', file: 5, reason: 'storage' },
})) {
  test(`${name} ends the transfer at its sender`, async () => {
    const { there } = connect(anna, bert);
    const view = anna.send('transfer', [new FakeFile('a', 9_000_000)]);
    await clock.pass(10);
    there.sendControl(JSON.stringify({ type: 'accept', id: 'transfer', payload: 65_536, acked: 0, granted: 2 }));
    there.sendControl(JSON.stringify(answer));
    await clock.pass(10);
    assert.deepEqual([view.entry.status, view.entry.error], ['failed', 'protocol']);
  });
}

test('a pipe without a hello, or with data that is no message, is closed', async () => {
  for (const text of ['{"type":"text-received","id":"abcdefgh"}', 'hello', '', '"x"', 'x'.repeat(60_001)]) {
    const side = new Side(clock);
    const { here, there } = connect(new Side(clock), side);
    here.isOpen = true;
    there.attach(side.session);
    side.session.control(there, text);
    if (text.length < 60_000) assert.deepEqual(side.errors, ['BAD_MESSAGE'], text);
    await settle();
  }
});

test('another version of the protocol is told apart from a broken one', async () => {
  const { there } = connect(anna, bert);
  there.sendControl('{"type":"hello","protocol":2,"maxPayload":65536}');
  await clock.pass(10);
  assert.deepEqual(anna.errors, ['VERSION_MISMATCH']);
});

test('messages of a type from the future, and frames of transfers that have ended, are ignored', async () => {
  const { here } = connect(anna, bert);
  await clock.pass(10);
  here.sendControl('{"type":"digest","id":"transfer"}');
  here.sendFrame(frame('elsewher', 0, 0, 10));
  await clock.pass(10);
  assert.deepEqual(bert.errors, []);
});

test('an offer under an ID that was used before is refused', async () => {
  const { here, there } = connect(anna, bert);
  anna.send('transfer', [new FakeFile('a', 1)]);
  await clock.pass(10);
  incoming(bert).decline();
  await clock.pass(10);
  const said = overhear(there);
  const files = [{ name: 'b', size: 5, type: '', modified: null }];
  here.sendControl(JSON.stringify({ type: 'offer', id: 'transfer', count: 1, total: 5, files, more: false }));
  await clock.pass(10);
  assert.deepEqual(said, [{ type: 'decline', id: 'transfer', reason: 'declined' }]);
  assert.equal(bert.incoming.size, 1);
});

test('a forgotten transfer is cancelled as unknown', async () => {
  const { here, there } = connect(anna, bert);
  const said = overhear(there);
  await clock.pass(10);
  here.sendControl('{"type":"move","id":"transfer"}');
  await clock.pass(10);
  assert.deepEqual(said.at(-1), { type: 'cancel', id: 'transfer', reason: 'unknown' });
});

test('a text is shown once though its acknowledgement was lost', async () => {
  const { here, there } = connect(anna, bert);
  await clock.pass(10);
  anna.say('textidid', 'hello');
  there.sendControl = () => true;
  await clock.pass(10);
  assert.deepEqual([bert.texts, anna.delivered], [['hello'], []]);
  here.close();
  await clock.pass(10);
  connect(anna, bert);
  await clock.pass(10);
  assert.deepEqual([bert.texts, anna.delivered], [['hello'], ['textidid']]);
});

test('a browser that takes small messages only gets small chunks', async () => {
  const { there } = connect(anna, bert, { maxMessageSize: 65_536 });
  const said = overhear(there);
  const view = anna.send('transfer', [new FakeFile('a', 100_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(100);
  assert.equal(said.find(({ type }) => type === 'accept').payload, 32_768);
  assert.equal(view.entry.status, 'complete');
});

test('a transfer moves to the direct pipe, and late messages on the slow relay do not bring it back', async () => {
  bert = new Side(clock, { storage: new FakeStorage(clock, () => 20) });
  const first = connect(anna, bert);
  const view = anna.send('transfer', [new FakeFile('a', 6_000_000)]);
  await clock.pass(10);
  incoming(bert).accept();
  await clock.pass(200);
  first.here.close();
  await clock.pass(100);
  assert.equal(view.entry.status, 'interrupted');
  const relay = connect(anna, bert, { kind: 'relay', latency: () => 700 });
  await clock.pass(100);
  connect(anna, bert);
  await clock.pass(1_000);
  assert.equal(view.entry.path, 'direct');
  relay.here.close();
  assert.ok(await clock.until(() => view.entry.status === 'complete', 20_000));
  assert.equal(bert.storage.files.get('a')?.length, 6_000_000);
});

test('a transfer that comes back to a pipe ignores frames that were left in it', async () => {
  bert = new Side(clock, { storage: new FakeStorage(clock, () => 20) });
  const direct = connect(anna, bert);
  const view = anna.send('transfer', [new FakeFile('a', 6_000_000), new FakeFile('b', 1_000_000)]);
  await clock.pass(10);
  direct.here.latency = () => 1_000;
  incoming(bert).accept();
  await clock.pass(200);
  anna.session.setTroubled(direct.here, true);
  connect(anna, bert, { kind: 'relay' });
  await clock.pass(300);
  assert.equal(view.entry.path, 'readable');
  direct.here.latency = () => 1;
  anna.session.setTroubled(direct.here, false);
  await clock.pass(10);
  assert.equal(view.entry.path, 'direct');
  assert.ok(await clock.until(() => view.entry.status === 'complete', 20_000), view.entry.error ?? view.entry.status);
  assert.equal(bert.storage.files.get('a')?.length, 6_000_000);
  assert.equal(bert.storage.files.get('b')?.length, 1_000_000);
});
