import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../app/server/backoff.js';
import { Identity } from '../app/server/identity.js';
import { decodeServerMessage } from '../app/core/wire/signaling.js';
import { keyStorage } from '../app/environment/key-storage.js';
import { memory } from './support/fake-storage.js';
import { FakeTabs } from './support/fake-tabs.js';
import { fixture } from './support/fixtures.js';
import { seededRandom } from './support/seeded-random.js';
import { VirtualClock } from './support/virtual-clock.js';

for (const { name, message } of fixture('signaling/server-valid.json')) {
  test(`a message of the server is understood: ${name}`, () => {
    assert.deepEqual(decodeServerMessage(JSON.stringify(message)), message);
  });

  test(`without one of its fields, or with one of another type, nothing throws: ${name}`, () => {
    for (const field of Object.keys(message)) {
      const { [field]: _, ...rest } = message;
      decodeServerMessage(JSON.stringify(rest));
      for (const value of [null, [], {}, '', -1, 1e300, true, 'x'.repeat(70_000)]) {
        decodeServerMessage(JSON.stringify({ ...message, [field]: value }));
      }
    }
  });
}

for (const { name, text } of fixture('signaling/server-invalid.json')) {
  test(`a message of the server that is not as agreed is ignored: ${name}`, () => {
    assert.equal(decodeServerMessage(text), null);
  });
}

test('data that is no message is ignored', () => {
  for (const { text } of fixture('signaling/client-invalid.json')) {
    if (text !== undefined) decodeServerMessage(text);
  }
  for (const data of [null, undefined, new ArrayBuffer(3), '', '[]', '{"type":"constructor"}', '{"type":"future"}']) {
    assert.equal(decodeServerMessage(data), null);
  }
});

test('an offer without a device as its sender is ignored', () => {
  assert.equal(decodeServerMessage('{"type":"offer","from":"short","call":"a","sdp":""}'), null);
});

test('pauses grow to a quarter of a minute, differ between devices, and begin small again', () => {
  const backoff = new Backoff(seededRandom(1));
  const waits = Array.from({ length: 12 }, () => backoff.next());
  assert.ok(waits[0] >= 250 && waits[0] <= 500);
  assert.ok(waits.every((wait) => wait <= 15_000));
  assert.ok(waits.slice(8).every((wait) => wait >= 7_500));
  assert.ok(new Set(waits).size === waits.length);
  backoff.reset();
  assert.ok(backoff.next() <= 500);
});

/**
 * @param {Map<string, string>} session
 * @param {FakeTabs} tabs
 * @param {VirtualClock} clock
 * @param {number} seed
 */
function tab(session, tabs, clock, seed) {
  const storage = keyStorage(() => memory(session));
  return new Identity({ storage, tabs: tabs.open(), clock, random: seededRandom(seed) });
}

/**
 * @param {VirtualClock} clock
 * @param {Identity} identity
 */
async function claimed(clock, identity) {
  const claim = identity.claim();
  await clock.pass(1_000);
  return claim;
}

test('a reload keeps the identity, a duplicated tab gets another one', async () => {
  const clock = new VirtualClock();
  const tabs = new FakeTabs();
  const session = new Map();
  const first = tab(session, tabs, clock, 1);
  assert.equal(await claimed(clock, first), null);
  first.keep('id.secret');

  const copy = new Map(session);
  assert.equal(await claimed(clock, tab(copy, tabs, clock, 2)), null);
  assert.equal(copy.size, 0);
  assert.equal(await claimed(clock, first), 'id.secret');

  // The page was reloaded: nobody else lives under the token.
  assert.equal(await claimed(clock, tab(new Map(session), new FakeTabs(), clock, 3)), 'id.secret');
});

test('other tabs are asked by the public part of the token only', async () => {
  const clock = new VirtualClock();
  const tabs = new FakeTabs();
  await claimed(clock, tab(new Map([['ferry.token', 'id.secret']]), tabs, clock, 1));
  assert.equal(tabs.said.length, 1);
  assert.doesNotMatch(tabs.said[0], /secret/);
});

test('an identity that was taken over is forgotten', async () => {
  const session = new Map();
  const identity = tab(session, new FakeTabs(), new VirtualClock(), 1);
  identity.keep('id.secret');
  identity.forget();
  assert.equal(session.size, 0);
});
