import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { FakeFile, source } from './support/fake-files.js';
import { FakeNetwork } from './support/fake-network.js';
import { keyStorage } from '../app/environment/key-storage.js';

const MINUTE = 60_000;

/** @typedef {import('../app/types').Engine} Engine */

/** @type {FakeNetwork} */
let network;

beforeEach(() => {
  network = new FakeNetwork();
});

/**
 * Two pages that see each other.
 *
 * @param {{ webrtc?: boolean[], directOnly?: boolean[] }} [options]
 */
async function twoPages({ webrtc = [true, true], directOnly = [false, false] } = {}) {
  const browsers = ['Anna', 'Bert'].map((name, index) => network.browser({ name, webrtc: webrtc[index] }));
  const engines = browsers.map((browser) => createEngine(browser));
  engines.forEach((engine, index) => engine.setDirectOnly(directOnly[index]));
  await network.clock.until(() => engines.every((engine) => engine.state.devices.length === 1), MINUTE);
  const ids = engines.map((engine) => /** @type {string} */ (engine.state.self.id));
  return { browsers, anna: engines[0], bert: engines[1], annaId: ids[0], bertId: ids[1] };
}

/**
 * @param {Engine} engine
 * @param {string} peer
 */
const conversation = (engine, peer) => engine.state.conversations[peer];

/**
 * @param {Engine} engine
 * @param {string} peer
 */
const texts = (engine, peer) =>
  conversation(engine, peer)?.entries.flatMap((entry) => (entry.type === 'text' ? [entry.text] : [])) ?? [];

/**
 * @param {Engine} engine
 * @param {string} peer
 */
const notices = (engine, peer) =>
  conversation(engine, peer)?.entries.flatMap((entry) => (entry.type === 'notice' ? [entry.notice] : [])) ?? [];

/**
 * The newest transfer.
 *
 * @param {Engine} engine
 * @param {string} peer
 */
function transfer(engine, peer) {
  const found = conversation(engine, peer)?.entries.filter((entry) => entry.type === 'transfer').at(-1);
  return /** @type {import('../app/types').TransferEntry | undefined} */ (found);
}

/**
 * Anna sends Bert a file, who accepts.
 *
 * @param {Awaited<ReturnType<typeof twoPages>>} pages
 * @param {FakeFile} file
 */
async function sendAndAccept({ anna, bert, annaId, bertId }, file) {
  anna.sendFiles(bertId, [source(file)], false);
  assert.ok(await network.clock.until(() => transfer(bert, annaId)?.status === 'offered', MINUTE));
  bert.accept(annaId, transfer(bert, annaId)?.id ?? '');
}

test('a text goes to the other page directly, and is unread there until it is looked at', async () => {
  const { anna, bert, annaId, bertId } = await twoPages();
  assert.equal(anna.state.devices[0].name, 'Bert');
  anna.sendText(bertId, 'hello');
  assert.equal(conversation(anna, bertId).status, 'connecting');
  await network.clock.pass(1_000);
  assert.deepEqual(texts(bert, annaId), ['hello']);
  assert.deepEqual([conversation(anna, bertId).status, conversation(anna, bertId).path], ['connected', 'direct']);
  assert.equal(conversation(bert, annaId).unread, 1);
  bert.look(annaId);
  assert.equal(conversation(bert, annaId).unread, 0);
  anna.sendText(bertId, 'again');
  await network.clock.pass(1_000);
  assert.equal(conversation(bert, annaId).unread, 0);
  assert.deepEqual(notices(anna, bertId), []);
});

test('two people who call each other at the same moment both succeed, on one connection', async () => {
  const { anna, bert, annaId, bertId } = await twoPages();
  anna.sendText(bertId, 'from Anna');
  bert.sendText(annaId, 'from Bert');
  await network.clock.pass(2_000);
  assert.deepEqual([texts(bert, annaId), texts(anna, bertId)].map((all) => [...all].sort()), [
    ['from Anna', 'from Bert'],
    ['from Anna', 'from Bert'],
  ]);
  assert.equal(conversation(anna, bertId).path, 'direct');
  assert.equal(network.connections.size, 2);
  assert.deepEqual(network.server.log.filter(({ type }) => type === 'error'), []);
});

