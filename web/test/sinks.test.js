import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BlobSink } from '../app/files/sinks/blob.js';
import { distinctNames, safeName } from '../app/core/transfer/names.js';
import { openableType } from '../app/core/transfer/openable.js';
import { BrowserStorage } from '../app/files/sinks/storage.js';
import { flattenName } from '../app/core/transfer/flatten-name.js';
import { utf8Length } from '../app/core/util/utf8.js';
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

test('only types that cannot run a script may be opened', () => {
  for (const type of ['image/png', 'IMAGE/JPEG', 'video/mp4', 'audio/ogg', 'application/pdf', 'text/plain; a=b']) {
    assert.notEqual(openableType(type), null, type);
  }
  for (const type of ['', 'image/svg+xml', 'text/html', 'application/xhtml+xml', 'text/xml', 'image/x; a', 'video/']) {
    assert.equal(openableType(type), null, type);
  }
  assert.equal(openableType('text/plain; charset=x'), 'text/plain');
});

/** @returns {{ said: any[], events: any }} */
function recorder() {
  /** @type {any[]} */
  const said = [];
  return {
    said,
    events: {
      opened: () => void said.push('opened'),
      taken: (/** @type {number} */ chunks) => void said.push(chunks),
      stored: (/** @type {any} */ held) => void said.push(held),
      failed: (/** @type {string} */ reason) => void said.push(reason),
      released: () => void said.push('released'),
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
  while (said.length < 5) await new Promise((resolve) => setImmediate(resolve));
  const bytes = new Uint8Array(await said[4].arrayBuffer());
  assert.equal(bytes.length, 40 * 65_536);
  assert.deepEqual([bytes[0], bytes[65_536], bytes.at(-1)], [0, 1, 39]);
  assert.equal(said[4].type, 'image/png');
});

/** @param {import('../app/files/sinks/stream.js').Downloads | null} downloads */
function phone(downloads = null) {
  return new BrowserStorage({ downloads, kind: 'phone', clock: new VirtualClock(), random: seededRandom(1) });
}

/**
 * @param {number} size
 * @returns {import('../app/files/sinks/sink').SinkFile}
 */
const sized = (size) => ({ name: 'a', size, type: '' });

/**
 * A file of `size` bytes that has arrived.
 *
 * @param {BrowserStorage} storage
 * @param {number} size
 */
function arrived(storage, size) {
  const { said, events } = recorder();
  const space = storage.reserve([sized(size)]);
  space.open(sized(size), events).finish();
  space.close();
  return { said, held: /** @type {import('../app/files/sinks/sink').Held} */ (said.at(-1)) };
}

test('a page holds up to its limit, and accepted files keep their room', () => {
  const storage = phone();
  assert.equal(storage.shortage([sized(500_000_000)]), null);
  assert.deepEqual(storage.shortage([sized(500_000_001)]), { reason: 'too-large', limit: 500_000_000 });
  const first = storage.reserve([sized(300_000_000)]);
  assert.deepEqual(storage.shortage([sized(300_000_000)]), { reason: 'occupied', limit: 200_000_000 });
  const late = recorder();
  storage.reserve([sized(300_000_000)]).open(sized(300_000_000), late.events);
  assert.deepEqual(late.said, ['storage']);
  const sink = first.open(sized(300_000_000), recorder().events);
  sink.abort();
  sink.abort();
  first.close();
  first.close();
  assert.equal(storage.shortage([sized(500_000_000)]), null);
});

test('discarded files make room, and files that were never handed over do not', () => {
  const storage = phone();
  const { held, said } = arrived(storage, 400_000_000);
  assert.deepEqual(storage.shortage([sized(200_000_000)]), { reason: 'occupied', limit: 100_000_000 });
  held.drop();
  held.drop();
  assert.equal(storage.shortage([sized(500_000_000)]), null);
  held.handed();
  assert.equal(said.includes('released'), false);
  assert.equal(storage.shortage([sized(500_000_000)]), null);
});

test('files that were handed over are released for others, the oldest first, and no more than needed', () => {
  const storage = phone();
  const files = Array.from({ length: 4 }, () => arrived(storage, 100_000_000));
  const gone = () => files.map(({ said }) => said.includes('released'));
  for (const index of [2, 0, 1, 2]) files[index].held.handed();
  assert.equal(storage.shortage([sized(400_000_000)]), null);
  assert.deepEqual(storage.shortage([sized(400_000_001)]), { reason: 'occupied', limit: 400_000_000 });
  assert.deepEqual(gone(), [false, false, false, false]);
  storage.reserve([sized(200_000_000)]);
  assert.deepEqual(gone(), [true, false, false, false]);
  storage.reserve([sized(100_000_000)]);
  assert.deepEqual(gone(), [true, true, false, false]);
  assert.deepEqual(storage.shortage([sized(200_000_000)]), { reason: 'occupied', limit: 100_000_000 });
});

/** A browser whose service worker does not come. */
const noWorker = { isRefused: false, openChannel: () => new MessageChannel(), worker: async () => null };

test('files that stream into the downloads need no room', () => {
  const storage = phone({ ...noWorker, navigate: () => () => undefined });
  const big = sized(50_000_000_000);
  assert.equal(storage.shortage([big]), null);
  assert.equal(storage.shortage([big, ...Array.from({ length: 20_000 }, () => sized(1_000))]), null);
});

test('files need room once the browser has refused its worker', () => {
  const downloads = { ...noWorker, navigate: () => () => undefined };
  const storage = phone(downloads);
  const big = sized(50_000_000_000);
  assert.equal(storage.shortage([big]), null);
  downloads.isRefused = true;
  assert.deepEqual(storage.shortage([big]), { reason: 'too-large', limit: 500_000_000 });
});

test('a download that does not start is held by the page instead', async () => {
  const clock = new VirtualClock();
  const downloads = { ...noWorker, navigate: () => () => undefined };
  const storage = new BrowserStorage({ downloads, kind: 'desktop', clock, random: seededRandom(1) });
  const { said, events } = recorder();
  const sink = storage.reserve([sized(3)]).open(sized(3), events);
  await clock.pass(10_000);
  assert.deepEqual(said, ['opened']);
  sink.write(new Uint8Array(3));
  sink.finish();
  assert.equal(said[2].blob.size, 3);
});

test('a blob that the browser cannot read makes the file fail', async (context) => {
  context.mock.method(Blob.prototype, 'arrayBuffer', () => Promise.reject(new DOMException('gone', 'NotReadableError')));
  const { said, events } = recorder();
  const sink = new BlobSink('', events);
  for (let index = 0; index < 32; index += 1) sink.write(new Uint8Array(65_536));
  sink.finish();
  while (said.at(-1) !== 'storage') await new Promise((resolve) => setImmediate(resolve));
  assert.equal(said.at(-1), 'storage');
});
