import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { FakeFile, source } from './support/fake-files.js';
import { FakeNetwork } from './support/fake-network.js';
import { fixture } from './support/fixtures.js';
import { Stranger } from './support/stranger.js';
import { twoPages } from './support/two-pages.js';

const MINUTE = 60_000;
const LARGE = 40_000_000;

/** @typedef {import('./support/two-pages.js').Pages} Pages */
/** @typedef {[status: string, error: string | null, by: string | null]} End */

/** @type {FakeNetwork} */
let network;

beforeEach(() => {
  network = new FakeNetwork();
});

/**
 * The end of a transfer.
 *
 * @param {import('../app/types').TransferEntry | undefined} entry
 * @returns {End | null}
 */
const end = (entry) => (entry === undefined ? null : [entry.status, entry.error, entry.by]);

/**
 * Anna offers Bert a file.
 *
 * @param {Pages} pages
 * @param {FakeFile} [file]
 */
async function offer(pages, file = new FakeFile('a', 1_000)) {
  pages.anna.sendFiles(pages.bertId, [source(file)], false);
  assert.ok(await network.clock.until(() => pages.transfers[1]?.status === 'offered', MINUTE));
}

/**
 * Offers a file as `offer` does, and lets Bert accept it.
 *
 * @param {Pages} pages
 * @param {FakeFile} file
 */
async function deliver(pages, file) {
  await offer(pages, file);
  pages.bert.accept(pages.annaId, pages.transfers[1].id);
}

/**
 * An event, with the end as the sender and the receiver are told; null: not at all.
 *
 * @type {[name: string, act: (pages: Pages) => Promise<void>, atSender: End, atReceiver: End | null][]}
 */
const CASES = [
  ['the receiver declines', async (pages) => {
    await offer(pages);
    pages.bert.decline(pages.annaId, pages.transfers[1].id);
  }, ['declined', 'declined', 'them'], ['declined', 'declined', 'us']],
  ['the receiver has no room for files this large', async (pages) => {
    pages.browsers[1].storage.short = { reason: 'too-large', limit: 500 };
    await offer(pages);
    pages.bert.decline(pages.annaId, pages.transfers[1].id);
  }, ['declined', 'too-large', 'them'], ['declined', 'too-large', 'us']],
  ['the sender withdraws its offer', async (pages) => {
    await offer(pages);
    pages.anna.cancel(pages.bertId, pages.transfers[0].id);
  }, ['cancelled', null, 'us'], ['cancelled', null, 'them']],
  ['the sender cancels in the middle', async (pages) => {
    await pages.send(LARGE);
    await network.clock.pass(1_000);
    pages.anna.cancel(pages.bertId, pages.transfers[0].id);
  }, ['cancelled', null, 'us'], ['cancelled', null, 'them']],
  ['the receiver cancels in the middle', async (pages) => {
    await pages.send(LARGE);
    await network.clock.pass(1_000);
    pages.bert.cancel(pages.annaId, pages.transfers[1].id);
  }, ['cancelled', null, 'them'], ['cancelled', null, 'us']],
  ['the file cannot be read at the sender', (pages) => deliver(pages, new FakeFile('a', 100_000, { breaksAt: 0 })),
    ['failed', 'unreadable', 'us'], ['failed', 'unreadable', 'them']],
  ['the file becomes unreadable in the middle', (pages) => {
    return deliver(pages, new FakeFile('a', 20_000_000, { breaksAt: 9_000_000 }));
  }, ['failed', 'unreadable', 'us'], ['failed', 'unreadable', 'them']],
  ['the file has changed at the sender', (pages) => deliver(pages, new FakeFile('a', 100_000, { breaksAt: 0, how: 'changed' })),
    ['failed', 'changed', 'us'], ['failed', 'changed', 'them']],
  ['the receiver has no room to store it', (pages) => {
    pages.browsers[1].storage.breaksAt = () => 50_000;
    return deliver(pages, new FakeFile('a', 100_000));
  }, ['failed', 'storage', 'them'], ['failed', 'storage', 'us']],
  ['the browser of the receiver ends the download', (pages) => {
    Object.assign(pages.browsers[1].storage, { breaksAt: () => 50_000, breaksBy: 'stopped' });
    return deliver(pages, new FakeFile('a', 100_000));
  }, ['failed', 'stopped', 'them'], ['failed', 'stopped', 'us']],
  ['the receiver does not want to be disturbed, and is called', async (pages) => {
    pages.bert.setAvailability('busy');
    pages.anna.sendFiles(pages.bertId, [source(new FakeFile('a', 1))], false);
    await network.clock.pass(1_000);
  }, ['failed', 'CALL_DECLINED', 'them'], null],
  ['the receiver does not want to be disturbed, in the middle of a conversation', async (pages) => {
    pages.anna.sendText(pages.bertId, 'hello');
    await network.clock.pass(1_000);
    pages.bert.setAvailability('busy');
    pages.anna.sendFiles(pages.bertId, [source(new FakeFile('a', 1))], false);
    await network.clock.pass(1_000);
  }, ['declined', 'do-not-disturb', 'them'], null],
];