test('the relay opens after two and a half seconds, with a notice before anything goes there', async () => {
  network.isDirectPossible = false;
  const { anna, bert, annaId, bertId } = await twoPages();
  /** @type {string[]} */
  const seen = [];
  anna.subscribe(() => seen.push(notices(anna, bertId).includes('readable') ? 'told' : 'not yet'));
  anna.sendText(bertId, 'hello');
  await network.clock.pass(2_400);
  assert.deepEqual(texts(bert, annaId), []);
  await network.clock.pass(400);
  assert.deepEqual(texts(bert, annaId), ['hello']);
  assert.equal(conversation(anna, bertId).path, 'readable');
  assert.deepEqual([notices(anna, bertId), notices(bert, annaId)], [['readable'], ['readable']]);
  assert.equal(seen.at(-1), 'told');
});

test('the relay is asked for at once where a browser has no WebRTC', async () => {
  for (const webrtc of [[false, true], [true, false]]) {
    network = new FakeNetwork();
    const { anna, bert, annaId, bertId } = await twoPages({ webrtc });
    anna.sendText(bertId, 'hello');
    await network.clock.pass(200);
    assert.deepEqual(texts(bert, annaId), ['hello']);
    assert.equal(conversation(bert, annaId).path, 'readable');
  }
});

test('a direct path that opens later carries the next text, and the idle relay is closed', async () => {
  network.isDirectPossible = false;
  const pages = await twoPages();
  const { anna, bertId } = pages;
  anna.sendText(bertId, 'hello');
  await network.clock.pass(5_000);
  assert.equal(conversation(anna, bertId).path, 'readable');
  await network.mendDirect();
  await network.clock.pass(5_000);
  assert.equal(conversation(anna, bertId).path, 'direct');
  assert.deepEqual(notices(anna, bertId), ['readable']);
  assert.equal([...network.server.sockets].filter(({ path }) => path === '/relay').length, 0);
  await sendAndAccept(pages, new FakeFile('a', 100));
  await network.clock.pass(1_000);
  assert.deepEqual(notices(anna, bertId), ['readable', 'direct']);
  assert.equal(transfer(anna, bertId)?.status, 'complete');
});

test('without a direct path the failure names the server that does not relay', async () => {
  network.isDirectPossible = false;
  network.server.relay = false;
  const { anna, bertId } = await twoPages();
  anna.sendText(bertId, 'hello');
  await network.clock.pass(25_000);
  assert.deepEqual([conversation(anna, bertId).status, conversation(anna, bertId).error], ['failed', 'RELAY_OFF']);
});

test("'direct only' never asks for the relay and refuses it", async () => {
  network.isDirectPossible = false;
  const { anna, annaId, bertId } = await twoPages({ directOnly: [true, false] });
  anna.sendText(bertId, 'hello');
  await network.clock.pass(25_000);
  assert.deepEqual([conversation(anna, bertId).status, conversation(anna, bertId).error], ['failed', 'NO_PATH']);
  assert.ok(network.server.log.every(({ from, type }) => from !== annaId || type !== 'relay-request'));
  assert.equal(conversation(anna, bertId).entries.find(({ type }) => type === 'text')?.status, 'failed');

  network = new FakeNetwork();
  network.isDirectPossible = false;
  const other = await twoPages({ directOnly: [false, true] });
  other.anna.sendText(other.bertId, 'hello');
  await network.clock.pass(25_000);
  assert.equal(conversation(other.anna, other.bertId).error, 'RELAY_REFUSED');
});

