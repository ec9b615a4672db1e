import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TransferView } from '../app/state/transfer-view.js';
import { FakeFile } from './support/fake-files.js';
import { FakeStorage } from './support/fake-storage.js';
import { seededNumbers } from './support/seeded-random.js';
import { Side, connect } from './support/two-sessions.js';
import { VirtualClock } from './support/virtual-clock.js';

const RUNS = 250;
const MINUTE = 60_000;

/**
 * One run: two sides send each other files and texts while pipes come and go at random.
 *
 * @param {number} seed
 */
async function run(seed) {
  const next = seededNumbers(seed);
  const clock = new VirtualClock();
  const below = (/** @type {number} */ limit) => Math.floor(next() * limit);
  const latency = () => next() * 20;
  const storages = [0, 1].map(() => {
    const slowness = [0, 1, 10][below(3)];
    const broken = next() < 0.15 ? `file ${below(6)}` : '';
    const breaksAt = (/** @type {{ name: string }} */ { name }) => (name === broken ? 3_000 : Infinity);
    return new FakeStorage(clock, () => next() * slowness, breaksAt);
  });
  const sides = storages.map((storage) => new Side(clock, { storage, onOffer: (transfer) => transfer.accept() }));
  const sent = sides.map((side, index) => sendAtRandom(side, index, below, next));
  await breakAndMend(sides, clock, next, latency, below);
  const isOver = () => sides.every((side) => !side.session.isNeeded);
  assert.ok(await clock.until(isOver, 30 * MINUTE), `seed ${seed}: something hangs`);
  sides.forEach((side) => checkViews(seed, side));
  for (const [index, { files, texts, id }] of sent.entries()) {
    check(seed, files, sides[index].outgoing.get(id), sides[1 - index], id);
    assert.deepEqual(sides[1 - index].texts, texts, `seed ${seed}: texts`);
    assert.equal(sides[index].delivered.length, texts.length);
  }
}

/**
 * @param {Side} side
 * @param {number} index
 * @param {(limit: number) => number} below
 * @param {() => number} next
 */
function sendAtRandom(side, index, below, next) {
  const sizes = [0, 1, 1023, 1024, 65_536, 131_072, 200_000, below(400_000)];
  const files = Array.from({ length: 1 + below(6) }, (_, number) => {
    const size = sizes[below(sizes.length)];
    const breaksAt = next() < 0.1 ? below(size + 1) : Infinity;
    const how = next() < 0.5 ? 'unreadable' : 'changed';
    return new FakeFile(`file ${number}`, size, { seed: number + 1, breaksAt, how });
  });
  const texts = Array.from({ length: below(3) }, (_, number) => `${number} `.repeat(1 + below(30_000)));
  const id = `transf-${index}`;
  side.send(id, files);
  texts.forEach((text, number) => side.say(`text---${number}`, text));
  return { id, files, texts };
}

/**
 * @param {Side[]} sides
 * @param {VirtualClock} clock
 * @param {() => number} next
 * @param {() => number} latency
 * @param {(limit: number) => number} below
 */
async function breakAndMend([one, other], clock, next, latency, below) {
  const maxMessageSize = next() < 0.5 ? 2_048 : 65_552;
  for (let breaks = below(12); breaks >= 0; breaks -= 1) {
    const kind = next() < 0.5 ? 'direct' : 'relay';
    const { here, there } = connect(one, other, { kind, latency, maxMessageSize });
    if (breaks === 0) return;
    // Sometimes the next pipe is there before this one breaks.
    await clock.pass(below(120));
    const isOverlapping = next() < 0.3;
    if (isOverlapping) connect(one, other, { kind: 'relay', latency, maxMessageSize });
    if (isOverlapping && next() < 0.5) one.session.setTroubled(here, true);
    (next() < 0.5 ? here : there).close();
    await clock.pass(below(100));
  }
}

/**
 * @param {number} seed
 * @param {FakeFile[]} files
 * @param {import('../app/state/transfer-view.js').TransferView | undefined} view
 * @param {Side} receiver
 * @param {string} id
 */
function check(seed, files, view, receiver, id) {
  const sender = view?.entry;
  const received = receiver.incoming.get(id)?.view.entry;
  assert.ok(sender && received, `seed ${seed}: no entry`);
  const hasArrived = sender.files.some(({ status }) => status === 'complete');
  assert.equal(sender.status, hasArrived ? 'complete' : 'failed', `seed ${seed}: ${sender.status} ${sender.error}`);
  assert.equal(received.status, sender.status, `seed ${seed}: ${received.error}`);
  assert.equal(sender.done, sender.total);
  for (const [index, file] of files.entries()) {
    const { status } = sender.files[index];
    assert.equal(received.files[index].status, status, `seed ${seed}: file ${index}`);
    const stored = receiver.storage.files.get(file.name);
    if (status === 'complete') assert.deepEqual(stored, file.bytes, `seed ${seed}: bytes of file ${index}`);
    else assert.ok(file.breaksAt < file.size || receiver.storage.breaksAt(file) < file.size, `seed ${seed}: ${status}`);
  }
}

