import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { HeldFiles } from '../app/files/saving/held-files.js';
import { Saving } from '../app/files/saving/saving.js';
import { BrowserStorage } from '../app/files/sinks/storage.js';
import { wouldBeLost } from '../app/ui/summary.js';
import { FakeFile, source } from './support/fake-files.js';
import { FakeNetwork } from './support/fake-network.js';
import { seededRandom } from './support/seeded-random.js';

const MINUTE = 60_000;

/** @type {FakeNetwork} */
let network;
/** @type {import('../app/types').Engine} */
let anna;
/** @type {import('../app/types').Engine} Whose phone holds 500 MB, as on plain HTTP. */
let bert;
/** @type {string[]} What Bert's browser was given, by name. */
let saved;
/** @type {number[]} When Bert's page was loaded anew. */
let reloads;
/** @type {string} */
let annaId;
/** @type {string} */
let bertId;

beforeEach(async () => {
  network = new FakeNetwork();
  const { clock } = network;
  const storage = new BrowserStorage({ downloads: null, kind: 'phone', clock, random: seededRandom(1) });
  const browser = network.browser({ name: 'Bert' });
  anna = createEngine(network.browser({ name: 'Anna' }));
  bert = createEngine({ ...browser, storage });
  saved = browser.saver.saved;
  reloads = browser.reloads;
  await clock.until(() => [anna, bert].every((engine) => engine.state.devices.length === 1), MINUTE);
  annaId = anna.state.self.id ?? '';
  bertId = bert.state.self.id ?? '';
});

/** The transfers that Bert sees, oldest first. */
const transfers = () =>
  bert.state.conversations[annaId].entries.flatMap((entry) => (entry.type === 'transfer' ? [entry] : []));

const newest = () => /** @type {import('../app/types').TransferEntry} */ (transfers().at(-1));

/**
 * Anna offers files, and Bert sees the offer.
 *
 * @param {...FakeFile} files
 */
async function offered(...files) {
  anna.sendFiles(bertId, files.map(source), false);
  await network.clock.pass(2_000);
  assert.equal(newest().status, 'offered');
  return newest().id;
}

/** @param {...FakeFile} files */
async function received(...files) {
  const id = await offered(...files);
  bert.accept(annaId, id);
  assert.ok(await network.clock.until(() => newest().status === 'complete', MINUTE));
  return id;
}

/** @param {number} count */
const many = (count) => Array.from({ length: count }, (_, index) => new FakeFile(`${index}.txt`, 10, { type: 'text/plain' }));

/**
 * A file of 200 MB. Only its size counts here, so its bytes are read as they are asked for.
 *
 * @param {string} name
 */
function large(name) {
  const file = new FakeFile(name, 0, { type: 'image/png' });
  file.size = 200_000_000;
  file.slice = (start, end) => ({ arrayBuffer: async () => new ArrayBuffer(end - start) });
  return file;
}

test('a file that was saved can be opened and saved again, until it is discarded', async () => {
  const id = await received(new FakeFile('a.txt', 100, { type: 'text/plain' }));
  assert.ok(wouldBeLost(bert.state));
  for (const times of [1, 2]) {
    bert.saveAll(annaId, id);
    await network.clock.pass(MINUTE);
    assert.deepEqual(saved, Array(times).fill('a.txt'));
    assert.deepEqual([newest().files[0].place, newest().files[0].handed], ['held', 'done']);
    assert.match(bert.open(annaId, id, 0) ?? '', /^blob:/);
    assert.equal(wouldBeLost(bert.state), false);
  }
  bert.discard(annaId, id);
  assert.equal(newest().files[0].place, 'discarded');
  assert.equal(bert.open(annaId, id, 0), null);
  bert.save(annaId, id, 0);
  await network.clock.pass(MINUTE);
  assert.equal(saved.length, 2);
});

test('three hundred files are counted while they are handed over, and none counts that was not', async () => {
  const id = await received(...many(300));
  bert.saveAll(annaId, id);
  await network.clock.pass(4_500);
  const { handOver, files } = newest();
  assert.deepEqual(handOver, { form: 'files', done: saved.length, total: 300 });
  assert.ok(saved.length > 35 && saved.length < 50);
  assert.equal(files.filter(({ handed }) => handed !== 'never').length, saved.length);
  assert.ok(wouldBeLost(bert.state));
  assert.ok(await network.clock.until(() => newest().handOver === null, MINUTE));
  assert.equal(new Set(saved).size, 300);
  await network.clock.pass(10_000);
  assert.equal(wouldBeLost(bert.state), false);
});

test('saving goes on when the other device leaves, and when the person looks elsewhere', async () => {
  const id = await received(...many(30));
  bert.saveAll(annaId, id);
  bert.look(null);
  await network.clock.pass(500);
  network.server.devices.get(annaId)?.socket.closed(1001);
  network.breakDirect();
  assert.ok(await network.clock.until(() => newest().handOver === null, MINUTE));
  assert.equal(saved.length, 30);
});

