import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlobSink } from '../app/sinks/blob.js';
import { distinctNames, safeName } from '../app/sinks/names.js';
import { openableType } from '../app/sinks/openable.js';
import { BrowserStorage } from '../app/sinks/storage.js';
import { flattenName } from '../app/transfer/flatten-name.js';
import { utf8Length } from '../app/util/utf8.js';
import { seededRandom } from './support/seeded-random.js';
import { VirtualClock } from './support/virtual-clock.js';

/** @type {Record<string, string>} */
const names = {
  'photo.jpg': 'photo.jpg',
  '../../etc/passwd': '_.._etc_passwd',
  'C:\\Windows\\x.exe': 'C__Windows_x.exe',
  '.bashrc': 'bashrc',
  '...': 'file',
  '': 'file',
  '  a  b.txt . ': 'a b.txt',
  'con': '_con',
  'COM1.txt': '_COM1.txt',
  'comma.txt': 'comma.txt',
  'a\u0000b\u001Bc\nd.txt': 'abcd.txt',
  'annex\u202Egpj.exe': 'annexgpj.exe',
  '\u2066x\u2069.txt': 'x.txt',
  'ze\u200Bro.txt': 'zero.txt',
  'e\u0301.txt': 'é.txt',
  'half \uD83D.txt': 'half \uFFFD.txt',
  'what?*<>|".txt': 'what______.txt',
  '日本語 😀.png': '日本語 😀.png',
};

for (const [name, safe] of Object.entries(names)) {
  test(`a file that calls itself ${JSON.stringify(name)} is saved as ${JSON.stringify(safe)}`, () => {
    assert.equal(safeName(name), safe);
    assert.equal(safeName(safe), safe);
  });
}

test('a long name is cut between characters and keeps its extension', () => {
  const name = safeName(`${'😀'.repeat(100)}.tar.gz`);
  assert.ok(utf8Length(name) <= 240);
  assert.match(name, /^(😀)+\.gz$/u);
  assert.equal(utf8Length(safeName('x'.repeat(300))), 240);
});

test('files of one name are told apart, also where capitals do not count', () => {
  assert.deepEqual(distinctNames(['a.txt', 'A.TXT', 'a.txt', 'a (2).txt', 'b']), [
    'a.txt', 'A (2).TXT', 'a (3).txt', 'a (2) (2).txt', 'b',
  ]);
  const long = distinctNames(Array.from({ length: 3 }, () => `${'x'.repeat(236)}.txt`));
  assert.equal(new Set(long).size, 3);
  assert.ok(long.every((name) => utf8Length(name) <= 240));
  const many = distinctNames(Array.from({ length: 20_000 }, () => 'same'));
  assert.equal(new Set(many).size, 20_000);
});

test('a file out of a folder gets one flat name', () => {
  assert.equal(flattenName('holiday/day 1/sea.jpg'), 'holiday - day 1 - sea.jpg');
  assert.equal(flattenName('/../a/./b.txt'), 'a - b.txt');
  assert.equal(flattenName('plain.txt'), 'plain.txt');
  assert.equal(flattenName(`${'long folder/'.repeat(40)}name.txt`).slice(-22), 'long folder - name.txt');
  assert.ok(utf8Length(flattenName(`${'long folder/'.repeat(40)}name.txt`)) <= 240);
});

test('only what cannot run a script may be opened', () => {
  for (const type of ['image/png', 'IMAGE/JPEG', 'video/mp4', 'audio/ogg', 'application/pdf', 'text/plain; a=b']) {
    assert.notEqual(openableType(type), null, type);
  }
  for (const type of ['', 'image/svg+xml', 'text/html', 'application/xhtml+xml', 'text/xml', 'image/x; a', 'video/']) {
    assert.equal(openableType(type), null, type);
  }
  assert.equal(openableType('text/plain; charset=x'), 'text/plain');
});