for (const [name, act, atSender, atReceiver] of CASES) {
  test(`both sides say on which side the cause lies: ${name}`, async () => {
    const pages = await twoPages(network);
    await act(pages);
    await network.clock.pass(10_000);
    assert.deepEqual(pages.transfers.map(end), [atSender, atReceiver]);
  });
}

/**
 * Causes for which a call fails, each with a way to bring it about.
 *
 * @type {[name: string, arrange: () => Promise<Pages>, code: string, by: string | null][]}
 */
const CALLS = [
  ['this device allows direct connections only', () => without({ directOnly: [true, false] }), 'NO_PATH', 'us'],
  ['the other device allows direct connections only', () => without({ directOnly: [false, true] }), 'RELAY_REFUSED', 'them'],
  ['the server does not relay', async () => {
    network.server.relay = false;
    return without();
  }, 'RELAY_OFF', null],
  ['the other device does not answer', async () => {
    const pages = await without();
    pages.browsers[1].cutSockets();
    return pages;
  }, 'CALL_TIMEOUT', 'them'],
  ['the other device answers, and no way opens', async () => {
    const pages = await without();
    for (const browser of pages.browsers) refuseSockets(browser, '/relay');
    return pages;
  }, 'NOT_CONNECTED', null],
  ['the server is away', async () => {
    const pages = await without();
    network.server.stop();
    return pages;
  }, 'SERVER_GONE', null],
  ['the other device has left', async () => {
    const pages = await without();
    refuseSockets(pages.browsers[1], '/signal');
    network.server.devices.get(pages.bertId)?.socket.closed(1006);
    pages.anna.sendText(pages.bertId, 'are you there?');
    await network.clock.pass(100);
    return pages;
  }, 'PEER_LEFT', 'them'],
];

/**
 * Two pages between which nothing opens directly.
 *
 * @param {Parameters<typeof twoPages>[1]} [options]
 */
async function without(options) {
  network.isDirectPossible = false;
  return twoPages(network, options);
}

/**
 * @param {Pages['browsers'][number]} browser
 * @param {string} path
 */
function refuseSockets(browser, path) {
  const { createSocket } = browser;
  browser.createSocket = (url, protocols) => {
    if (url.endsWith(path)) throw new Error('refused');
    return createSocket(url, protocols);
  };
}

for (const [name, arrange, code, by] of CALLS) {
  test(`a call that fails says on which side the cause lies, and so do its texts and files: ${name}`, async () => {
    const pages = await arrange();
    pages.anna.sendFiles(pages.bertId, [source(new FakeFile('a', 1))], false);
    await network.clock.pass(MINUTE);
    assert.deepEqual(end(pages.transfers[0]), ['failed', code, by]);
    assert.equal(pages.atAnna.error, code);
  });
}

