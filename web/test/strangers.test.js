import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { FakeNetwork } from './support/fake-network.js';
import { Stranger } from './support/stranger.js';

/** Characters of everything that is shown of all conversations. */
const MOST_KEPT = 32 * 1024 * 1024;

/** @typedef {import('../app/types').Engine} Engine */

/** @type {FakeNetwork} */
let network;
/** @type {Engine} */
let anna;
/** @type {ReturnType<FakeNetwork['browser']>} */
let browser;

beforeEach(async () => {
  network = new FakeNetwork();
  browser = network.browser({ name: 'Anna' });
  anna = createEngine(browser);
  await network.clock.pass(100);
});

const annaId = () => anna.state.self.id ?? '';

/** A stranger whose call the page has taken. */
async function caller() {
  const stranger = new Stranger(network);
  await stranger.call(annaId());
  assert.ok(stranger.heard.length > 0, 'the page took the call');
  return stranger;
}

/** Entries other than notices. @param {string} peer */
const entries = (peer) => (anna.state.conversations[peer]?.entries ?? []).filter(({ type }) => type !== 'notice');

/** Characters of the texts of all conversations. */
const kept = () =>
  Object.values(anna.state.conversations)
    .flatMap((conversation) => conversation.entries)
    .reduce((sum, entry) => sum + (entry.type === 'text' ? entry.text.length : 0), 0);

/** @param {number} index */
const textId = (index) => String(index).padStart(8, '0');

test('a device that called and has nothing to show leaves nothing behind', async () => {
  for (let turn = 0; turn < 20; turn += 1) {
    const stranger = await caller();
    stranger.leave();
    await network.clock.pass(100);
  }
  await network.clock.pass(5_000);
  assert.deepEqual([Object.keys(anna.state.conversations), anna.state.devices], [[], []]);
});

test('a call that is refused makes no conversation', async () => {
  anna.setAvailability('busy');
  for (let turn = 0; turn < 5; turn += 1) {
    const stranger = new Stranger(network);
    await network.clock.pass(20);
    stranger.tell({ type: 'relay-request', to: annaId(), call: 'unwelcome' });
    await network.clock.pass(20);
    assert.equal(stranger.signals.at(-1).code, 'CALL_DECLINED');
  }
  assert.deepEqual(Object.keys(anna.state.conversations), []);
});

test('an empty conversation that the person looks at stays while they do', async () => {
  const stranger = await caller();
  anna.look(stranger.id);
  stranger.leave();
  await network.clock.pass(5_000);
  assert.deepEqual(Object.keys(anna.state.conversations), [stranger.id]);
  const other = await caller();
  anna.look(other.id);
  await network.clock.pass(5_000);
  assert.deepEqual(Object.keys(anna.state.conversations), [other.id]);
});

test('an empty conversation goes when its path breaks after its device has left', async () => {
  network.server.gone('nobody');
  const stranger = await caller();
  network.server.gone(stranger.id);
  await network.clock.pass(1_000);
  assert.equal(anna.state.conversations[stranger.id].status, 'connected');
  stranger.leave();
  await network.clock.pass(1_000);
  assert.deepEqual(Object.keys(anna.state.conversations), []);
});

test('conversations with devices that left are bounded: those the person never used go first', async () => {
  const friend = await caller();
  friend.write(textId(0), 'hello');
  await network.clock.pass(100);
  anna.sendText(friend.id, 'hello yourself');
  await network.clock.pass(100);
  friend.leave();
  for (let turn = 0; turn < 120; turn += 1) {
    const stranger = await caller();
    stranger.write(textId(0), 'buy this');
    await network.clock.pass(50);
    stranger.leave();
    await network.clock.pass(50);
  }
  await network.clock.pass(5_000);
  const peers = Object.keys(anna.state.conversations);
  assert.ok(peers.length <= 50, `${peers.length} conversations`);
  assert.equal(anna.state.devices.length, peers.length);
  assert.ok(entries(friend.id).some((entry) => entry.type === 'text' && entry.text === 'hello yourself'));
});

test('texts are bounded over all conversations, and the device that wrote most loses most', async () => {
  const friend = await caller();
  friend.write(textId(0), 'see you at eight');
  await network.clock.pass(100);
  const text = 'x'.repeat(1_000_000);
  for (let turn = 0; turn < 12; turn += 1) {
    const stranger = await caller();
    for (let index = 0; index < 6; index += 1) stranger.write(textId(index), text);
    await network.clock.pass(500);
    assert.ok(kept() <= MOST_KEPT, `${kept()} characters`);
    assert.ok(entries(stranger.id).length > 0);
  }
  assert.ok(kept() > MOST_KEPT / 2);
  assert.ok(entries(friend.id).some((entry) => entry.type === 'text' && entry.text === 'see you at eight'));
});

