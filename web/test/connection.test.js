import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IceServers } from '../app/server/ice-servers.js';
import { directKind, isBetterPath } from '../app/core/paths/path-kind.js';
import { Reachability } from '../app/channels/reachability.js';
import { RemoteRelays } from '../app/channels/remote-relays.js';
import { readStatistics } from '../app/channels/statistics.js';
import { VirtualClock } from './support/virtual-clock.js';

const relay = 'candidate:3 1 udp 41885439 192.0.2.9 40001 typ relay raddr 0.0.0.0 rport 0 generation 0';
const host = 'candidate:1 1 udp 2122260223 8a6b.local 50000 typ host generation 0';

/**
 * A candidate as statistics tell it.
 *
 * @param {string} type
 * @param {object} [rest]
 * @returns {any}
 */
const candidate = (type, rest = {}) => ({ type, address: '', port: 1, family: 'unknown', protocol: 'udp', relayProtocol: null, ...rest });

test('unwanted relays of the other side are left out, in descriptions and as single candidates', () => {
  const sdp = ['v=0', `a=${host}`, `a=${relay}`, 'a=end-of-candidates', ''].join('\r\n');
  const strict = new RemoteRelays(() => false);
  assert.equal(strict.description(sdp), ['v=0', `a=${host}`, 'a=end-of-candidates', ''].join('\r\n'));
  assert.deepEqual([strict.candidate(relay), strict.candidate(host), strict.candidate('')], [false, true, true]);
  const open = new RemoteRelays(() => true);
  assert.equal(open.description(sdp), sdp);
  assert.equal(open.candidate(relay), true);
});

test('a relay that the other side names is recognized, also by its port where its address is hidden', () => {
  const relays = new RemoteRelays(() => false);
  relays.candidate(relay);
  assert.ok(relays.has('192.0.2.9', 40_001));
  assert.ok(relays.has('', 40_001));
  assert.ok(relays.has('(redacted)', 40_001));
  assert.ok(!relays.has('192.0.2.8', 40_001));
  assert.ok(!relays.has('', 40_002));
});

test('the transport of the other side to its relay follows from the priority of the candidate', () => {
  const relays = new RemoteRelays(() => true);
  // Chromium's values, then Firefox's.
  const preferences = [[2, 'udp'], [1, 'tcp'], [0, 'tcp'], [5, 'udp'], [0, 'tcp']];
  for (const [index, [preference, leg]] of preferences.entries()) {
    const priority = Number(preference) * 2 ** 24 + 7_936;
    relays.candidate(`candidate:1 1 udp ${priority} 192.0.2.9 ${40_000 + index} typ relay raddr 0.0.0.0 rport 0`);
    assert.equal(relays.leg('192.0.2.9', 40_000 + index), leg);
  }
  assert.equal(relays.leg('192.0.2.9', 50_000), null);
});

test('the path is named after the pair of candidates in use', () => {
  assert.equal(directKind(candidate('host'), candidate('host')), 'host');
  assert.equal(directKind(candidate('host'), candidate('prflx')), 'reflexive');
  assert.equal(directKind(candidate('srflx'), candidate('host')), 'reflexive');
  assert.equal(directKind(candidate('relay', { relayProtocol: 'tls' }), candidate('host')), 'turn-tls');
  assert.equal(directKind(candidate('relay', { relayProtocol: 'tcp' }), candidate('relay')), 'turn-tcp');
  assert.equal(directKind(candidate('srflx'), candidate('relay')), 'turn-udp');
  assert.equal(directKind(candidate('host'), candidate('relay', { relayProtocol: 'tcp' })), 'turn-tcp');
  assert.equal(directKind(candidate('relay', { relayProtocol: 'udp' }), candidate('relay', { relayProtocol: 'tcp' })), 'turn-tcp');
  assert.equal(directKind(candidate('relay', { relayProtocol: 'tls' }), candidate('relay', { relayProtocol: 'tcp' })), 'turn-tls');
  assert.ok(isBetterPath('host', 'reflexive') && isBetterPath('turn-tls', 'relay') && !isBetterPath('relay', 'relay'));
});

test('the transport to a TURN server is read from its field, or else from the URL', () => {
  const read = (/** @type {object} */ entry) => {
    const local = { type: 'local-candidate', candidateType: 'relay', port: 1, ...entry };
    const pair = { type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'L', nominated: true, state: 'succeeded' };
    return readStatistics(/** @type {any} */ (new Map([['L', local], ['P', pair]]))).local?.relayProtocol;
  };
  assert.equal(read({ relayProtocol: 'tcp', protocol: 'udp' }), 'tcp');
  assert.equal(read({ url: 'turns:example.org:5349?transport=tcp' }), 'tls');
  assert.equal(read({ url: 'turn:example.org:3478?transport=tcp' }), 'tcp');
  assert.equal(read({}), 'udp');
  assert.equal(read({ candidateType: 'host' }), null);
});

