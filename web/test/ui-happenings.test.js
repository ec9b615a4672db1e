import assert from 'node:assert/strict';
import { test } from 'node:test';
import { t, useLanguage } from '../app/i18n/index.js';
import { progress, sentence } from '../app/ui/announcer.js';
import { happenings } from '../app/ui/happenings.js';
import { allMovement, openOffers, unreadTotal } from '../app/ui/summary.js';

/** @typedef {import('../app/types.js').State} State */
/** @typedef {import('../app/types.js').TransferEntry} TransferEntry */

/** @type {TransferEntry} */
const offer = {
  type: 'transfer', id: 't', direction: 'in', at: 1, status: 'offered', error: null, by: null, path: null, hold: null, files: [],
  total: 100, done: 0, speed: 0, remaining: null, refusal: null,
};

/** @type {State['devices'][number]} */
const device = { id: 'p', name: 'Blue Heron', kind: 'phone', webrtc: true, availability: 'open', via: 'room', present: true, isOwnTab: false };

/**
 * @param {TransferEntry[]} entries
 * @param {Partial<State>} [rest]
 * @returns {State}
 */
function state(entries, rest = {}) {
  return {
    self: { id: 'me', name: 'Me', kind: 'desktop', availability: 'open', directOnly: false },
    server: { status: 'online', obstacle: null, room: { kind: 'lan', reason: null }, urls: [], secureUrls: [], ownAuthority: false, relay: true, version: '' },
    devices: [device],
    conversations: { p: { peer: 'p', status: 'connected', path: 'direct', error: null, entries, unread: 2 } },
    code: { status: 'none' },
    join: { status: 'none' },
    ...rest,
  };
}

/**
 * @param {State} before
 * @param {State} after
 */
const types = (before, after) => happenings(before, after).map((happening) => happening.type);

test('an offer is told once', () => {
  const offered = state([offer]);
  assert.deepEqual(types(state([]), offered), ['offer']);
  assert.deepEqual(types(offered, state([{ ...offer, files: [] }])), []);
});

test('the end of a transfer is told unless this person made it', () => {
  /** @param {Partial<TransferEntry>} end */
  const ending = (end) => types(state([offer]), state([{ ...offer, ...end }]));
  assert.deepEqual(ending({ status: 'complete' }), ['received']);
  assert.deepEqual(ending({ status: 'complete', direction: 'out' }), ['sent']);
  assert.deepEqual(ending({ status: 'failed', by: 'us' }), ['failed']);
  assert.deepEqual(ending({ status: 'cancelled', by: 'them' }), ['cancelled']);
  assert.deepEqual(ending({ status: 'cancelled', by: 'us' }), []);
  assert.deepEqual(ending({ status: 'declined', by: 'us' }), []);
});

test('devices arrive and leave, but not with the list that the server gives first', () => {
  const alone = state([], { devices: [] });
  const together = state([], { devices: [device] });
  assert.deepEqual(types(alone, together), ['arrived']);
  assert.deepEqual(types(together, alone), ['left']);
  assert.deepEqual(types(together, state([], { devices: [{ ...device, present: false }] })), ['left']);
  const offline = state([], { server: { ...alone.server, status: 'offline' } });
  assert.deepEqual(types(offline, together), []);
});

test('nothing is announced without the name of the device, also of one that is in no list any more', () => {
  useLanguage('en');
  const alone = state([], { devices: [] });
  assert.deepEqual(happenings(state([]), alone).map(sentence), [t('announce.left', { name: 'Blue Heron' })]);
  const ended = state([{ ...offer, status: 'failed' }], { devices: [] });
  const said = happenings(state([offer]), ended).map(sentence);
  assert.equal(said.length, 2);
  assert.ok(said.every((each) => each.includes('Blue Heron')), said.join());
  assert.deepEqual(happenings(state([offer], { devices: [] }), ended), []);
});

test('progress is announced once there is any', () => {
  useLanguage('en');
  const moving = { ...offer, status: /** @type {const} */ ('transferring') };
  assert.equal(progress(state([moving]), 'p'), null);
  assert.equal(progress(state([offer]), 'p'), null);
  assert.equal(progress(state([{ ...moving, done: 42 }]), 'p'), t('announce.progress', { percent: '42%', name: 'Blue Heron' }));
});

test('what moves is added up over all conversations', () => {
  const moving = { ...offer, status: /** @type {const} */ ('transferring'), done: 25 };
  const back = { ...moving, id: 'u', direction: /** @type {const} */ ('out'), total: 300, done: 75 };
  assert.equal(allMovement(state([offer])), null);
  assert.deepEqual(allMovement(state([moving, back])), {
    sending: true, receiving: true, interrupted: false, done: 100, total: 400,
  });
});

test('open offers come newest first, and what is unread is counted', () => {
  const later = { ...offer, id: 'later', at: 2 };
  const both = state([offer, { ...offer, id: 'gone', status: 'declined' }, later]);
  assert.deepEqual(openOffers(both).map(({ transfer }) => transfer.id), ['later', 't']);
  assert.equal(unreadTotal(both), 2);
});