test('entries of the open conversation are not pushed out by others', async () => {
  const text = 'x'.repeat(1_000_000);
  const friend = await caller();
  anna.look(friend.id);
  for (let index = 0; index < 10; index += 1) friend.write(textId(index), text);
  await network.clock.pass(1_000);
  const before = entries(friend.id);
  anna.look(null);
  for (let turn = 0; turn < 12; turn += 1) {
    const stranger = await caller();
    for (let index = 0; index < 5; index += 1) stranger.write(textId(index), text);
    await network.clock.pass(500);
  }
  assert.equal(entries(friend.id).length, before.length);
  assert.ok(kept() <= MOST_KEPT);
});

test('a conversation has no more unread than it has entries', async () => {
  const text = 'x'.repeat(1_000_000);
  const stranger = await caller();
  for (let index = 0; index < 40; index += 1) stranger.write(textId(index), text);
  await network.clock.pass(5_000);
  assert.equal(anna.state.conversations[stranger.id].unread, entries(stranger.id).length);
});

test('half a text is not kept when its path is gone', async () => {
  const stranger = await caller();
  stranger.say({ type: 'text', id: textId(1), part: 0, parts: 2, text: 'first ' });
  await network.clock.pass(50);
  await stranger.call(annaId());
  await network.clock.pass(50);
  stranger.say({ type: 'text', id: textId(1), part: 1, parts: 2, text: 'second' });
  await network.clock.pass(50);
  assert.deepEqual(entries(stranger.id), []);
});

test('a device whose offers come to nothing has to wait, until the person accepts one or time has passed', async () => {
  const stranger = await caller();
  let count = 0;
  /** Offers a file; whether the person is asked. */
  const ask = async () => {
    stranger.offer(textId((count += 1)));
    await network.clock.pass(50);
    return entries(stranger.id).find(({ id }) => id === textId(count)) !== undefined;
  };
  /** @param {number} most */
  const declineAll = async (most) => {
    let asked = 0;
    while (asked < most && (await ask())) {
      asked += 1;
      anna.decline(stranger.id, textId(count));
      await network.clock.pass(50);
    }
    return asked;
  };
  assert.equal(await declineAll(100), 4);
  assert.deepEqual(stranger.heard.at(-1), { type: 'decline', id: textId(count), reason: 'busy', cause: 'too-often' });
  await network.clock.pass(61_000);
  assert.equal(await declineAll(100), 1);
  await network.clock.pass(61_000);
  assert.ok(await ask());
  anna.accept(stranger.id, textId(count));
  await network.clock.pass(50);
  assert.equal(await declineAll(100), 4);
});

test('offers that are withdrawn count as well', async () => {
  const stranger = await caller();
  for (let count = 0; count < 50; count += 1) {
    stranger.offer(textId(count));
    stranger.say({ type: 'cancel', id: textId(count), reason: 'cancelled' });
    await network.clock.pass(50);
  }
  assert.equal(entries(stranger.id).length, 4);
});

test('offers of devices that have left keep nobody else from asking', async () => {
  const waiting = () =>
    Object.keys(anna.state.conversations)
      .flatMap(entries)
      .filter((entry) => entry.type === 'transfer' && entry.status === 'offered').length;
  for (let turn = 0; turn < 12; turn += 1) {
    const stranger = await caller();
    stranger.offer(textId(turn));
    await network.clock.pass(50);
    assert.equal(entries(stranger.id).length, 1);
    assert.ok(waiting() <= 8, `${waiting()} offers`);
    stranger.leave();
    await network.clock.pass(50);
  }
  assert.equal(waiting(), 8);
  const [first] = Object.keys(anna.state.conversations);
  const [offer] = /** @type {import('../app/types').TransferEntry[]} */ (entries(first));
  assert.deepEqual([offer.status, offer.error, offer.by], ['failed', 'gave-up', 'us']);
});

test('offers of devices that are there are answered before others may ask', async () => {
  const strangers = [];
  for (let turn = 0; turn < 9; turn += 1) {
    const stranger = await caller();
    stranger.offer(textId(turn));
    await network.clock.pass(50);
    strangers.push(stranger);
  }
  assert.deepEqual(strangers[8].heard.at(-1), { type: 'decline', id: textId(8), reason: 'busy' });
});

test('offers of devices that all begin at once are answered in the same way', async () => {
  const strangers = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const stranger = await caller();
    stranger.beginOffer(textId(turn));
    strangers.push(stranger);
  }
  await network.clock.pass(50);
  strangers.forEach((stranger, turn) => stranger.endOffer(textId(turn)));
  await network.clock.pass(50);
  const answers = strangers.map(({ heard }) => heard.at(-1).type);
  assert.deepEqual(answers, [...Array(8).fill('hello'), ...Array(4).fill('decline')]);
});