/**
 * The entry of a transfer is kept up to date bit by bit; it has to be the one that is made anew.
 *
 * @param {number} seed
 * @param {Side} side
 */
function checkViews(seed, side) {
  for (const transfer of side.session.transfers.all) {
    const anew = new TransferView(transfer, side.clock, () => undefined);
    assert.deepEqual(transfer.view.entry, anew.entry, `seed ${seed}`);
  }
}

/** Statuses of a transfer that ends while its person may cancel it: at its sender, and at its receiver. */
const ENDS = [
  'complete complete',
  'failed failed',
  'cancelled cancelled',
  'declined declined',
  // The last file was stored when the sender cancelled.
  'cancelled complete',
  'cancelled failed',
  // The offer was taken back before it was heard.
  'cancelled none',
];

/**
 * One run in which a person changes their mind at a random moment.
 *
 * @param {number} seed
 * @returns {Promise<string>} how it ended, at its sender and at its receiver
 */
async function runWithChange(seed) {
  const next = seededNumbers(seed);
  const clock = new VirtualClock();
  const below = (/** @type {number} */ limit) => Math.floor(next() * limit);
  const isDeclined = next() < 0.2;
  const storage = new FakeStorage(clock, () => next() * 10);
  const anna = new Side(clock);
  const bert = new Side(clock, { storage, onOffer: (transfer) => (isDeclined ? transfer.decline() : transfer.accept()) });
  const { id } = sendAtRandom(anna, 0, below, next);
  const who = next() < 0.5 ? anna : bert;
  clock.after(below(600), () => who.cancel(id));
  await breakAndMend([anna, bert], clock, next, () => next() * 20, below);
  const isOver = () => [anna, bert].every(({ session }) => session.transfers.open.length === 0);
  assert.ok(await clock.until(isOver, 30 * MINUTE), `seed ${seed}: something hangs`);
  [anna, bert].forEach((side) => checkViews(seed, side));
  const ends = [anna, bert].map(({ session }) => session.transfers.find(id)?.view);
  for (const view of ends) {
    const open = view?.files.filter(({ status }) => status === 'waiting' || status === 'transferring');
    assert.deepEqual(open ?? [], [], `seed ${seed}: a file of an ended transfer is open`);
  }
  return ends.map((view) => view?.status ?? 'none').join(' ');
}

/**
 * One run in which the receiver's page is reloaded at a random moment.
 *
 * @param {number} seed
 * @returns {Promise<string>} how the transfer ended at its sender
 */
async function runWithReload(seed) {
  const next = seededNumbers(seed);
  const clock = new VirtualClock();
  const below = (/** @type {number} */ limit) => Math.floor(next() * limit);
  const page = () => {
    const wait = below(400);
    const onOffer = (/** @type {import('../app/peers/incoming.js').IncomingTransfer} */ transfer) => {
      clock.after(wait, () => transfer.accept());
    };
    return new Side(clock, { storage: new FakeStorage(clock, () => next() * 10), onOffer });
  };
  const [anna, before, after] = [new Side(clock), page(), page()];
  const { id } = sendAtRandom(anna, 0, below, next);
  const latency = () => next() * 20;
  const { here } = connect(anna, before, { latency });
  await clock.pass(below(800));
  if (next() < 0.5) here.close();
  connect(anna, after, { latency });
  assert.ok(await clock.until(() => !anna.session.isNeeded, 30 * MINUTE), `seed ${seed}: something hangs`);
  await clock.pass(1_000);
  checkViews(seed, anna);
  assert.deepEqual(after.session.transfers.open, [], `seed ${seed}`);
  const sent = anna.session.transfers.find(id)?.view.entry;
  const isAgreed = before.session.transfers.find(id)?.view.status !== 'offered';
  if (sent?.error === 'reloaded') assert.ok(isAgreed && sent.by === 'them' && !after.incoming.has(id), `seed ${seed}`);
  return sent?.error ?? sent?.status ?? 'none';
}

test(`in ${RUNS} conversations in which a page is reloaded at random, what was agreed ends and what was not is offered again`, async () => {
  const seen = new Set();
  for (let seed = 1; seed <= RUNS; seed += 1) seen.add(await runWithReload(seed));
  for (const end of seen) assert.ok(['complete', 'reloaded', 'unreadable', 'changed'].includes(end), end);
  assert.ok(seen.has('complete') && seen.has('reloaded'));
});

test(`in ${RUNS} conversations in which somebody cancels at random, both sides end and agree`, async () => {
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const ends = await runWithChange(seed);
    assert.ok(ENDS.includes(ends), `seed ${seed}: ${ends}`);
    seen.set(ends, (seen.get(ends) ?? 0) + 1);
  }
  for (const ends of ['complete complete', 'cancelled cancelled', 'declined declined']) assert.ok(seen.has(ends), ends);
});

test(`in ${RUNS} conversations whose pipes break at random, every file arrives or is said to have failed`, async () => {
  for (let seed = 1; seed <= RUNS; seed += 1) await run(seed);
});
