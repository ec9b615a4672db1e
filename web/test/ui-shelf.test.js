import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortName, splitName } from '../app/ui/name.js';
import { recipientOf } from '../app/ui/recipient.js';
import { shelfItems } from '../app/ui/shelf-items.js';

const anna = { id: 'anna', present: true };
const ben = { id: 'ben', present: true };
const gone = { id: 'gone', present: false };

test('files go to the device they are over, else to that of the open conversation, else to the only one', () => {
  assert.deepEqual(recipientOf('anna', 'ben', [anna, ben]), { type: 'to', peer: 'anna' });
  assert.deepEqual(recipientOf(null, 'ben', [anna, ben]), { type: 'to', peer: 'ben' });
  assert.deepEqual(recipientOf(null, null, [ben, gone]), { type: 'to', peer: 'ben' });
});

test('with several devices the person is asked, and with nobody here files wait', () => {
  assert.deepEqual(recipientOf(null, null, [anna, ben]), { type: 'choose' });
  assert.deepEqual(recipientOf(null, 'gone', [ben, gone]), { type: 'choose' });
  assert.deepEqual(recipientOf('gone', null, [ben, gone]), { type: 'choose' });
  assert.deepEqual(recipientOf(null, null, [gone]), { type: 'wait' });
  assert.deepEqual(recipientOf('gone', 'gone', [gone]), { type: 'wait' });
});

test('an offer that is accepted on the shelf stays there until its conversation is open', () => {
  /** @type {any} */
  const offer = { type: 'transfer', id: 'a', direction: 'in', at: 1, status: 'offered' };
  /** @type {(entries: any[]) => any} */
  const state = (entries) => ({ conversations: { ben: { peer: 'ben', entries } } });
  /** @type {(entry: any, open: string | null, followed: string[]) => string[]} */
  const ids = (entry, open, followed) => shelfItems(state([entry]), open, new Set(followed)).map(({ transfer }) => transfer.id);
  assert.deepEqual(ids(offer, null, []), ['a']);
  assert.deepEqual(ids(offer, 'ben', []), []);
  for (const status of ['transferring', 'complete', 'failed']) {
    assert.deepEqual(ids({ ...offer, status }, null, ['a']), ['a']);
    assert.deepEqual(ids({ ...offer, status }, null, []), []);
    assert.deepEqual(ids({ ...offer, status }, 'ben', ['a']), []);
  }
  const later = { ...offer, id: 'b', at: 2 };
  const both = shelfItems(state([offer, later]), null, new Set());
  assert.deepEqual(both.map(({ transfer }) => transfer.id), ['b', 'a']);
});

test('a name is shortened in its middle, and a file keeps its extension', () => {
  assert.deepEqual(splitName('Blue Heron'), ['Blue Heron', '']);
  assert.deepEqual(splitName('holiday at the harbour.jpeg'), ['holiday at the harb', 'our.jpeg']);
  assert.equal(shortName('Blue Heron'), 'Blue Heron');
  assert.equal(shortName('holiday at the harbour.jpeg'), 'holiday at t…our.jpeg');
  const family = '👨‍👩‍👧'.repeat(30);
  const [head, tail] = splitName(family);
  assert.equal(head + tail, family);
  assert.equal(tail, '👨‍👩‍👧'.repeat(8));
});
