import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DirectChannel } from '../app/channels/direct.js';
import { RelayChannel } from '../app/channels/relay.js';
import { FakeConnection } from './support/fake-connection.js';
import { FakeNetwork } from './support/fake-network.js';
import { settle } from './support/virtual-clock.js';

/** @type {FakeNetwork} */
let network;

beforeEach(() => {
  network = new FakeNetwork();
});

/**
 * A direct channel and what it reports.
 *
 * @param {'caller' | 'callee'} role
 */
function direct(role) {
  const connection = new FakeConnection(network, {});
  /** @type {any[]} */
  const reports = [];
  const channel = new DirectChannel({
    create: () => /** @type {any} */ (connection),
    servers: () => [],
    role,
    mayRelay: () => true,
    report: (report) => reports.push(report),
  });
  const types = () => reports.map(({ type }) => type);
  const take = (/** @type {string} */ type) => reports.find((report) => report.type === type);
  return { channel, connection, reports, types, take };
}

const candidate = { candidate: 'candidate:1', mid: '0', line: 0, ufrag: null };

// The direct one

test('two channels that are told to offer, answer and accept are connected, and report it', async () => {
  const [caller, callee] = [direct('caller'), direct('callee')];
  await settle();
  assert.deepEqual(caller.types(), ['direct-needed']);
  assert.equal(callee.channel.pipe, null);
  caller.channel.offer();
  await network.clock.pass(5);
  callee.channel.answer(caller.take('direct-described').sdp);
  await settle();
  callee.channel.add(caller.take('direct-candidate').candidate);
  await network.clock.pass(5);
  caller.channel.accept(callee.take('direct-described').sdp);
  caller.channel.add(callee.take('direct-candidate').candidate);
  await network.clock.pass(100);
  for (const { take, channel } of [caller, callee]) {
    assert.equal(take('direct-state').state, 'connected');
    assert.ok(take('direct-ready'));
    assert.equal(channel.pipe?.isOpen, true);
    channel.look();
    await settle();
    assert.equal(take('direct-route').kind, 'host');
  }
  assert.ok(caller.take('direct-accepted'));
});

test('candidates that come before the description they belong to are kept, sixty-four of them', async () => {
  const { channel, connection } = direct('callee');
  for (let count = 0; count < 100; count += 1) channel.add(candidate);
  assert.equal(connection.candidates, 0);
  channel.answer(JSON.stringify({ from: 1, credentials: 'x' }));
  await settle();
  assert.equal(connection.candidates, 64);
  channel.add(candidate);
  await settle();
  assert.equal(connection.candidates, 65);
});

test('descriptions are made one after the other, in the order in which they were asked for', async () => {
  const { channel, connection, reports } = direct('caller');
  channel.offer();
  channel.answer(JSON.stringify({ from: 1, credentials: 'x' }));
  channel.offer();
  await settle();
  const described = reports.filter(({ type }) => type === 'direct-described');
  assert.deepEqual(described.map(({ description }) => description), ['offer', 'answer', 'offer']);
  assert.equal(connection.signalingState, 'have-local-offer');
});

test('a candidate waits for the description that came before it', async () => {
  const { channel, connection } = direct('caller');
  channel.offer();
  await settle();
  channel.accept(JSON.stringify({ from: 1, credentials: 'x' }));
  await settle();
  /** @type {string[]} */
  const order = [];
  connection.setRemoteDescription = async ({ type }) => void order.push(type);
  connection.addIceCandidate = async () => void order.push('candidate');
  channel.offer();
  channel.answer(JSON.stringify({ from: 1, credentials: 'y' }));
  channel.add(candidate);
  await settle();
  assert.deepEqual(order, ['offer', 'candidate']);
});

test('a description that the browser refuses is reported, a candidate that it refuses is not', async () => {
  const { channel, connection, types } = direct('callee');
  connection.addIceCandidate = () => Promise.reject(new Error('no'));
  channel.answer(JSON.stringify({ from: 1, credentials: 'x' }));
  channel.add(candidate);
  await settle();
  assert.ok(!types().includes('direct-ended'));
  channel.accept('an answer to no offer');
  await settle();
  assert.ok(types().includes('direct-ended'));
});

test('our description is read again with the candidates that were found since', async () => {
  const { channel, reports } = direct('caller');
  channel.describe();
  channel.offer();
  await network.clock.pass(5);
  channel.describe();
  const sdps = reports.filter(({ type }) => type === 'direct-described').map(({ sdp }) => JSON.parse(sdp).candidates);
  assert.deepEqual(sdps, [0, 1]);
});

test('a route that cannot be read is reported as that, and one reading is made at a time', async () => {
  const { channel, connection, reports } = direct('caller');
  connection.getStats = () => Promise.reject(new Error('no'));
  channel.look();
  channel.look();
  await settle();
  assert.deepEqual(reports.filter(({ type }) => type === 'direct-route'), [{ type: 'direct-route', kind: null }]);
});

test('a network without UDP is reported, and so is one that turns out to have it', () => {
  const { connection, reports } = direct('caller');
  const silence = { errorCode: 701, url: 'turn:192.168.0.2:3478?transport=udp' };
  connection.dispatchEvent(Object.assign(new Event('icecandidateerror'), silence));
  connection.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type: 'srflx', protocol: 'udp' } }));
  assert.deepEqual(reports, [true, false].map((isBlocked) => ({ type: 'direct-udp', isBlocked })));
});

test('a channel that is closed reports nothing more and starts nothing more', async () => {
  const { channel, connection, types } = direct('caller');
  channel.offer();
  channel.close();
  const { length } = types();
  channel.offer();
  await network.clock.pass(100);
  assert.equal(types().length, length);
  assert.equal(connection.localDescription, null);
  assert.equal(connection.connectionState, 'closed');
});

// The relay

/** @param {SubtleCrypto | null} subtle */
function relay(subtle) {
  /** @type {any[]} */
  const reports = [];
  /** @type {string[]} */
  const tokens = [];
  const channel = new RelayChannel({
    role: 'requester',
    subtle,
    clock: network.clock,
    report: (report) => reports.push(report),
  });
  const connect = (/** @type {object} */ fields) => {
    const ready = { type: 'relay-ready', peer: 'B', call: 'c', token: 'token', bytes: 0, ...fields };
    return channel.connect(/** @type {any} */ (ready), { own: 'A', peer: 'B' }, (token) => {
      tokens.push(token);
      return /** @type {any} */ ({ close: () => undefined });
    });
  };
  return { channel, reports, tokens, connect };
}

test('a relay has a key of 65 bytes where there is encryption, and none where there is not', async () => {
  const secure = relay(crypto.subtle);
  const plain = relay(null);
  while (secure.reports.length === 0) await settle();
  assert.match(secure.reports[0].key, /^[A-Za-z0-9_-]{87}$/);
  assert.deepEqual(plain.reports, [{ type: 'relay-key', key: null }]);
});

test('an invalid key of the other side ends the relay before its socket is opened', async () => {
  const { reports, tokens, connect } = relay(crypto.subtle);
  await connect({ pairing: 'P'.repeat(22), key: 'A'.repeat(87) });
  assert.deepEqual(reports.at(-1), { type: 'relay-ended', reason: 'broken' });
  assert.deepEqual(tokens, []);
});

test('a relay that was closed while its keys were made opens no socket', async () => {
  const { channel, reports, tokens, connect } = relay(null);
  const connecting = connect({});
  channel.close();
  await connecting;
  assert.deepEqual([reports, tokens], [[], []]);
});