/** @returns {{ said: any[], events: import('../app/sinks/sink').SinkEvents }} */
function recorder() {
  /** @type {any[]} */
  const said = [];
  return {
    said,
    events: {
      opened: () => void said.push('opened'),
      taken: (chunks) => void said.push(chunks),
      stored: (held) => void said.push(held),
      failed: (reason) => void said.push(reason),
    },
  };
}

test('a file that is held becomes blobs of a megabyte as it comes, and is whole in the end', async () => {
  const { said, events } = recorder();
  const sink = new BlobSink('image/png', events);
  const chunk = (/** @type {number} */ value) => new Uint8Array(65_536).fill(value);
  for (let index = 0; index < 40; index += 1) sink.write(chunk(index));
  assert.deepEqual(said, ['opened', 16, 16]);
  sink.finish();
  assert.equal(said[3], 8);
  const bytes = new Uint8Array(await said[4].arrayBuffer());
  assert.equal(bytes.length, 40 * 65_536);
  assert.deepEqual([bytes[0], bytes[65_536], bytes.at(-1)], [0, 1, 39]);
  assert.equal(said[4].type, 'image/png');
});

test('a page holds only so much, and has room again when files are saved or given up', () => {
  const clock = new VirtualClock();
  const storage = new BrowserStorage({ downloads: null, kind: 'phone', clock, random: seededRandom(1) });
  const file = (/** @type {number} */ size) => ({ name: 'a', size, type: '' });
  assert.equal(storage.limit([file(500_000_000)]), null);
  assert.equal(storage.limit([file(500_000_001)]), 500_000_000);
  const first = storage.open(file(300_000_000), true, recorder().events);
  assert.equal(storage.limit([file(300_000_000)]), 200_000_000);
  const late = recorder();
  storage.open(file(300_000_000), true, late.events);
  assert.deepEqual(late.said, ['storage']);
  first.abort();
  first.abort();
  assert.equal(storage.limit([file(500_000_000)]), null);
  storage.open(file(100), true, recorder().events).finish();
  assert.equal(storage.limit([file(500_000_000)]), 499_999_900);
  storage.released(100);
  assert.equal(storage.limit([file(500_000_000)]), null);
});

/** A browser whose service worker does not come. */
const noWorker = { isRefused: false, openChannel: () => new MessageChannel(), worker: async () => null };

test('what streams into the downloads is no question of room', () => {
  const downloads = { ...noWorker, navigate: () => () => undefined };
  const storage = new BrowserStorage({ downloads, kind: 'phone', clock: new VirtualClock(), random: seededRandom(1) });
  const big = { name: 'a', size: 50_000_000_000, type: '' };
  const small = { name: 'b', size: 1_000, type: '' };
  assert.equal(storage.limit([big]), null);
  assert.equal(storage.limit([big, ...Array.from({ length: 20_000 }, () => small)]), null);
});

test('where the browser refuses its worker, room is a question from then on', () => {
  const downloads = { ...noWorker, navigate: () => () => undefined };
  const storage = new BrowserStorage({ downloads, kind: 'phone', clock: new VirtualClock(), random: seededRandom(1) });
  const big = { name: 'a', size: 50_000_000_000, type: '' };
  assert.equal(storage.limit([big]), null);
  downloads.isRefused = true;
  assert.equal(storage.limit([big]), 500_000_000);
});

test('a download that does not start is held by the page instead', async () => {
  const clock = new VirtualClock();
  const downloads = { ...noWorker, navigate: () => () => undefined };
  const storage = new BrowserStorage({ downloads, kind: 'desktop', clock, random: seededRandom(1) });
  const { said, events } = recorder();
  const sink = storage.open({ name: 'a', size: 3, type: '' }, true, events);
  await clock.pass(10_000);
  assert.deepEqual(said, ['opened']);
  sink.write(new Uint8Array(3));
  sink.finish();
  assert.equal(said[2].size, 3);
});
