import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { useLanguage } from '../app/i18n/index.js';
import { explainEnd } from '../app/ui/causes.js';
import { FakeFile, source } from './support/fake-files.js';
import { FakeNetwork } from './support/fake-network.js';
import { twoPages } from './support/two-pages.js';

const MINUTE = 60_000;
const SECOND = 1_000;
const SIZE = 40_000_000;

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

/** @param {import('./support/two-pages.js').Pages} pages */
const statuses = ({ transfers }) => transfers.map((transfer) => transfer?.status);

/** The pages that sleep: 0 sends, 1 receives. */
for (const [sleepers, who] of /** @type {[number[], string][]} */ ([
  [[0], 'the sender'], [[1], 'the receiver'], [[0, 1], 'both'],
])) {
  for (const way of WAYS) {
    for (const time of [100 * SECOND, 10 * MINUTE]) {
      test(`${who} may sleep for ${time / SECOND} seconds in the middle of a transfer (${way})`, async () => {
        const pages = await pagesBy(way);
        await pages.send(SIZE);
        await network.clock.pass(2 * SECOND);
        for (const index of sleepers) pages.browsers[index].sleep();
        await network.clock.pass(time);
        for (const index of sleepers) pages.browsers[index].wakeUp();
        await network.clock.pass(2 * MINUTE);
        assert.deepEqual(statuses(pages), ['complete', 'complete']);
        assert.ok(pages.hasArrived(SIZE));
      });

      test(`${who} may sleep for ${time / SECOND} seconds before the answer to an offer (${way})`, async () => {
        const pages = await pagesBy(way);
        pages.anna.sendFiles(pages.bertId, [source(new FakeFile('a', SIZE))], false);
        await network.clock.pass(5 * SECOND);
        for (const index of sleepers) pages.browsers[index].sleep();
        await network.clock.pass(time);
        for (const index of sleepers) pages.browsers[index].wakeUp();
        await network.clock.pass(SECOND);
        assert.deepEqual(statuses(pages), ['offered', 'offered']);
        pages.bert.accept(pages.annaId, pages.transfers[1].id);
        await network.clock.pass(2 * MINUTE);
        assert.ok(pages.hasArrived(SIZE));
      });
    }
  }
}

test('a file that was accepted while its sender slept begins when the sender wakes', async () => {
  const pages = await pagesBy('direct');
  pages.anna.sendFiles(pages.bertId, [source(new FakeFile('a', SIZE))], false);
  await network.clock.pass(5 * SECOND);
  pages.browsers[0].sleep();
  await network.clock.pass(3 * MINUTE);
  pages.bert.accept(pages.annaId, pages.transfers[1].id);
  await network.clock.pass(3 * MINUTE);
  assert.equal(pages.transfers[1].status, 'interrupted');
  pages.browsers[0].wakeUp();
  await network.clock.pass(MINUTE);
  assert.ok(pages.hasArrived(SIZE));
});

for (const way of WAYS) {
  test(`ten minutes without a network on one device, whose page goes on, end no transfer (${way})`, async () => {
    const pages = await pagesBy(way);
    await pages.send(SIZE);
    await network.clock.pass(2 * SECOND);
    const [browser] = pages.browsers;
    const { createSocket } = browser;
    browser.createSocket = () => {
      throw new Error('no network');
    };
    browser.cutSockets();
    network.server.lose(pages.annaId, MINUTE);
    network.breakDirect();
    await network.clock.pass(10 * MINUTE);
    assert.deepEqual(statuses(pages), ['interrupted', 'interrupted']);
    browser.createSocket = createSocket;
    network.openDirect();
    browser.wake();
    await network.clock.pass(2 * MINUTE);
    assert.ok(pages.hasArrived(SIZE));
  });

  test(`after a break that was too long both sides give it as the reason, and not a reload (${way})`, async () => {
    const pages = await pagesBy(way);
    await pages.send(SIZE);
    await network.clock.pass(2 * SECOND);
    pages.browsers[0].sleep();
    await network.clock.pass(20 * MINUTE);
    assert.equal(pages.transfers[1].status, 'failed');
    pages.browsers[0].wakeUp();
    await network.clock.pass(MINUTE);
    assert.equal(pages.transfers[0].status, 'failed');
    for (const transfer of pages.transfers) {
      assert.ok(['break', 'gave-up', 'PEER_LEFT'].includes(transfer.error ?? ''), transfer.error ?? '');
      const { what, advice } = explainEnd(transfer, 'Them');
      assert.doesNotMatch(`${what} ${advice}`, /reload/);
    }
  });
}