test('a transfer goes on over the relay from the last acknowledged byte when the direct path breaks', async () => {
  const pages = await twoPages();
  const { anna, bert, annaId, bertId, browsers } = pages;
  browsers[1].storage.delay = () => 20;
  await sendAndAccept(pages, new FakeFile('a', 30_000_000));
  await network.clock.pass(3_000);
  assert.equal(transfer(anna, bertId)?.path, 'direct');
  const before = transfer(anna, bertId)?.done ?? 0;
  assert.ok(before > 5_000_000);
  network.breakDirect();
  await network.clock.pass(9_000);
  assert.equal(transfer(anna, bertId)?.path, 'readable');
  assert.equal(transfer(anna, bertId)?.status, 'transferring');
  assert.ok((transfer(anna, bertId)?.done ?? 0) >= before);
  await network.clock.pass(30_000);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(bert, annaId)?.status], ['complete', 'complete']);
  assert.equal(browsers[1].storage.files.get('a')?.length, 30_000_000);
});

test('a short interruption of the direct path delays a transfer and breaks nothing', async () => {
  const pages = await twoPages();
  const { anna, bertId, browsers } = pages;
  browsers[1].storage.delay = () => 20;
  await sendAndAccept(pages, new FakeFile('a', 20_000_000));
  await network.clock.pass(1_000);
  network.breakDirect();
  await network.clock.pass(6_500);
  await network.mendDirect();
  await network.clock.pass(30_000);
  assert.equal(transfer(anna, bertId)?.status, 'complete');
  assert.deepEqual(notices(anna, bertId), []);
});

test('a transfer goes on while the signaling server is away', async () => {
  const pages = await twoPages();
  const { anna, bertId, browsers } = pages;
  browsers[1].storage.delay = () => 20;
  await sendAndAccept(pages, new FakeFile('a', 20_000_000));
  await network.clock.pass(1_000);
  network.server.stop();
  await network.clock.pass(1_000);
  assert.equal(anna.state.server.status, 'offline');
  await network.clock.pass(20_000);
  assert.equal(transfer(anna, bertId)?.status, 'complete');
  network.server.start();
  // Left to themselves, the two would come back up to fifteen seconds apart, at random.
  for (const browser of browsers) browser.wake();
  await network.clock.pass(20_000);
  assert.equal(anna.state.server.status, 'online');
  assert.deepEqual(notices(anna, bertId), []);
});

test('a transfer goes on also when the other device comes back to the server so late that it counts as lost', async () => {
  const pages = await twoPages();
  const { anna, bert, annaId, bertId, browsers } = pages;
  browsers[1].storage.delay = () => 200;
  await sendAndAccept(pages, new FakeFile('a', 60_000_000));
  await network.clock.pass(1_000);
  network.server.stop();
  await network.clock.pass(1_000);
  const { createSocket } = browsers[1];
  browsers[1].createSocket = () => {
    throw new Error('off');
  };
  network.server.start();
  browsers[0].wake();
  await network.clock.pass(5_000);
  assert.deepEqual([anna.state.devices[0].present, notices(anna, bertId)], [true, []]);
  await network.clock.pass(2_000);
  assert.deepEqual([anna.state.devices[0].present, notices(anna, bertId)], [false, ['lost']]);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(bert, annaId)?.status], ['transferring', 'transferring']);
  browsers[1].createSocket = createSocket;
  browsers[1].wake();
  await network.clock.pass(1_000);
  assert.deepEqual([notices(anna, bertId), notices(bert, annaId)], [['lost', 'back'], []]);
  await network.clock.pass(10 * MINUTE);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(bert, annaId)?.status], ['complete', 'complete']);
});

test('a relayed transfer goes on when the server comes back, from what was acknowledged', async () => {
  const pages = await twoPages({ webrtc: [false, false] });
  const { anna, bert, annaId, bertId, browsers } = pages;
  browsers[1].storage.delay = () => 20;
  await sendAndAccept(pages, new FakeFile('a', 20_000_000));
  await network.clock.pass(2_000);
  network.server.stop();
  await network.clock.pass(30_000);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(bert, annaId)?.status], ['interrupted', 'interrupted']);
  network.server.start();
  await network.clock.pass(60_000);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(bert, annaId)?.status], ['complete', 'complete']);
});

