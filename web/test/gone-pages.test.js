import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { useLanguage } from '../app/i18n/index.js';
import { explainEnd } from '../app/ui/causes.js';
import { flowText, transferMessage } from '../app/ui/transfer-words.js';
import { FakeFile, source } from './support/fake-files.js';
import { FakeNetwork } from './support/fake-network.js';
import { twoPages } from './support/two-pages.js';

const MINUTE = 60_000;
const SECOND = 1_000;

/** @type {FakeNetwork} */
let network;

beforeEach(() => {
  network = new FakeNetwork();
  useLanguage('en');
});

/** Ways between two pages. */
const WAYS = /** @type {const} */ (['direct', 'relay']);

/** @param {'direct' | 'relay'} way */
const pagesBy = (way) => twoPages(network, { webrtc: [way === 'direct', way === 'direct'] });

/**
 * Anna offers a file, and Bert sees the offer.
 *
 * @param {import('./support/two-pages.js').Pages} pages
 * @param {string} name
 */
async function offered(pages, name = 'a') {
  pages.anna.sendFiles(pages.bertId, [source(new FakeFile(name, 1_000))], false);
  assert.ok(await network.clock.until(() => pages.transfers[1]?.files[0].name === name, MINUTE));
  assert.equal(pages.transfers[1].status, 'offered');
}

/** @param {import('../app/types').TransferEntry} entry */
const end = ({ status, error, by }) => [status, error, by];

/** @param {import('../app/types').ConversationState} conversation */
const texts = (conversation) =>
  conversation.entries.flatMap((entry) => (entry.type === 'text' ? [[entry.text, entry.status]] : []));

for (const way of WAYS) {
  for (const how of /** @type {const} */ (['reloaded', 'closed'])) {
    test(`an offer whose sender has ${how} the page ends within a second and says so (${way})`, async () => {
      const pages = await pagesBy(way);
      await offered(pages);
      pages.browsers[0].end(how);
      await network.clock.pass(250);
      if (how === 'reloaded') pages.reopen(0);
      await network.clock.pass(850);
      assert.deepEqual(end(pages.transfers[1]), ['failed', how, 'them']);
      assert.equal(explainEnd(pages.transfers[1], 'Anna').what, `Anna ${how} the page.`);
      assert.equal(pages.bert.state.devices[0].present, how === 'reloaded');
      assert.notEqual(pages.atBert.status, 'failed');
    });

    test(`a transfer from a page that is ${how} ends within a second and says so (${way})`, async () => {
      const pages = await pagesBy(way);
      await pages.send(40_000_000);
      await network.clock.pass(2 * SECOND);
      assert.equal(pages.transfers[1].status, 'transferring');
      pages.browsers[0].end(how);
      await network.clock.pass(250);
      if (how === 'reloaded') pages.reopen(0);
      await network.clock.pass(850);
      assert.deepEqual(end(pages.transfers[1]), ['failed', how, 'them']);
      assert.notEqual(pages.atBert.status, 'failed');
    });

    test(`a transfer to a page that is ${how} ends within a second and says so (${way})`, async () => {
      const pages = await pagesBy(way);
      await pages.send(40_000_000);
      await network.clock.pass(2 * SECOND);
      pages.browsers[1].end(how);
      await network.clock.pass(250);
      if (how === 'reloaded') pages.reopen(1);
      await network.clock.pass(850);
      assert.deepEqual(end(pages.transfers[0]), ['failed', how, 'them']);
      assert.notEqual(pages.atAnna.status, 'failed');
    });
  }

  test(`a page can make an offer in place of the one from before its reload (${way})`, async () => {
    const pages = await pagesBy(way);
    await offered(pages);
    await pages.reload(0);
    await network.clock.until(() => pages.anna.state.devices.length === 1, MINUTE);
    await offered(pages, 'b');
    pages.bert.accept(pages.annaId, pages.transfers[1].id);
    await network.clock.pass(5 * SECOND);
    assert.deepEqual(pages.transfers.map(({ status }) => status), ['complete', 'complete']);
  });

  test(`an offer without an answer is made again to the page that comes after the reload (${way})`, async () => {
    const pages = await pagesBy(way);
    await offered(pages);
    pages.browsers[1].end('reloaded');
    // Said to nobody: the page is gone and the next one is not there yet.
    pages.anna.sendText(pages.bertId, 'are you there?');
    await network.clock.pass(250);
    pages.reopen(1);
    await network.clock.pass(2 * SECOND);
    assert.equal(pages.atAnna.error, null);
    assert.deepEqual([pages.transfers[0].status, pages.transfers[1].status], ['offered', 'offered']);
    assert.deepEqual(texts(pages.atBert), [['are you there?', 'delivered']]);
    assert.deepEqual(texts(pages.atAnna), [['are you there?', 'delivered']]);
    pages.bert.accept(pages.annaId, pages.transfers[1].id);
    await network.clock.pass(5 * SECOND);
    assert.deepEqual(pages.transfers.map(({ status }) => status), ['complete', 'complete']);
  });
}

