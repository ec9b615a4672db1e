import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StreamSink } from '../app/files/sinks/stream.js';
import { seededRandom } from './support/seeded-random.js';
import { VirtualClock, settle } from './support/virtual-clock.js';

/** @type {Map<string, (event: any) => void>} */
const handlers = new Map();
const location = { origin: 'https://ferry.test' };

// The worker's global scope, with as much as it uses.
/** @type {(type: string, handler: (event: any) => void) => void} */
const addEventListener = (type, handler) => void handlers.set(type, handler);
Object.assign(globalThis, { self: { location, addEventListener } });
await import('../sw.js');

/**
 * The worker's answer to a request; null if the request goes to the network.
 *
 * @param {string} path
 * @returns {Response | null}
 */
function request(path) {
  /** @type {Response | null} */
  let answer = null;
  const respondWith = (/** @type {Response} */ response) => void (answer = response);
  handlers.get('fetch')?.({ request: { url: location.origin + path, method: 'GET' }, respondWith });
  return answer;
}

/** The channels of a browser that refuses nothing. */
const channels = { isRefused: false, openChannel: () => new MessageChannel() };

/**
 * A sink with its events, and the download it leads to.
 *
 * @param {string} name
 * @param {number} size
 */
function download(name, size) {
  const clock = new VirtualClock();
  /** @type {any[]} */
  const said = [];
  /** @type {{ current: Response | null }} */
  const response = { current: null };
  const worker = {
    /** @type {(data: any, ports?: any[]) => void} */
    postMessage: (data, ports = []) => handlers.get('message')?.({ data, ports }),
  };
  const sink = new StreamSink({
    file: { name, size, type: 'text/html' },
    downloads: {
      ...channels,
      worker: async () => worker,
      navigate: (path) => {
        response.current = request(new URL(path, location.origin).pathname);
        return () => undefined;
      },
    },
    clock,
    random: seededRandom(size),
    events: {
      opened: () => said.push('opened'),
      taken: (chunks) => said.push(chunks),
      stored: (held) => said.push(['stored', held]),
      failed: (reason) => said.push(reason),
    },
    onUnavailable: () => said.push('unavailable'),
  });
  return { sink, said, response, clock };
}

/** Ports deliver in tasks of their own. */
async function portsAreQuiet() {
  for (let turn = 0; turn < 20; turn += 1) await settle();
}

/** @param {unknown[]} said */
const chunksTaken = (said) => said.filter((word) => typeof word === 'number').reduce((sum, count) => sum + count, 0);

test('requests for no announced download go to the network', () => {
  assert.equal(request('/'), null);
  assert.equal(request('/app/main.js'), null);
  assert.equal(request('/download/unknown/name'), null);
});

test('a file streams into a download with its name and length, taken only as it is read', async () => {
  const { sink, said, response } = download("it's (ü).html", 100 * 65_536);
  await portsAreQuiet();
  assert.deepEqual(said, ['opened']);
  const { headers } = /** @type {Response} */ (response.current);
  assert.equal(headers.get('Content-Disposition'), "attachment; filename*=UTF-8''it%27s%20%28%C3%BC%29.html");
  assert.equal(headers.get('Content-Length'), String(100 * 65_536));
  assert.equal(headers.get('Content-Type'), 'application/octet-stream');
  assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
  for (let index = 0; index < 100; index += 1) sink.write(new Uint8Array(65_536).fill(index));
  await portsAreQuiet();
  assert.ok(chunksTaken(said) <= 20, 'nobody has read it');
  sink.finish();
  const bytes = new Uint8Array(await /** @type {Response} */ (response.current).arrayBuffer());
  await portsAreQuiet();
  assert.equal(bytes.length, 100 * 65_536);
  assert.deepEqual([bytes[0], bytes[50 * 65_536], bytes.at(-1)], [0, 50, 99]);
  assert.equal(chunksTaken(said), 100);
  assert.deepEqual(said.at(-1), ['stored', null]);
});

test('an empty file is a download as well', async () => {
  const { sink, said, response } = download('empty', 0);
  await portsAreQuiet();
  sink.finish();
  assert.equal((await /** @type {Response} */ (response.current).arrayBuffer()).byteLength, 0);
  await portsAreQuiet();
  assert.deepEqual(said, ['opened', ['stored', null]]);
});

test('a download that the browser ends ends the transfer as stopped', async () => {
  const { said, response } = download('a', 11);
  await portsAreQuiet();
  await /** @type {Response} */ (response.current).body?.cancel();
  await portsAreQuiet();
  assert.deepEqual(said, ['opened', 'stopped']);
});

test('a transfer that ends early makes the download fail', async () => {
  const { sink, response } = download('a', 13);
  await portsAreQuiet();
  sink.write(new Uint8Array(5));
  sink.abort();
  await portsAreQuiet();
  await assert.rejects(/** @type {Response} */ (response.current).arrayBuffer());
});

test('a download is given out once', async () => {
  const clock = new VirtualClock();
  let path = '';
  const sink = new StreamSink({
    file: { name: 'a b', size: 17, type: '' },
    downloads: {
      ...channels,
      worker: async () => ({
        postMessage: (/** @type {any} */ data, ports = []) => handlers.get('message')?.({ data, ports }),
      }),
      navigate: (asked) => {
        path = asked;
        return () => undefined;
      },
    },
    clock,
    random: seededRandom(3),
    events: { opened: () => undefined, taken: () => undefined, stored: () => undefined, failed: () => undefined },
    onUnavailable: () => undefined,
  });
  await portsAreQuiet();
  assert.match(path, /^\/download\/[A-Za-z0-9_-]{22}\/a%20b$/);
  assert.notEqual(request(path), null);
  assert.equal(request(path), null);
  sink.abort();
});

test('the page holds the file if the worker does not answer in time', async () => {
  const clock = new VirtualClock();
  let isUnavailable = false;
  new StreamSink({
    file: { name: 'a', size: 1, type: '' },
    downloads: { ...channels, worker: async () => ({ postMessage: () => undefined }), navigate: () => () => undefined },
    clock,
    random: seededRandom(4),
    events: { opened: () => undefined, taken: () => undefined, stored: () => undefined, failed: () => undefined },
    onUnavailable: () => (isUnavailable = true),
  });
  await clock.pass(5_000);
  assert.ok(isUnavailable);
});