test('a device that goes away in the middle is waited for, then given up on', async () => {
  const pages = await twoPages();
  const { anna, bertId, browsers } = pages;
  browsers[1].storage.delay = () => 20;
  await sendAndAccept(pages, new FakeFile('a', 20_000_000));
  await network.clock.pass(1_000);
  // Bert's device is switched off: nothing of it is heard any more.
  browsers[1].createSocket = () => {
    throw new Error('off');
  };
  network.server.devices.get(bertId)?.socket.closed(1006);
  network.breakDirect();
  await network.clock.pass(30_000);
  assert.equal(anna.state.devices[0].present, false);
  assert.ok(notices(anna, bertId).includes('left'));
  await network.clock.pass(10 * MINUTE);
  assert.equal(transfer(anna, bertId)?.status, 'interrupted');
  await network.clock.pass(MINUTE);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(anna, bertId)?.error], ['failed', 'PEER_LEFT']);
});

test('a device that does not want to be disturbed gets no call', async () => {
  const { anna, bert, bertId } = await twoPages();
  bert.setAvailability('busy');
  anna.sendFiles(bertId, [source(new FakeFile('a', 1))], false);
  await network.clock.pass(1_000);
  assert.deepEqual([conversation(anna, bertId).status, conversation(anna, bertId).error], ['failed', 'CALL_DECLINED']);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(anna, bertId)?.error], ['failed', 'CALL_DECLINED']);
});

test('failed texts and files are sent by trying again', async () => {
  network.server.relay = false;
  network.isDirectPossible = false;
  const { anna, bert, annaId, bertId } = await twoPages();
  anna.sendText(bertId, 'hello');
  anna.sendFiles(bertId, [source(new FakeFile('a', 1_000))], false);
  await network.clock.pass(30_000);
  assert.equal(transfer(anna, bertId)?.error, 'RELAY_OFF');
  const failed = transfer(anna, bertId)?.id;
  await network.mendDirect();
  anna.reconnect(bertId);
  await network.clock.pass(5_000);
  assert.deepEqual(texts(bert, annaId), ['hello']);
  // The offer that is made again stands for the one that failed.
  assert.deepEqual(conversation(anna, bertId).entries.map(({ type }) => type), ['text', 'transfer']);
  assert.notEqual(transfer(anna, bertId)?.id, failed);
  bert.accept(annaId, transfer(bert, annaId)?.id ?? '');
  await network.clock.pass(5_000);
  assert.equal(transfer(anna, bertId)?.status, 'complete');
});

test('declined files are offered again, accepted and complete', async () => {
  const pages = await twoPages();
  const { anna, bert, annaId, bertId, browsers } = pages;
  const file = new FakeFile('a', 300_000);
  anna.sendFiles(bertId, [source(file)], false);
  await network.clock.pass(1_000);
  bert.decline(annaId, transfer(bert, annaId)?.id ?? '');
  await network.clock.pass(1_000);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(anna, bertId)?.by], ['declined', 'them']);
  assert.equal(browsers[1].storage.files.size, 0);
  const { id } = /** @type {import('../app/types').TransferEntry} */ (transfer(anna, bertId));
  anna.retry(bertId, id);
  await network.clock.pass(1_000);
  assert.equal(transfer(bert, annaId)?.status, 'offered');
  bert.accept(annaId, transfer(bert, annaId)?.id ?? '');
  await network.clock.pass(5_000);
  assert.deepEqual([transfer(anna, bertId)?.status, transfer(bert, annaId)?.status], ['complete', 'complete']);
  assert.deepEqual(browsers[1].storage.files.get('a'), file.bytes);
});

test('more files than one offer holds go in several, each of which is taken', async () => {
  const pages = await twoPages();
  const { anna, bert, annaId, bertId } = pages;
  const files = Array.from({ length: 14_060 }, (_, index) => new FakeFile(String(index).padStart(250, 'x'), 0));
  anna.sendFiles(bertId, files.map(source), false);
  for (const status of ['declined', 'declined']) {
    await network.clock.until(() => transfer(bert, annaId)?.status === 'offered', MINUTE);
    bert.decline(annaId, transfer(bert, annaId)?.id ?? '');
    await network.clock.pass(1_000);
    assert.equal(transfer(anna, bertId)?.status === 'failed', false, status);
  }
  const offers = conversation(anna, bertId).entries.filter((entry) => entry.type === 'transfer');
  assert.deepEqual(offers.map(({ error }) => error), ['declined', 'declined']);
  assert.equal(offers.reduce((sum, { files: all }) => sum + all.length, 0), files.length);
});