test('a device with too many conversations is told apart from "do not disturb"', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  await network.clock.until(() => anna.state.self.id !== null, MINUTE);
  const strangers = Array.from({ length: 17 }, (_, index) => new Stranger(network, `Number ${index}`));
  for (const stranger of strangers) {
    await stranger.call(anna.state.self.id ?? '');
    // Anna owes each an answer, so that none of them is idle.
    if (stranger !== strangers[16]) anna.sendText(stranger.id, 'hello');
    await network.clock.pass(100);
  }
  assert.equal(strangers[16].signals.at(-1)?.code, 'PEER_BUSY');
  anna.setAvailability('busy');
  await strangers[16].call(anna.state.self.id ?? '');
  assert.equal(strangers[16].signals.at(-1)?.code, 'CALL_DECLINED');
});

test('a second offer of one sender is told that the first still waits', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  await network.clock.until(() => anna.state.self.id !== null, MINUTE);
  const stranger = new Stranger(network);
  await stranger.call(anna.state.self.id ?? '');
  for (const id of ['offer001', 'offer002']) stranger.offer(id);
  await network.clock.pass(100);
  assert.deepEqual(stranger.heard.at(-1), { type: 'decline', id: 'offer002', reason: 'busy', cause: 'unanswered' });
});

for (const { name, message, end: cause } of fixture('transfer/ends.json')) {
  test(`a reason that the receiver gives is taken as in the fixture: ${name}`, async () => {
    const anna = createEngine(network.browser({ name: 'Anna' }));
    await network.clock.until(() => anna.state.self.id !== null, MINUTE);
    const stranger = new Stranger(network);
    await stranger.call(anna.state.self.id ?? '');
    anna.sendFiles(stranger.id, [source(new FakeFile('a', 1))], false);
    await network.clock.until(() => stranger.heard.at(-1)?.type === 'offer', MINUTE);
    stranger.say({ ...message, id: stranger.heard.at(-1).id });
    await network.clock.pass(100);
    const [entry] = anna.state.conversations[stranger.id].entries.filter(({ type }) => type === 'transfer');
    const status = message.type === 'decline' ? 'declined' : cause === null ? 'cancelled' : 'failed';
    assert.deepEqual(end(/** @type {any} */ (entry)), [status, cause, 'them']);
  });
}

test('a device that makes room for others says so, and has not left', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  await network.clock.until(() => anna.state.self.id !== null, MINUTE);
  const stranger = new Stranger(network);
  await stranger.call(anna.state.self.id ?? '');
  anna.sendFiles(stranger.id, [source(new FakeFile('a', 1))], false);
  await network.clock.pass(100);
  stranger.tell({ type: 'end', to: anna.state.self.id });
  await network.clock.pass(100);
  const [entry] = anna.state.conversations[stranger.id].entries.filter(({ type }) => type === 'transfer');
  assert.deepEqual(end(/** @type {any} */ (entry)), ['failed', 'made-room', 'them']);
});

// Transfers that stand still

/** @param {Pages} pages */
const holds = (pages) => pages.transfers.map(({ status, hold }) => (status === 'transferring' ? hold : status));

test('a transfer that moves waits for no side', async () => {
  const pages = await twoPages(network);
  await pages.send(LARGE);
  for (let second = 0; second < 8; second += 1) {
    await network.clock.pass(1_000);
    assert.deepEqual(holds(pages), [null, null]);
  }
});

for (const webrtc of [true, false]) {
  const way = webrtc ? 'directly' : 'over the relay';
  test(`a disk that takes nothing is told apart from a line that carries nothing (${way})`, async () => {
    const pages = await twoPages(network, { webrtc: [webrtc, webrtc] });
    await pages.send(LARGE);
    await network.clock.pass(3_000);
    pages.browsers[1].storage.delay = () => 10 * MINUTE;
    await network.clock.pass(10_000);
    assert.deepEqual(holds(pages), ['them', 'us']);
    await network.clock.pass(2 * MINUTE);
    assert.deepEqual(holds(pages), ['them', 'us']);
  });
}

