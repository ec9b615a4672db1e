import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeNetwork } from './support/fake-network.js';
import { twoPages } from './support/two-pages.js';

const MINUTE = 60_000;

/** @type {FakeNetwork} */
let network;

/** A network in which the direct path is blocked and TURN comes through. */
beforeEach(() => {
  network = new FakeNetwork();
  network.server.turn = true;
  network.isDirectPossible = false;
  network.isTurnPossible = true;
});

/** @param {string} type */
const said = (type) => network.server.log.filter((message) => message.type === type);

test('a running transfer over TURN goes on directly when that has become possible, on the same connection', async () => {
  const pages = await twoPages(network);
  await pages.send(60_000_000, 100);
  await network.clock.pass(5_000);
  assert.deepEqual(pages.paths, ['turn', 'turn']);
  network.openDirect();
  const statuses = new Set();
  pages.bert.subscribe(() => statuses.add(pages.transfers[1].status));
  assert.ok(await network.clock.until(() => pages.paths.every((path) => path === 'direct'), MINUTE));
  assert.deepEqual(pages.transfers.map(({ status, path }) => [status, path]), Array(2).fill(['transferring', 'direct']));
  await network.clock.pass(3 * MINUTE);
  assert.ok(pages.hasArrived(60_000_000));
  assert.deepEqual([...statuses], ['transferring', 'complete']);
  assert.deepEqual(said('path').map(({ path }) => path), ['turn-udp', 'host']);
  assert.deepEqual([network.connections.size, said('relay-request').length], [2, 0]);
});

test('a path past TURN is looked for a few times with growing pauses, and again when the network changes', async () => {
  const pages = await twoPages(network);
  await pages.send(60_000_000, 8_000);
  await network.clock.pass(10_000);
  const at = [];
  for (let second = 0; second < 3_600; second += 10) {
    const { length } = said('offer');
    await network.clock.pass(10_000);
    if (said('offer').length > length) at.push(second);
  }
  assert.ok(at.length >= 3 && at.length <= 5, `looked after ${at} seconds`);
  assert.ok(at.every((time, index) => index < 2 || time - at[index - 1] > at[index - 1] - at[index - 2]), `${at}`);
  assert.deepEqual(pages.transfers.map(({ status }) => status), ['transferring', 'transferring']);
  network.openDirect();
  pages.browsers[0].changeNetwork();
  assert.ok(await network.clock.until(() => pages.paths.every((path) => path === 'direct'), MINUTE));
});

test('the attempts begin anew when the network changes', async () => {
  const pages = await twoPages(network);
  await pages.send(60_000_000, 8_000);
  await network.clock.pass(60 * MINUTE);
  pages.browsers[0].changeNetwork();
  await network.clock.pass(5_000);
  network.openDirect();
  assert.ok(await network.clock.until(() => pages.paths.every((path) => path === 'direct'), MINUTE));
});

test('no path is looked for while nothing is under way, and one at once when something is', async () => {
  const pages = await twoPages(network);
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(5_000);
  const { length } = said('offer');
  await network.clock.pass(60 * MINUTE);
  assert.equal(said('offer').length, length);
  network.openDirect();
  pages.anna.sendText(pages.bertId, 'again');
  await network.clock.pass(5_000);
  assert.deepEqual(pages.paths, ['direct', 'direct']);
});

test('no path is looked for again for each text', async () => {
  const pages = await twoPages(network);
  for (let turn = 0; turn < 50; turn += 1) {
    pages.anna.sendText(pages.bertId, 'hello');
    await network.clock.pass(2_000);
  }
  assert.ok(said('offer').length <= 4, `${said('offer').length} offers`);
});