test("'direct connections only' keeps STUN servers, and asks TURN servers over UDP for STUN alone", () => {
  let isAllowed = true;
  const servers = new IceServers({ clock: new VirtualClock(), request: () => true, isAllowed: () => isAllowed });
  servers.welcomed({ iceServers: [{ urls: 'stun:one.example:3478' }], turn: true });
  const urls = ['turn:two.example:3478', 'turn:two.example:3478?transport=udp', 'turn:two.example:3478?transport=tcp', 'turns:two.example:5349'];
  servers.received({ type: 'turn', peer: 'P', iceServers: [{ urls, username: 'u', credential: 'c' }], seconds: 600 });
  assert.equal(servers.of('P').known().length, 2);
  assert.equal(servers.of('Q').known().length, 1);
  isAllowed = false;
  assert.deepEqual(servers.of('P').known(), [{ urls: ['stun:one.example:3478', 'stun:two.example:3478'] }]);
});

test('credentials are used until shortly before they run out, and asked for again after that or a new greeting', async () => {
  const clock = new VirtualClock();
  let requests = 0;
  const servers = new IceServers({ clock, request: () => (requests += 1) > 0, isAllowed: () => true });
  servers.welcomed({ iceServers: [], turn: true });
  const turn = { type: /** @type {const} */ ('turn'), peer: 'P', iceServers: [{ urls: 'turn:a.example' }], seconds: 100 };
  /** @type {number[]} */
  const got = [];
  servers.of('P').obtain((known) => got.push(known.length));
  servers.received(turn);
  servers.of('P').obtain((known) => got.push(known.length));
  assert.deepEqual([got, requests], [[1, 1], 1]);
  await clock.pass(95_000);
  servers.of('P').obtain((known) => got.push(known.length));
  assert.equal(requests, 2);
  servers.received(turn);
  servers.welcomed({ iceServers: [], turn: true });
  servers.of('P').obtain((known) => got.push(known.length));
  servers.refused('P');
  assert.deepEqual([got, requests], [[1, 1, 1, 0], 3]);
  const cancel = servers.of('P').obtain(() => got.push(-1));
  cancel();
  await clock.pass(5_000);
  assert.equal(got.length, 4);
});

test('servers of a call that is over are forgotten, and the next call goes on waiting for its own', () => {
  let requests = 0;
  const clock = new VirtualClock();
  const servers = new IceServers({ clock, request: () => (requests += 1) > 0, isAllowed: () => true });
  servers.welcomed({ iceServers: [], turn: true });
  const turn = { type: /** @type {const} */ ('turn'), peer: 'P', iceServers: [{ urls: 'turn:a.example' }], seconds: 100 };
  servers.received(turn);
  servers.received({ ...turn, peer: 'Q' });
  servers.forget('P');
  assert.deepEqual([servers.of('P').known().length, servers.of('Q').known().length], [0, 1]);
  /** @type {number[]} */
  const got = [];
  servers.of('P').obtain((known) => got.push(known.length));
  servers.forget('P');
  assert.deepEqual([got, requests], [[], 1]);
  servers.received(turn);
  assert.deepEqual(got, [1]);
});

test('a network counts as without UDP only if its servers do not answer', () => {
  const look = (/** @type {[string, object][]} */ ...events) => {
    const connection = new EventTarget();
    const reachability = new Reachability(/** @type {any} */ (connection));
    for (const [type, fields] of events) connection.dispatchEvent(Object.assign(new Event(type), fields));
    return reachability.isUDPBlocked;
  };
  const silence = (/** @type {string} */ url) => /** @type {[string, object]} */ (['icecandidateerror', { errorCode: 701, url }]);
  const found = (/** @type {object} */ fields) => /** @type {[string, object]} */ (['icecandidate', { candidate: fields }]);
  assert.equal(look(silence('stun:a.example:3478')), true);
  assert.equal(look(silence('turn:a.example:3478?transport=udp')), true);
  assert.equal(look(silence('turn:a.example:3478?transport=tcp')), false);
  assert.equal(look(silence('stun:a.example'), found({ type: 'host', protocol: 'udp' })), true);
  assert.equal(look(silence('stun:a.example'), found({ type: 'srflx', protocol: 'udp' })), false);
  assert.equal(look(found({ type: 'relay', protocol: 'tcp' }), ['icecandidate', { candidate: null }]), false);
});

test('servers count as silent once all were asked and one of them is for TURN', () => {
  const look = (/** @type {string[]} */ urls, /** @type {(object | null)[]} */ candidates, state = 'complete') => {
    const connection = Object.assign(new EventTarget(), { iceGatheringState: state });
    let isAlone = false;
    new Reachability(/** @type {any} */ (connection), [{ urls }], () => (isAlone = true));
    for (const candidate of candidates) {
      connection.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate }));
    }
    connection.dispatchEvent(new Event('icegatheringstatechange'));
    return isAlone;
  };
  const turn = ['stun:a.example', 'turn:a.example'];
  assert.equal(look(turn, [{ type: 'host', protocol: 'udp' }, null]), true);
  assert.equal(look(turn, [{ type: 'host', protocol: 'udp' }], 'gathering'), false);
  assert.equal(look(turn, [{ type: 'srflx', protocol: 'udp' }]), false);
  assert.equal(look(turn, [{ type: 'relay', protocol: 'tcp' }]), false);
  // Where no translator is in between, the address that STUN finds is the device's own and is not named again.
  assert.equal(look(['stun:a.example'], [{ type: 'host', protocol: 'udp' }]), false);
});
