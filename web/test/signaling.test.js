import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../app/signaling/backoff.js';
import { Identity } from '../app/signaling/identity.js';
import { decodeServerMessage } from '../app/signaling/messages.js';
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

test('what is no message is ignored', () => {
  for (const { text } of fixture('signaling/client-invalid.json')) {
    if (text !== undefined) decodeServerMessage(text);
  }
  for (const data of [null, undefined, new ArrayBuffer(3), '', '[]', '{"type":"constructor"}', '{"type":"future"}']) {
    assert.equal(decodeServerMessage(data), null);
  }
});

test('an offer from something that is no device is ignored', () => {
  assert.equal(decodeServerMessage('{"type":"offer","from":"short","call":"a","sdp":""}'), null);
});

test('waits grow to a quarter of a minute, are never the same for all, and begin small again', () => {
  const backoff = new Backoff(seededRandom(1));
  const waits = Array.from({ length: 12 }, () => backoff.next());
  assert.ok(waits[0] >= 250 && waits[0] <= 500);
  assert.ok(waits.every((wait) => wait <= 15_000));
  assert.ok(waits.slice(8).every((wait) => wait >= 7_500));
  assert.ok(new Set(waits).size === waits.length);
  backoff.reset();
  assert.ok(backoff.next() <= 500);
});

/** Tabs of one origin. */
class Channels {
  /** @type {((event: { data: unknown }) => void)[]} */
  #listeners = [];

  open() {
    const listeners = this.#listeners;
    /** @type {((event: { data: unknown }) => void) | null} */
    let own = null;
    return /** @type {any} */ ({
      addEventListener(/** @type {string} */ _type, /** @type {(event: { data: unknown }) => void} */ listener) {
        own = listener;
        listeners.push(listener);
      },
      postMessage(/** @type {unknown} */ data) {
        for (const listener of listeners) if (listener !== own) listener({ data });
      },
    });
  }
}

/**
 * @param {Map<string, string>} session
 * @param {Channels} channels
 * @param {VirtualClock} clock
 * @param {number} seed
 */
function tab(session, channels, clock, seed) {
  const storage = {
    get: (/** @type {string} */ key) => session.get(key) ?? null,
    set: (/** @type {string} */ key, /** @type {string} */ value) => void session.set(key, value),
    remove: (/** @type {string} */ key) => void session.delete(key),
  };
  return new Identity({ storage, channel: channels.open(), clock, random: seededRandom(seed) });
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
  const channels = new Channels();
  const session = new Map();
  const first = tab(session, channels, clock, 1);
  assert.equal(await claimed(clock, first), null);
  first.keep('id.secret');

  const copy = new Map(session);
  assert.equal(await claimed(clock, tab(copy, channels, clock, 2)), null);
  assert.equal(copy.size, 0);
  assert.equal(await claimed(clock, first), 'id.secret');

  // The page was reloaded: nobody else lives under the token.
  assert.equal(await claimed(clock, tab(new Map(session), new Channels(), clock, 3)), 'id.secret');
});

test('other tabs are asked by the public part of the token only', async () => {
  const clock = new VirtualClock();
  const channels = new Channels();
  /** @type {unknown[]} */
  const heard = [];
  channels.open().addEventListener('message', (/** @type {{ data: unknown }} */ { data }) => heard.push(data));
  await claimed(clock, tab(new Map([['ferry.token', 'id.secret']]), channels, clock, 1));
  assert.equal(heard.length, 1);
  assert.doesNotMatch(String(heard[0]), /secret/);
});

test('an identity that was taken over is forgotten', async () => {
  const session = new Map();
  const identity = tab(session, new Channels(), new VirtualClock(), 1);
  identity.keep('id.secret');
  identity.forget();
  assert.equal(session.size, 0);
});
