import assert from 'node:assert/strict';
import { test } from 'node:test';
import { t, useLanguage } from '../app/i18n/index.js';
import { progress, sentence } from '../app/ui/announcer.js';
import { happenings } from '../app/ui/happenings.js';
import { allMovement, openOffers, unreadTotal, wouldBeLost } from '../app/ui/summary.js';

/** @typedef {import('../app/types.js').State} State */
/** @typedef {import('../app/types.js').TransferEntry} TransferEntry */

/** @type {TransferEntry} */
const offer = {
  type: 'transfer', id: 't', direction: 'in', at: 1, status: 'offered', error: null, by: null, path: null, hold: null, files: [],
  total: 100, done: 0, speed: 0, remaining: null, refusal: null, handOver: null, retried: false,
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

test('files that have all been handed over are told of, and those that were stopped are not', () => {
  /** @type {import('../app/types.js').FileState} */
  const file = {
    index: 0, name: 'a', size: 1, type: '', modified: null, done: 1, status: 'complete', error: null, by: null,
    place: 'held', handed: 'begun', openable: false,
  };
  const running = state([{ ...offer, status: 'complete', handOver: { form: 'files', done: 1, total: 2 }, files: [file] }]);
  /** @param {import('../app/types.js').FileState[]} files */
  const ended = (files) => state([{ ...offer, status: 'complete', files }]);
  assert.deepEqual(types(running, ended([file])), ['handed']);
  const lost = /** @type {typeof file} */ ({ ...file, status: 'failed', place: 'none', handed: 'never' });
  assert.deepEqual(types(running, ended([file, lost])), ['handed']);
  assert.deepEqual(types(running, ended([file, { ...file, handed: 'never' }])), []);
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

test('every announcement has the name of its device, also of one that is in no list any more', () => {
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

test('movement is added up over all conversations', () => {
  const moving = { ...offer, status: /** @type {const} */ ('transferring'), done: 25 };
  const back = { ...moving, id: 'u', direction: /** @type {const} */ ('out'), total: 300, done: 75 };
  assert.equal(allMovement(state([offer])), null);
  assert.deepEqual(allMovement(state([moving, back])), {
    sending: true, receiving: true, interrupted: false, done: 100, total: 400,
  });
});

test('open offers come newest first, and unread entries are counted', () => {
  const later = { ...offer, id: 'later', at: 2 };
  const both = state([offer, { ...offer, id: 'gone', status: 'declined' }, later]);
  assert.deepEqual(openOffers(both).map(({ transfer }) => transfer.id), ['later', 't']);
  assert.equal(unreadTotal(both), 2);
});

test('leaving is asked about while something moves, or a file that is held has not been saved', () => {
  /** @param {Partial<import('../app/types.js').FileState>} file */
  const received = (file) =>
    state([{ ...offer, status: 'complete', files: [/** @type {any} */ ({ place: 'held', handed: 'never', ...file })] }]);
  assert.equal(wouldBeLost(state([])), false);
  assert.equal(wouldBeLost(state([{ ...offer, status: 'interrupted' }])), true);
  assert.equal(wouldBeLost(state([{ ...offer, status: 'complete', handOver: { form: 'archive', done: 0, total: 1 } }])), true);
  assert.equal(wouldBeLost(received({})), true);
  assert.equal(wouldBeLost(received({ handed: 'begun' })), true);
  assert.equal(wouldBeLost(received({ handed: 'done' })), false);
  assert.equal(wouldBeLost(received({ place: 'discarded' })), false);
  assert.equal(wouldBeLost(received({ place: 'downloads' })), false);
});