test('a transfer that moves again waits for no side from the first byte on', async () => {
  const pages = await twoPages(network);
  pages.browsers[1].storage.delay = () => 5_300;
  await deliver(pages, new FakeFile('a', LARGE));
  assert.ok(await network.clock.until(() => pages.transfers[1].hold === 'us', MINUTE));
  const { done } = pages.transfers[1];
  assert.ok(await network.clock.until(() => pages.transfers[1].done > done, MINUTE));
  assert.equal(pages.transfers[1].hold, null);
});

test('a dead line is not told as a slow disk, even before server or browser have noticed', async () => {
  const pages = await twoPages(network, { webrtc: [false, false] });
  await pages.send(LARGE);
  await network.clock.pass(3_000);
  network.server.silence();
  for (let second = 0; second < 12; second += 1) {
    await network.clock.pass(1_000);
    assert.ok(holds(pages).every((hold) => hold === null || hold === 'path'), `${holds(pages)} after ${second + 1} s`);
  }
  await network.clock.pass(1_000);
  assert.deepEqual(holds(pages), ['path', 'path']);
  network.server.endSilence();
  await network.clock.pass(2_000);
  assert.deepEqual(holds(pages), [null, null]);
});

test('a line that dies before the first answer is not told as a slow disk either', async () => {
  const pages = await twoPages(network, { webrtc: [false, false] });
  await pages.send(LARGE);
  assert.ok(await network.clock.until(() => pages.transfers[0].status === 'transferring', MINUTE));
  network.server.silence();
  await network.clock.pass(13_000);
  assert.deepEqual(holds(pages), ['path', 'path']);
});

test('a line that dies while the disk is full is told as the disk here and the path there', async () => {
  const pages = await twoPages(network, { webrtc: [false, false] });
  await pages.send(LARGE);
  await network.clock.pass(3_000);
  pages.browsers[1].storage.delay = () => 10 * MINUTE;
  await network.clock.pass(10_000);
  network.server.silence();
  await network.clock.pass(10_000);
  assert.deepEqual(holds(pages), ['path', 'us']);
});

test('a file that is slow to be read holds up the sender, and each side says so', async () => {
  const pages = await twoPages(network);
  const file = new FakeFile('a', 20_000_000);
  const slice = file.slice.bind(file);
  file.slice = (start, end) => (start < 8_000_000 ? slice(start, end) : { arrayBuffer: () => new Promise(() => undefined) });
  await deliver(pages, file);
  await network.clock.pass(10_000);
  assert.deepEqual(holds(pages), ['us', 'them']);
});

test('a page that floods another with pings gets few answers', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  await network.clock.until(() => anna.state.self.id !== null, MINUTE);
  const stranger = new Stranger(network);
  await stranger.call(anna.state.self.id ?? '');
  for (let count = 0; count < 1_000; count += 1) stranger.say({ type: 'ping' });
  await network.clock.pass(1_000);
  const answers = stranger.heard.filter(({ type }) => type === 'pong').length;
  assert.ok(answers >= 1 && answers <= 3, `${answers} answers`);
});

test('a text that was not delivered gives a reason, until it is sent again', async () => {
  const pages = await twoPages(network);
  const said = () => {
    const text = pages.atAnna.entries.find(({ type }) => type === 'text');
    return text?.type === 'text' ? [text.status, text.error, text.by] : null;
  };
  pages.bert.setAvailability('busy');
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(1_000);
  assert.deepEqual(said(), ['failed', 'CALL_DECLINED', 'them']);
  pages.bert.setAvailability('open');
  await network.clock.pass(1_000);
  pages.anna.reconnect(pages.bertId);
  assert.deepEqual(said(), ['sending', null, null]);
  await network.clock.pass(10_000);
  assert.deepEqual(said(), ['delivered', null, null]);
});