test('texts and files refused by "do not disturb" are sent again when that is off', async () => {
  const { anna, bert, annaId, bertId } = await twoPages();
  bert.setAvailability('busy');
  await network.clock.pass(100);
  anna.sendFiles(bertId, [source(new FakeFile('a', 1_000))], false);
  anna.sendText(bertId, 'hello');
  await network.clock.pass(1_000);
  assert.equal(transfer(anna, bertId)?.status, 'failed');
  bert.setAvailability('open');
  await network.clock.pass(100);
  anna.reconnect(bertId);
  await network.clock.pass(1_000);
  assert.deepEqual(texts(bert, annaId), ['hello']);
  bert.accept(annaId, transfer(bert, annaId)?.id ?? '');
  await network.clock.pass(1_000);
  assert.equal(transfer(anna, bertId)?.status, 'complete');
});

test('a code that is asked for while the server is away comes once it is there', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  anna.createCode();
  assert.equal(anna.state.code.status, 'waiting');
  await network.clock.pass(1_000);
  assert.equal(anna.state.code.status, 'open');

  network.server.stop();
  await network.clock.pass(1_000);
  anna.cancelCode();
  anna.createCode();
  await network.clock.pass(5_000);
  assert.equal(anna.state.code.status, 'waiting');
  anna.cancelCode();
  anna.createCode();
  network.server.start();
  await network.clock.pass(60_000);
  assert.equal(anna.state.code.status, 'open');
});

test('a code brings two devices together', async () => {
  const { anna, bert, annaId, bertId } = await twoPages();
  anna.createCode();
  await network.clock.pass(100);
  assert.equal(anna.state.code.status, 'open');
  const { code, url } = /** @type {Extract<import('../app/types').CodeState, { status: 'open' }>} */ (anna.state.code);
  assert.equal(url, 'http://192.168.0.2:8080/#code=7-amber-canoe');
  bert.joinCode('8-wrong-words');
  await network.clock.pass(100);
  assert.deepEqual(bert.state.join, { status: 'failed', error: 'CODE_WRONG' });
  bert.joinCode(` ${code} `);
  await network.clock.pass(100);
  assert.deepEqual(bert.state.join, { status: 'joined', peer: annaId });
  assert.deepEqual(anna.state.code, { status: 'ended', reason: 'used', peer: bertId });
});

test('a code from a link waits for the server', async () => {
  const { anna } = await twoPages();
  anna.createCode();
  await network.clock.pass(100);
  const late = createEngine(network.browser({ name: 'Carl' }));
  late.joinCode('7-amber-canoe');
  await network.clock.pass(1_000);
  assert.equal(late.state.join.status, 'joined');
});

test('the interface is told at most once a frame, and unchanged parts of the state stay the same objects', async () => {
  const pages = await twoPages();
  const { anna, bert, annaId, bertId, browsers } = pages;
  browsers[1].storage.delay = () => 3;
  let calls = 0;
  anna.subscribe(() => (calls += 1));
  anna.sendText(bertId, 'hello');
  await sendAndAccept(pages, new FakeFile('a', 80_000_000));
  await network.clock.pass(1_500);
  const { devices } = anna.state;
  const [text] = conversation(anna, bertId).entries;
  calls = 0;
  await network.clock.pass(2_000);
  assert.ok(calls >= 6 && calls <= 12, `${calls} calls in two seconds`);
  assert.equal(anna.state.devices, devices);
  assert.equal(conversation(anna, bertId).entries[0], text);
  assert.ok((transfer(anna, bertId)?.speed ?? 0) > 1_000_000);
  assert.ok((transfer(bert, annaId)?.remaining ?? 0) > 0);
});