test('a path that is lost between two devices that the server sees is looked for during ten minutes', async () => {
  network.server.relay = false;
  const pages = await pagesBy('direct');
  await pages.send(SIZE);
  await network.clock.pass(2 * SECOND);
  network.breakDirect();
  await network.clock.pass(10 * MINUTE);
  assert.deepEqual(statuses(pages), ['interrupted', 'interrupted']);
  network.openDirect();
  await network.clock.pass(MINUTE);
  assert.ok(pages.hasArrived(SIZE));
});

test('transfers that wait for a path that is lost for good end with its reason, on both sides', async () => {
  network.server.relay = false;
  const pages = await pagesBy('direct');
  await pages.send(SIZE);
  await network.clock.pass(2 * SECOND);
  network.breakDirect();
  await network.clock.pass(13 * MINUTE);
  assert.deepEqual(statuses(pages), ['failed', 'failed']);
  assert.ok(pages.transfers.some(({ error }) => error === 'break'));
  for (const transfer of pages.transfers) assert.ok(['break', 'gave-up'].includes(transfer.error ?? ''));
});

test('a transfer cancelled on a path that has died ends on the other side with the next path', async () => {
  const pages = await pagesBy('direct');
  await pages.send(SIZE);
  await network.clock.pass(2 * SECOND);
  network.breakDirect();
  pages.anna.cancel(pages.bertId, pages.transfers[0].id);
  pages.anna.sendText(pages.bertId, 'on another path');
  await network.clock.pass(MINUTE);
  const [, there] = pages.transfers;
  assert.deepEqual([there.status, there.by], ['cancelled', 'them']);
});

test('a text to a device that is asleep fails at once, while offers and transfers go on waiting', async () => {
  const pages = await pagesBy('direct');
  await pages.send(SIZE);
  await network.clock.pass(2 * SECOND);
  pages.browsers[1].sleep();
  await network.clock.pass(3 * MINUTE);
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(SECOND);
  const text = pages.atAnna.entries.find(({ type }) => type === 'text');
  assert.equal(text?.type === 'text' && text.status, 'failed');
  assert.equal(pages.transfers[0].status, 'interrupted');
});

test('a device set to "do not disturb" takes a call that goes on with a transfer it holds', async () => {
  network.server.relay = false;
  const pages = await pagesBy('direct');
  await pages.send(SIZE);
  await network.clock.pass(2 * SECOND);
  pages.bert.setAvailability('busy');
  network.breakDirect();
  await network.clock.pass(2 * MINUTE);
  network.openDirect();
  await network.clock.pass(2 * MINUTE);
  assert.ok(pages.hasArrived(SIZE));
});

test('a break is over when both cancel all that waited: later texts fail with their own reason', async () => {
  network.server.relay = false;
  const pages = await pagesBy('direct');
  await pages.send(SIZE);
  await network.clock.pass(2 * SECOND);
  network.breakDirect();
  await network.clock.pass(MINUTE);
  pages.anna.cancel(pages.bertId, pages.transfers[0].id);
  pages.bert.cancel(pages.annaId, pages.transfers[1].id);
  await network.clock.pass(MINUTE);
  assert.notEqual(pages.atAnna.status, 'connecting');
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(MINUTE);
  const text = pages.atAnna.entries.find(({ type }) => type === 'text');
  assert.equal(text?.type === 'text' && text.status, 'failed');
  assert.equal(pages.atAnna.status, 'failed');
  assert.ok(pages.atAnna.error);
});