test('saving can be stopped, and goes on later with the rest', async () => {
  const id = await received(...many(30));
  bert.saveAll(annaId, id);
  await network.clock.pass(1_000);
  bert.stopSaving(annaId, id);
  const before = saved.length;
  assert.equal(newest().handOver, null);
  assert.ok(before > 5 && before < 15);
  await network.clock.pass(MINUTE);
  assert.equal(saved.length, before);
  bert.saveAll(annaId, id);
  await network.clock.pass(MINUTE);
  assert.equal(saved.length, 30);
  assert.equal(new Set(saved).size, 30);
});

test('discarding ends saving in the middle', async () => {
  const id = await received(...many(30));
  bert.saveAll(annaId, id);
  await network.clock.pass(1_000);
  bert.discard(annaId, id);
  const before = saved.length;
  await network.clock.pass(MINUTE);
  assert.equal(saved.length, before);
  assert.equal(newest().handOver, null);
});

test('saved files make room for others and say so, and files that were never saved do not', async () => {
  const first = await received(large('first.png'));
  const second = await received(large('second.png'));
  const third = await offered(large('third.png'));
  assert.deepEqual(newest().refusal, { reason: 'occupied', limit: 100_000_000 });
  bert.saveAll(annaId, second);
  bert.saveAll(annaId, first);
  await network.clock.pass(MINUTE);
  assert.equal(newest().refusal, null);
  const places = () => transfers().map(({ files }) => files[0].place);
  assert.deepEqual(places(), ['held', 'held', 'none']);
  bert.accept(annaId, third);
  assert.ok(await network.clock.until(() => newest().status === 'complete', MINUTE));
  assert.deepEqual(places(), ['held', 'released', 'held']);
  assert.equal(bert.open(annaId, second, 0), null);
  assert.notEqual(bert.open(annaId, first, 0), null);
});

test('two offers are not both taken into the room of one', async () => {
  const id = await offered(large('first.png'), large('second.png'));
  bert.accept(annaId, id);
  await network.clock.pass(10);
  assert.equal(newest().status, 'transferring');
  const other = createEngine(network.browser({ name: 'Cleo' }));
  await network.clock.until(() => other.state.devices.length === 2, MINUTE);
  other.sendFiles(bertId, [source(large('third.png'))], false);
  const cleoId = other.state.self.id ?? '';
  await network.clock.until(() => (bert.state.conversations[cleoId]?.entries.length ?? 0) > 0, MINUTE);
  const [offer] = bert.state.conversations[cleoId].entries;
  assert.deepEqual(offer.type === 'transfer' && offer.refusal, { reason: 'occupied', limit: 100_000_000 });
});

test('an update of the server does not reload a page with unsaved files', async () => {
  await received(new FakeFile('a.txt', 100));
  network.server.protocol = 2;
  network.server.devices.get(bertId)?.socket.closed(1006);
  await network.clock.pass(10_000);
  assert.deepEqual([bert.state.server.status, reloads], ['outdated', []]);
  assert.equal(newest().files[0].place, 'held');
});

test('an update of the server does not reload a page with texts to send', async () => {
  network.server.protocol = 2;
  network.server.devices.get(bertId)?.socket.closed(1006);
  bert.sendText(annaId, 'not sent yet');
  await network.clock.pass(10_000);
  assert.deepEqual([bert.state.server.status, reloads], ['outdated', []]);
});

test('texts of others push saved files out last, and unsaved ones never', async () => {
  const first = await received(new FakeFile('a.txt', 100, { type: 'text/plain' }));
  const second = await received(new FakeFile('b.txt', 100, { type: 'text/plain' }));
  bert.save(annaId, first, 0);
  await network.clock.pass(MINUTE);
  for (let count = 0; count < 300; count += 1) {
    anna.sendText(bertId, 'x'.repeat(64_000));
    await network.clock.pass(500);
  }
  const { entries } = bert.state.conversations[annaId];
  assert.ok(entries.length < 290);
  assert.deepEqual(transfers().map(({ id }) => id), [first, second]);
  assert.notEqual(bert.open(annaId, second, 0), null);
});

test('a ZIP that cannot be made since a file cannot be read any more says so, until something is saved again', async () => {
  let isReadable = false;
  const read = async () => {
    if (!isReadable) throw new Error('gone');
    return new ArrayBuffer(1);
  };
  const blob = Object.assign(new Blob(['x']), { slice: () => ({ arrayBuffer: read }) });
  const held = new HeldFiles([{ name: 'a', size: 1, type: '', modified: null }], () => undefined);
  held.stored(0, { blob, handed: () => undefined, drop: () => undefined });
  const entry = () => ({ handOver: held.handOver, archiveFailed: held.hasArchiveFailed });
  const given = /** @type {string[]} */ ([]);
  const saver = { save: (/** @type {Blob} */ _, /** @type {string} */ name) => given.push(name) > 0 };
  const saving = new Saving(network.clock, saver, () => undefined);
  await saving.saveArchive(held, [0], 'all.zip');
  assert.deepEqual([entry(), given], [{ handOver: null, archiveFailed: true }, []]);
  isReadable = true;
  await saving.saveArchive(held, [0], 'all.zip');
  assert.deepEqual([entry(), given], [{ handOver: null, archiveFailed: false }, ['all.zip']]);
});