test('both pages may be reloaded at once, and nothing of before is left', async () => {
  const pages = await pagesBy('direct');
  await pages.send(40_000_000);
  await network.clock.pass(SECOND);
  pages.browsers[0].end('reloaded');
  pages.browsers[1].end('reloaded');
  await network.clock.pass(250);
  pages.reopen(0);
  pages.reopen(1);
  await network.clock.until(() => [pages.anna, pages.bert].every(({ state }) => state.devices.length === 1), MINUTE);
  await offered(pages, 'b');
});

test('a reloaded page is told from the one before, also under a server that does not know instances', async () => {
  network.server.namesPages = false;
  const pages = await pagesBy('direct');
  await offered(pages);
  await pages.reload(0);
  await network.clock.pass(2 * SECOND);
  pages.bert.accept(pages.annaId, pages.transfers[1].id);
  await network.clock.pass(2 * SECOND);
  assert.deepEqual(end(pages.transfers[1]), ['failed', 'reloaded', 'them']);
});

test('a page that the browser kept and shows again has given up its offers and transfers, as the others have', async () => {
  const pages = await pagesBy('direct');
  await pages.send(40_000_000);
  await network.clock.pass(SECOND);
  const { instance } = network.server.devices.get(pages.annaId)?.device;
  pages.browsers[0].revive();
  await network.clock.pass(2 * SECOND);
  assert.deepEqual(end(pages.transfers[0]), ['failed', 'closed', 'us']);
  assert.deepEqual(end(pages.transfers[1]), ['failed', 'reloaded', 'them']);
  assert.notEqual(network.server.devices.get(pages.annaId)?.device.instance, instance);
  pages.anna.sendText(pages.bertId, 'back again');
  await network.clock.pass(2 * SECOND);
  assert.deepEqual(texts(pages.atBert), [['back again', 'delivered']]);
});

test('an offer of a device that was killed cannot be accepted while the page says "connected"', async () => {
  const pages = await pagesBy('direct');
  await offered(pages);
  pages.browsers[0].end('killed');
  await network.clock.pass(1_600);
  assert.notEqual(pages.atBert.status, 'connected');
  assert.match(transferMessage(pages.transfers[1], 'Anna')?.advice ?? '', /^Anna is not here now/);
  pages.bert.accept(pages.annaId, pages.transfers[1].id);
  assert.equal(pages.transfers[1].status, 'interrupted');
  assert.match(flowText(pages.transfers[1], 'Anna', false), /^Anna is not here now/);
  await network.clock.pass(12 * MINUTE);
  assert.equal(pages.transfers[1].status, 'failed');
});

test('an offer accepted at the moment in which its sender is killed fails within two seconds, as not here', async () => {
  const pages = await pagesBy('direct');
  await offered(pages);
  pages.browsers[0].end('killed');
  pages.bert.accept(pages.annaId, pages.transfers[1].id);
  await network.clock.pass(1_600);
  assert.match(flowText(pages.transfers[1], 'Anna', false), /^Anna is not here now/);
});

test('a text to a device whose page is being reloaded is delivered', async () => {
  const pages = await pagesBy('direct');
  pages.browsers[1].end('reloaded');
  await network.clock.pass(100);
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(150);
  pages.reopen(1);
  await network.clock.pass(2 * SECOND);
  assert.deepEqual(texts(pages.atBert), [['hello', 'delivered']]);
  assert.equal(pages.atAnna.error, null);
});

test('an error of before is gone when the device is back', async () => {
  const pages = await pagesBy('direct');
  pages.anna.sendText(pages.bertId, 'hi');
  await network.clock.pass(SECOND);
  pages.browsers[1].end('closed');
  await network.clock.pass(2 * SECOND);
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(SECOND);
  assert.deepEqual([pages.atAnna.status, pages.atAnna.error], ['failed', 'PEER_LEFT']);
  pages.reopen(1);
  await network.clock.pass(SECOND);
  assert.deepEqual([pages.atAnna.status, pages.atAnna.error], ['ready', null]);
});

test('a path is kept when only the other device loses the server, as if its page was closed', async () => {
  const pages = await pagesBy('direct');
  await pages.send(40_000_000);
  await network.clock.pass(SECOND);
  // A proxy that is started anew closes the sockets behind it with the code of a page that goes away.
  const { socket } = /** @type {any} */ (network.server.devices.get(pages.annaId));
  network.server.disconnected(socket, 'closed');
  socket.closed(1001);
  await network.clock.pass(MINUTE);
  assert.ok(pages.hasArrived(40_000_000));
});

for (const way of WAYS) {
  test(`a proxy that restarts, and closes all sockets as closed pages do, ends no transfer (${way})`, async () => {
    const pages = await pagesBy(way);
    await pages.send(40_000_000);
    await network.clock.pass(SECOND);
    network.server.restartProxy(3 * SECOND);
    await network.clock.pass(2 * MINUTE);
    assert.ok(pages.hasArrived(40_000_000));
  });
}
