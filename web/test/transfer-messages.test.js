import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeControl } from '../app/core/wire/conversation.js';
import { ManifestCollector, offerMessages, offerable } from '../app/core/transfer/manifest.js';
import { TextCollector, isSendableText, textMessages } from '../app/core/transfer/text.js';
import { utf8Length } from '../app/core/util/utf8.js';

const LIMIT = 60_000;

/** @param {object} fields */
const file = (fields = {}) => ({ name: 'a.txt', size: 3, type: 'text/plain', modified: null, ...fields });

test('a manifest of many files goes in messages that are small enough, and comes out whole', () => {
  const name = 'ü'.repeat(100);
  const files = Array.from({ length: 5_000 }, (_, index) => file({ name: `${name} ${index}`, size: index }));
  const messages = offerMessages('abcdefgh', 0, files);
  assert.ok(messages.length > 1);
  for (const message of messages) assert.ok(utf8Length(JSON.stringify(message)) <= LIMIT);
  const [offer] = messages;
  assert.equal(offer.type, 'offer');
  const collector = new ManifestCollector(/** @type {any} */ (offer));
  const results = messages.map((message) => collector.add(message));
  assert.equal(results.pop(), 'complete');
  assert.ok(results.every((result) => result === 'more'));
  assert.deepEqual(collector.files, files);
});

test('an offer that would be too large is known before it is made', () => {
  const many = Array.from({ length: 20_001 }, () => file());
  assert.equal(offerable(many, 0), 20_000);
  const long = Array.from({ length: 19_000 }, () => file({ name: 'x'.repeat(255) }));
  assert.ok(offerable(long, 0) < 19_000);
  assert.equal(offerable(long, 18_990), 10);
});

test('an offer that does not add up is invalid', () => {
  const offer = (/** @type {object} */ fields) => ({
    type: /** @type {const} */ ('offer'), id: 'abcdefgh', count: 1, total: 3, files: [file()], more: false, ...fields,
  });
  const add = (/** @type {any} */ message) => new ManifestCollector(message).add(message);
  assert.equal(add(offer({})), 'complete');
  assert.equal(add(offer({ total: 4 })), 'invalid');
  assert.equal(add(offer({ count: 2 })), 'invalid');
  assert.equal(add(offer({ files: [file(), file()], total: 6 })), 'invalid');
  assert.equal(add(offer({ files: [], more: true })), 'invalid');
});

test('a control message is told from one of another version and from a broken one', () => {
  const decode = (/** @type {object} */ message) => decodeControl(JSON.stringify(message));
  assert.equal(decode({ type: 'credit', id: 'abcdefgh', acked: 0, granted: 1, extra: {} }).kind, 'message');
  assert.equal(decode({ type: 'digest', id: 'abcdefgh' }).kind, 'foreign');
  const negative = decode({ type: 'credit', id: 'abcdefgh', acked: -1, granted: 1 });
  assert.deepEqual(negative, { kind: 'broken', id: 'abcdefgh' });
  assert.deepEqual(decode({ type: 'credit', id: 'abc', acked: 1, granted: 1 }), { kind: 'broken', id: null });
  for (const text of ['', '{', '[]', 'null', '1', '{}', '{"type":1}', '{"type":"toString"}', '{"type":"__proto__"}']) {
    assert.notEqual(decodeControl(text).kind, 'message', text);
  }
});

test('numbers that no file can have are refused', () => {
  for (const size of [-1, 0.5, 2 ** 53, '3', null, NaN]) {
    const message = { type: 'offer', id: 'abcdefgh', count: 1, total: 3, files: [file({ size })], more: false };
    assert.equal(decodeControl(JSON.stringify(message)).kind, 'broken', String(size));
  }
});

test('a text goes in parts that never split a character, and comes out whole', () => {
  const emoji = '😀'.repeat(9_000);
  for (const text of ['x', emoji, `a${emoji}`, 'é'.repeat(16_001), '\u0001'.repeat(20_000)]) {
    const messages = textMessages('abcdefgh', text);
    const collector = new TextCollector();
    for (const message of messages) {
      assert.ok(utf8Length(message.text) <= 16_000);
      assert.ok(utf8Length(JSON.stringify(message)) <= LIMIT);
      assert.ok(message.text.isWellFormed?.() ?? true);
    }
    const results = messages.map((message) => collector.add(message));
    assert.deepEqual(results.pop(), { outcome: 'complete', text });
  }
});

test('a text that was shown is known, also when it comes again in parts', () => {
  const collector = new TextCollector();
  const messages = textMessages('abcdefgh', 'y'.repeat(40_000));
  for (const message of messages) collector.add(message);
  assert.deepEqual(messages.map((message) => collector.add(message).outcome), ['more', 'more', 'known']);
});

test('parts out of order and texts that are too long are refused', () => {
  const part = (/** @type {number} */ number, parts = 3, text = 'x') =>
    ({ type: /** @type {const} */ ('text'), id: 'abcdefgh', part: number, parts, text });
  assert.equal(new TextCollector().add(part(1)).outcome, 'invalid');
  const collector = new TextCollector();
  collector.add(part(0));
  assert.equal(collector.add(part(2)).outcome, 'invalid');
  assert.equal(new TextCollector().add(part(3)).outcome, 'invalid');
  const endless = new TextCollector();
  const outcomes = Array.from({ length: 70 }, (_, index) => endless.add(part(index, 1000, 'x'.repeat(16_000))).outcome);
  assert.ok(outcomes.includes('invalid'));
  assert.ok(!isSendableText('x'.repeat(1_000_001)));
  assert.ok(isSendableText('x'.repeat(1_000_000)));
});
