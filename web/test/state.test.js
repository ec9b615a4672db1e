import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readStatistics } from '../app/channels/statistics.js';
import { ThroughputMeter } from '../app/channels/throughput.js';
import { Chronicle } from '../app/state/chronicle.js';
import { Directory } from '../app/state/directory.js';
import { Settings } from '../app/state/settings.js';
import { SpeedMeter } from '../app/core/transfer/speed.js';
import { deviceKind } from '../app/environment/device-kind.js';
import { seededRandom } from './support/seeded-random.js';
import { VirtualClock } from './support/virtual-clock.js';

/**
 * @param {string} id
 * @returns {import('../app/types').DeviceInfo}
 */
const device = (id) => ({ id, name: id, kind: 'desktop', webrtc: true, availability: 'open', via: 'room' });

/** @param {string[]} kept */
function directory(kept = []) {
  const clock = new VirtualClock();
  /** @type {string[]} */
  const log = [];
  const listed = new Directory(clock, {
    changed: () => undefined,
    left: (id) => log.push(`${id} left`),
    returned: (id) => log.push(`${id} returned`),
    isOwnTab: () => false,
    isKept: (id) => kept.includes(id),
  });
  return { clock, log, listed };
}

/**
 * @param {Partial<import('../app/core/wire/signaling-types').Presence>} fields
 * @returns {import('../app/core/wire/signaling-types').Presence}
 */
const presence = (fields) => ({ type: 'presence', joined: [], changed: [], left: [], ...fields });

test('devices come newest first and go, unless there is something to show of them', () => {
  const { listed, log } = directory(['b']);
  listed.welcome([device('a'), device('b')]);
  listed.presence(presence({ joined: [device('c')] }));
  assert.deepEqual(listed.devices.map(({ id }) => id), ['c', 'b', 'a']);
  listed.presence(presence({ changed: [{ ...device('a'), name: 'new' }], left: ['b', 'c', 'nobody'] }));
  assert.deepEqual(listed.devices.map(({ id, name, present }) => [id, name, present]), [
    ['b', 'b', false],
    ['a', 'new', true],
  ]);
  listed.presence(presence({ joined: [device('b')] }));
  assert.deepEqual(log, ['b left', 'c left', 'b returned']);
  assert.deepEqual(listed.devices.map(({ id }) => id), ['b', 'a']);
});

test('a device that is missing when the server comes back has some seconds to come back itself', async () => {
  const { listed, log, clock } = directory();
  listed.welcome([device('a'), device('b')]);
  listed.welcome([]);
  await clock.pass(3_000);
  listed.presence(presence({ joined: [device('a')] }));
  await clock.pass(10_000);
  assert.deepEqual(log, ['b left']);
  assert.deepEqual(listed.devices.map(({ id }) => id), ['a']);
});

test('a conversation is bounded: the oldest texts go, held files stay', () => {
  const chronicle = new Chronicle();
  const text = 'x'.repeat(1_000_000);
  for (let index = 0; index < 100; index += 1) {
    chronicle.add({ type: 'text', id: `${index}`, direction: 'in', at: 0, text, status: 'delivered' });
  }
  const { entries } = chronicle;
  assert.ok(entries.length >= 10 && entries.length <= 20);
  assert.equal(entries.at(-1)?.id, '99');
});

test('speed is that of the last five seconds, and falls when nothing comes', () => {
  const meter = new SpeedMeter();
  for (let at = 0; at <= 10_000; at += 100) meter.add(at, at < 5_000 ? at * 10 : 50_000 + (at - 5_000) * 20);
  assert.ok(Math.abs(meter.speed(10_000, 150_000) - 20_000) < 500);
  for (let at = 10_000; at <= 16_000; at += 1_000) meter.add(at, 150_000);
  assert.equal(meter.speed(16_000, 150_000), 0);
  meter.reset();
  meter.add(20_000, 150_000);
  assert.equal(meter.speed(20_500, 200_000), 0, 'too young to say');
});

test('throughput is sampled while somebody looks, half a minute at most', async () => {
  const clock = new VirtualClock();
  let total = 0;
  const meter = new ThroughputMeter({ clock, total: () => total, isBusy: () => false });
  assert.deepEqual(meter.read(), []);
  for (let second = 0; second < 40; second += 1) {
    total += 1_000;
    await clock.pass(1_000);
    meter.read();
  }
  assert.deepEqual(meter.read(), Array.from({ length: 30 }, () => 1_000));
  await clock.pass(20_000);
  const samples = meter.read();
  assert.equal(samples.at(-1), 0);
  assert.ok(samples.filter((sample) => sample === 0).length <= 6, 'sampling has stopped');
});

test('the pair in use is read from what Chromium and what Firefox report', () => {
  const local = { type: 'local-candidate', candidateType: 'host', address: '192.168.0.7', port: 5, protocol: 'udp' };
  const remote = { type: 'remote-candidate', candidateType: 'prflx', address: 'fd00::1', port: 6, protocol: 'udp' };
  const pair = {
    type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', state: 'succeeded', nominated: true,
    currentRoundTripTime: 0.004, bytesSent: 10, bytesReceived: 20,
  };
  const unused = { ...pair, nominated: false, state: 'waiting', bytesSent: 0 };
  const others = [['X', unused], ['L', local], ['R', remote], ['P', pair]];
  const chromium = new Map([...others, ['T', { type: 'transport', selectedCandidatePairId: 'P', tlsVersion: 'FEFC' }]]);
  const firefox = new Map([...others]);
  for (const report of [chromium, firefox]) {
    const read = readStatistics(/** @type {any} */ (report));
    const { address, port, family, relayProtocol } = /** @type {any} */ (read.local);
    assert.deepEqual([address, port, family, relayProtocol], ['192.168.0.7', 5, 'IPv4', null]);
    assert.deepEqual([read.remote?.family, read.roundTrip, read.bytesSent], ['IPv6', 0.004, 10]);
  }
  assert.equal(readStatistics(/** @type {any} */ (chromium)).protocol, 'DTLS 1.3');
  const hidden = new Map([['L', { ...local, address: undefined }], ['P', pair]]);
  assert.equal(readStatistics(/** @type {any} */ (hidden)).local?.family, 'unknown');
  assert.equal(readStatistics(/** @type {any} */ (new Map())).local, null);
});

test('a device has a name from the first moment and keeps it', () => {
  const kept = new Map();
  const local = {
    get: (/** @type {string} */ key) => kept.get(key) ?? null,
    set: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    remove: () => undefined,
  };
  const first = new Settings(local, seededRandom(1));
  assert.match(first.name, /^[A-Z][a-z]+ [A-Z][a-z]+$/);
  assert.equal(new Settings(local, seededRandom(2)).name, first.name);
  assert.equal(first.rename('  a \n b '), 'a b');
  assert.equal(first.rename('   '), 'a b');
  assert.equal(first.rename('😀'.repeat(40)), '😀'.repeat(16));
});

test('the kind of a device follows from what its browser says', () => {
  const kind = (/** @type {string} */ userAgent, maxTouchPoints = 0) => deviceKind({ userAgent, maxTouchPoints });
  assert.equal(kind('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148'), 'phone');
  assert.equal(kind('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15', 5), 'tablet');
  assert.equal(kind('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15'), 'desktop');
  assert.equal(kind('Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0 Mobile Safari/537.36', 5), 'phone');
  assert.equal(kind('Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/140.0 Safari/537.36', 5), 'tablet');
  assert.equal(kind('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'), 'desktop');
});