test('a page whose identity another tab takes over stops and says so', async () => {
  const session = new Map();
  const first = createEngine(network.browser({ session }));
  await network.clock.pass(1_000);
  const copy = new Map(session);
  const second = createEngine(network.browser({ session: copy }));
  await network.clock.pass(60_000);
  assert.equal(first.state.server.status, 'replaced');
  assert.equal(second.state.server.status, 'online');
  assert.equal(session.size, 0);
});

test('a page of another version reloads once', async () => {
  network.server.protocol = 2;
  const browser = network.browser();
  createEngine(browser);
  await network.clock.pass(10_000);
  assert.equal(browser.reloads.length, 1);
  const again = createEngine(browser);
  await network.clock.pass(60_000);
  assert.equal(browser.reloads.length, 1);
  assert.equal(again.state.server.status, 'mismatch');
});

test('a page of another version whose browser keeps nothing leaves it to its person to reload', async () => {
  network.server.protocol = 2;
  const refused = keyStorage(() => {
    throw new Error('refused');
  });
  const browser = network.browser();
  const engine = createEngine({ ...browser, session: refused });
  await network.clock.pass(60_000);
  assert.deepEqual([engine.state.server.status, browser.reloads], ['outdated', []]);
});

test('a page returns under its identity and its name', async () => {
  const session = new Map();
  const local = new Map();
  const first = createEngine(network.browser({ session, local, name: 'Anna' }));
  await network.clock.pass(1_000);
  first.rename('  Anna’s   phone ');
  const { id } = first.state.self;
  network.server.stop();
  await network.clock.pass(1_000);
  network.server.start();
  await network.clock.pass(20_000);
  assert.equal(first.state.self.id, id);
  assert.equal(local.get('ferry.name'), 'Anna’s phone');
  assert.equal([...network.server.devices.values()][0].device.name, 'Anna’s phone');
});

test('a name changed while the server is greeted reaches the others', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  await network.clock.pass(5);
  anna.rename('Annabelle');
  await network.clock.pass(1_000);
  assert.equal(anna.state.self.name, 'Annabelle');
  assert.deepEqual(network.server.log.find(({ type }) => type === 'update')?.name, 'Annabelle');
});

test('a page that wakes up comes back at once instead of waiting', async () => {
  const browser = network.browser();
  const engine = createEngine(browser);
  await network.clock.pass(1_000);
  network.server.stop();
  await network.clock.pass(120_000);
  network.server.start();
  browser.wake();
  await network.clock.pass(20);
  assert.equal(engine.state.server.status, 'online');
});

test('a server that vanished without a word is noticed', async () => {
  const engine = createEngine(network.browser());
  await network.clock.pass(1_000);
  network.server.isUp = false;
  await network.clock.pass(26_000);
  assert.equal(engine.state.server.status, 'offline');
});

test('the address and the link of a code follow the server when it gets other addresses', async () => {
  const { anna } = await twoPages();
  anna.createCode();
  await network.clock.until(() => anna.state.code.status === 'open', MINUTE);
  const { code } = /** @type {{ code: string }} */ (anna.state.code);
  network.server.move(['http://10.0.0.9:8080/', 'http://192.168.0.2:8080/']);
  await network.clock.until(() => anna.state.server.urls[0] === 'http://10.0.0.9:8080/', MINUTE);
  assert.equal(/** @type {{ url: string }} */ (anna.state.code).url, `http://10.0.0.9:8080/#code=${code}`);
  network.server.move([]);
  await network.clock.until(() => anna.state.server.urls.length === 0, MINUTE);
});

test('paths that could not be read are named in the conversation', async () => {
  const pages = await twoPages();
  pages.anna.sendFiles(pages.bertId, [source(new FakeFile('a', 3))], true, ['trip/gone', 'trip/locked']);
  await network.clock.until(() => transfer(pages.bert, pages.annaId)?.status === 'offered', MINUTE);
  const entries = conversation(pages.anna, pages.bertId).entries.filter((entry) => entry.type === 'notice');
  assert.deepEqual(entries.map(({ notice, missed }) => [notice, missed]), [
    ['flattened', undefined],
    ['missed', ['trip/gone', 'trip/locked']],
  ]);
});
