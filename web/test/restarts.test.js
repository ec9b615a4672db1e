import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { explainError } from '../app/ui/causes.js';
import { useLanguage } from '../app/i18n/index.js';
import { FakeFile, source } from './support/fake-files.js';
import { FakeNetwork } from './support/fake-network.js';
import { twoPages } from './support/two-pages.js';

const MINUTE = 60_000;

/** @type {FakeNetwork} */
let network;

beforeEach(() => {
  network = new FakeNetwork();
});

/** @param {import('../app/types').ConversationState} conversation */
const notices = ({ entries }) => entries.flatMap((entry) => (entry.type === 'notice' ? [entry.notice] : []));

/**
 * Two pages without a direct path, one of which sends the other a file, after a restart of their server, which has
 * forgotten that they know each other.
 *
 * @param {{ isByCode: boolean }} how they met
 */
async function restarted({ isByCode }) {
  const pages = await twoPages(network, { webrtc: [false, false] });
  if (isByCode) {
    pages.anna.createCode();
    await network.clock.pass(100);
    pages.bert.joinCode('7-amber-canoe');
    await network.clock.pass(100);
  }
  await pages.send(40_000_000);
  await network.clock.pass(2_000);
  network.server.stop();
  await network.clock.pass(1_000);
  network.server.isInSight = false;
  network.server.start();
  return pages;
}

for (const isByCode of [true, false]) {
  const lost = isByCode ? 'lost-code' : 'lost';
  const code = isByCode ? 'PEER_LOST_CODE' : 'PEER_LOST';
  test(`a device that is out of sight when the server is back has not left (${lost})`, async () => {
    const pages = await restarted({ isByCode });
    await network.clock.pass(12 * MINUTE);
    for (const { status, error } of pages.transfers) assert.deepEqual([status, error], ['failed', code]);
    for (const conversation of [pages.atAnna, pages.atBert]) {
      assert.deepEqual(notices(conversation), ['encrypted', lost]);
      assert.equal(conversation.error, code);
    }
    pages.anna.sendText(pages.bertId, 'are you there?');
    pages.anna.sendFiles(pages.bertId, [source(new FakeFile('b', 1))], false);
    await network.clock.pass(1_000);
    assert.equal(pages.transfers[0].error, code);
    assert.equal(pages.atAnna.error, code);
  });

  test(`a text sent to it at once fails with the same reason (${lost})`, async () => {
    const pages = await restarted({ isByCode });
    await network.clock.until(() => pages.anna.state.server.status === 'online', MINUTE);
    await network.clock.pass(100);
    pages.anna.sendFiles(pages.bertId, [source(new FakeFile('b', 1))], false);
    await network.clock.pass(100);
    assert.equal(pages.atAnna.error, code);
    await network.clock.pass(MINUTE);
    assert.deepEqual([pages.transfers[0].status, pages.transfers[0].error], ['failed', code]);
  });
}

test('a device that is listed again is back, and leaves with the usual notice', async () => {
  const pages = await restarted({ isByCode: true });
  await network.clock.pass(2 * MINUTE);
  network.server.isInSight = true;
  pages.browsers[1].cutSockets();
  network.server.gone(pages.bertId);
  pages.browsers[1].wake();
  await network.clock.pass(10_000);
  assert.equal(notices(pages.atAnna).at(-1), 'back');
  await pages.send(40_000_000);
  await network.clock.pass(1_000);
  pages.browsers[1].createSocket = () => {
    throw new Error('off');
  };
  for (const socket of [...network.server.sockets]) if (socket.path === '/relay') socket.closed(1006);
  network.server.devices.get(pages.bertId)?.socket.closed(1006);
  await network.clock.pass(12 * MINUTE);
  assert.equal(notices(pages.atAnna).at(-1), 'left');
  assert.deepEqual([pages.transfers[0].status, pages.transfers[0].error], ['failed', 'PEER_LEFT']);
});

test('a transfer through a server that is gone for good waits ten minutes, and then names it as the reason', async () => {
  const pages = await twoPages(network, { webrtc: [false, false] });
  await pages.send(40_000_000);
  await network.clock.pass(2_000);
  network.server.stop();
  await network.clock.pass(9 * MINUTE);
  assert.deepEqual(pages.transfers.map(({ status }) => status), ['interrupted', 'interrupted']);
  await network.clock.pass(2 * MINUTE);
  for (const { status, error } of pages.transfers) assert.deepEqual([status, error], ['failed', 'SERVER_GONE']);
});

test('the sentences of a lost device have advice', () => {
  useLanguage('en');
  assert.match(explainError('PEER_LOST_CODE', 'Bert').advice, /new code/);
  assert.match(explainError('PEER_LOST', 'Bert').advice, /Open Ferry there again/);
});
