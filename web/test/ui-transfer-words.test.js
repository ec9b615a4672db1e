import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { useLanguage } from '../app/i18n/index.js';
import { describeFile } from '../app/ui/file-words.js';
import { availableActions, flowText, metaText, transferLabel, transferMessage } from '../app/ui/transfer-words.js';

/** @typedef {import('../app/types.js').TransferEntry} TransferEntry */
/** @typedef {import('../app/types.js').FileState} FileState */

beforeEach(() => useLanguage('en'));

/**
 * @param {Partial<FileState>} [file]
 * @returns {FileState}
 */
function file(file = {}) {
  return {
    index: 0, name: 'sea.jpg', size: 1000, type: 'image/jpeg', done: 0, status: 'waiting', error: null, by: null, place: 'none',
    openable: true, ...file,
  };
}

/**
 * @param {Partial<TransferEntry>} [entry]
 * @returns {TransferEntry}
 */
function transfer(entry = {}) {
  return {
    type: 'transfer', id: 't', direction: 'out', at: 0, status: 'offered', error: null, by: null, path: null,
    files: [file()], total: 1000, done: 0, speed: 0, remaining: null, refusal: null, ...entry,
  };
}

/** @param {Partial<TransferEntry>} entry */
const allowed = (entry) => Object.entries(availableActions(transfer(entry))).flatMap(([name, can]) => (can ? [name] : []));

test('a transfer is called by what it does, in both directions', () => {
  assert.equal(transferLabel(transfer(), 'Anna'), 'Offering sea.jpg to Anna');
  assert.equal(transferLabel(transfer({ direction: 'in' }), 'Anna'), 'Anna wants to send sea.jpg');
  assert.equal(transferLabel(transfer({ status: 'interrupted' }), 'Anna'), 'Sending sea.jpg to Anna');
  assert.equal(transferLabel(transfer({ status: 'complete', direction: 'in' }), 'Anna'), 'Received sea.jpg from Anna');
  assert.equal(transferLabel(transfer({ status: 'failed', files: [file(), file()] }), 'Anna'), 'Not sent: 2 files to Anna');
});

test('the line under the bar tells speed and time, or for whom it waits', () => {
  const moving = transfer({ status: 'transferring', path: 'direct', done: 10, speed: 2_000_000, remaining: 130 });
  assert.equal(flowText(moving, 'Anna', false), '2.00 MB/s · about 2 min left');
  assert.equal(flowText({ ...moving, speed: 0 }, 'Anna', true), 'Waiting for Anna to store what it has…');
  assert.equal(flowText({ ...moving, speed: 0, direction: 'in' }, 'Anna', true), 'Waiting for Anna to go on…');
  assert.equal(flowText(transfer(), 'Anna', false), 'Waiting for the connection…');
  assert.equal(flowText(transfer({ path: 'readable' }), 'Anna', false), 'Waiting for Anna to accept…');
  assert.equal(metaText({ ...moving, done: 500 }, '12:00'), '500 B of 1.00 kB');
  assert.equal(metaText(transfer(), '12:00'), '1.00 kB · 12:00');
});

test('an offer that this browser cannot take says how much it can', () => {
  const refused = transfer({ direction: 'in', refusal: { reason: 'too-large', limit: 2e9 } });
  assert.match(transferMessage(refused, 'Anna')?.what ?? '', /2\.00 GB/);
  assert.deepEqual(allowed(refused), ['decline']);
});

test('a complete transfer says what did not arrive, and where the rest is', () => {
  const gone = file({ status: 'failed', error: 'unreadable', by: 'us' });
  const full = file({ status: 'failed', error: 'storage', by: 'them' });
  const lost = transfer({ status: 'complete', files: [gone, file({ status: 'complete' })] });
  assert.equal(transferMessage(lost, 'Anna')?.what, '1 file did not arrive');
  assert.match(transferMessage(lost, 'Anna')?.advice ?? '', /could not be read on this device/);
  const both = transfer({ status: 'complete', files: [gone, full, file({ status: 'complete' })] });
  assert.deepEqual(transferMessage(both, 'Anna'), { what: '2 files did not arrive', advice: '', tone: 'bad' });
  assert.deepEqual([gone, full].map(describeFile), ['Could not be read here', 'No room there to store it']);
  const downloaded = file({ status: 'complete', place: 'downloads' });
  const received = transfer({ status: 'complete', direction: 'in', files: [downloaded] });
  assert.equal(transferMessage(received, 'Anna')?.what, 'In your downloads');
});

test('only what can be done is offered', () => {
  assert.deepEqual(allowed({}), ['cancel']);
  assert.deepEqual(allowed({ direction: 'in' }), ['accept', 'decline']);
  assert.deepEqual(allowed({ status: 'transferring', direction: 'in' }), ['cancel']);
  assert.deepEqual(allowed({ status: 'failed', by: 'them' }), ['retry']);
  assert.deepEqual(allowed({ status: 'failed', direction: 'in' }), []);
  const held = file({ status: 'complete', place: 'held' });
  assert.deepEqual(allowed({ status: 'complete', direction: 'in', files: [held] }), ['save', 'open', 'discard']);
  assert.deepEqual(allowed({ status: 'complete', direction: 'in', files: [held, held] }), ['saveAll', 'discard']);
  const gone = file({ status: 'complete', place: 'saved' });
  assert.deepEqual(allowed({ status: 'complete', direction: 'in', files: [gone] }), []);
  const own = file({ status: 'complete', place: 'source' });
  assert.deepEqual(allowed({ status: 'complete', files: [own] }), ['open']);
});
