import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { FakeFile, source } from './support/fake-files.js';
import { FakeNetwork } from './support/fake-network.js';
import { Stranger } from './support/stranger.js';
import { twoPages as pagesOn } from './support/two-pages.js';

const MINUTE = 60_000;

/** @typedef {import('../app/types').Engine} Engine */

/** @type {FakeNetwork} */
let network;

beforeEach(() => {
  network = new FakeNetwork();
});

/** @param {Parameters<typeof pagesOn>[1]} [options] */
const twoPages = (options) => pagesOn(network, options);

/** @param {import('../app/types').ConversationState} conversation */
const notices = ({ entries }) => entries.flatMap((entry) => (entry.type === 'notice' ? [entry.notice] : []));

/** The reports on paths that the server got, without the times. */
const reports = () =>
  said('path').map(({ path, reason }) => (reason === undefined ? path : `${path} ${reason}`));

/** @param {string} type */
const said = (type) => network.server.log.filter((message) => message.type === type);

// TURN

test('a call asks for TURN first, and both sides open their connections with it', async () => {
  network.server.turn = true;
  const { anna, bertId } = await twoPages();
  anna.sendText(bertId, 'hello');
  await network.clock.pass(1_000);
  const types = network.server.log.map(({ type }) => type);
  assert.ok(types.indexOf('turn-request') < types.indexOf('offer'));
  assert.equal(said('turn-request').length, 1);
  assert.deepEqual([...network.connections].map(({ hasTurn }) => hasTurn), [true, true]);
});

test('where only TURN comes through, the path is TURN and is told as such', async () => {
  network.server.turn = true;
  network.isDirectPossible = false;
  network.isTurnPossible = true;
  const pages = await twoPages();
  await pages.send(1_000_000, 1);
  await network.clock.pass(2_000);
  assert.deepEqual(pages.paths, ['turn', 'turn']);
  assert.ok(pages.hasArrived(1_000_000));
  assert.deepEqual(reports(), ['turn-udp']);
  assert.equal(said('relay-request').length, 0);
});

test('a better pair of candidates that takes over a moment later is noticed, by those not told as well', async () => {
  network.server.turn = true;
  network.isDirectPossible = false;
  network.isTurnPossible = true;
  const pages = await twoPages();
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(1_000);
  assert.deepEqual(pages.paths, ['turn', 'turn']);
  await network.mendDirect();
  await network.clock.pass(10_000);
  assert.deepEqual(pages.paths, ['direct', 'direct']);
  assert.deepEqual(reports(), ['turn-udp', 'host']);
});

test('a server that does not answer for TURN costs a second, not the call', async () => {
  network.server.turn = true;
  network.server.answersTurn = false;
  const { anna, bertId, atAnna } = await twoPages();
  anna.sendText(bertId, 'hello');
  await network.clock.pass(900);
  assert.equal(said('offer').length, 0);
  assert.equal(atAnna, undefined);
  await network.clock.pass(300);
  assert.equal(anna.state.conversations[bertId].path, 'direct');
});

test('a device that has left is told apart from a server that does not answer', async () => {
  network.server.turn = true;
  const { anna, bertId } = await twoPages();
  network.server.devices.delete(bertId);
  anna.sendText(bertId, 'hello');
  await network.clock.pass(100);
  const { status, error } = anna.state.conversations[bertId];
  assert.deepEqual([status, error], ['failed', 'PEER_NOT_FOUND']);
});

test('a call that was ended by either side is followed by one with new credentials', async () => {
  for (const side of [0, 1]) {
    network = new FakeNetwork();
    network.server.turn = true;
    const pages = await twoPages();
    pages.anna.sendText(pages.bertId, 'hello');
    await network.clock.pass(1_000);
    const used = [...network.connections].map(({ configuration }) => JSON.stringify(configuration.iceServers));
    // The seventeenth conversation takes the place of the one that was idle for longest.
    for (let turn = 0; turn < 16; turn += 1) {
      const other = createEngine(network.browser());
      await network.clock.pass(100);
      other.sendText([pages.annaId, pages.bertId][side], 'hello');
      await network.clock.pass(1_000);
    }
    assert.deepEqual(said('end').map(({ from }) => from), [[pages.annaId, pages.bertId][side]]);
    await network.clock.pass(5_000);
    pages.anna.sendText(pages.bertId, 'again');
    await network.clock.pass(1_000);
    const asked = said('turn-request').filter(({ from, to }) => from === pages.annaId && to === pages.bertId);
    assert.equal(asked.length, 2);
    const now = [...network.connections].map(({ configuration }) => JSON.stringify(configuration.iceServers));
    assert.ok(used.every((servers) => !now.includes(servers)));
  }
});

test('a server without TURN is asked for none, and one that knows no reports gets none', async () => {
  const { anna, bertId } = await twoPages();
  anna.sendText(bertId, 'hello');
  await network.clock.pass(1_000);
  assert.deepEqual([said('turn-request').length, said('path').length], [0, 0]);
  network = new FakeNetwork();
  network.server.turn = false;
  const other = await twoPages();
  other.anna.sendText(other.bertId, 'hello');
  await network.clock.pass(1_000);
  assert.deepEqual([said('turn-request').length, reports()], [0, ['host']]);
});

test("'direct connections only' uses no TURN, neither its own nor the other side's", async () => {
  for (const directOnly of [[true, false], [false, true], [true, true]]) {
    network = new FakeNetwork();
    network.server.turn = true;
    network.isDirectPossible = false;
    network.isTurnPossible = true;
    const pages = await twoPages({ directOnly });
    pages.anna.sendText(pages.bertId, 'hello');
    await network.clock.pass(40_000);
    assert.equal(pages.atAnna.status, 'failed');
    assert.deepEqual(pages.paths, [null, null]);
    assert.equal(pages.atAnna.error, directOnly[0] ? 'NO_PATH' : 'RELAY_REFUSED');
  }
});

test("choosing 'direct connections only' ends a conversation that goes over TURN", async () => {
  network.server.turn = true;
  network.isDirectPossible = false;
  network.isTurnPossible = true;
  const pages = await twoPages();
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(1_000);
  assert.equal(pages.atAnna.path, 'turn');
  pages.anna.setDirectOnly(true);
  await network.clock.pass(1_000);
  assert.deepEqual(pages.paths, [null, null]);
});

test('ICE restarts with fresh credentials when the network changes, and nothing else is disturbed', async () => {
  network.server.turn = true;
  const pages = await twoPages();
  await pages.send(20_000_000);
  await network.clock.pass(1_000);
  const [before] = [...network.connections].map(({ configuration }) => configuration);
  await network.clock.pass(600_000);
  pages.browsers[0].changeNetwork();
  await network.clock.pass(1_000);
  assert.equal(said('offer').length, 2);
  assert.equal(said('turn-request').length, 2);
  assert.ok([...network.connections].some(({ configuration }) => configuration !== before));
  assert.deepEqual(pages.paths, ['direct', 'direct']);
  assert.ok(pages.hasArrived(20_000_000));
});

// The relay beside it

test('the relay is asked for at once when neither STUN nor TURN answers, and the direct path goes on', async () => {
  network.server.turn = true;
  network.isDirectPossible = false;
  network.solitude = 300;
  const pages = await twoPages();
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(700);
  assert.deepEqual(pages.paths, ['encrypted', 'encrypted']);
  assert.equal(network.connections.size, 2);
  await network.mendDirect();
  await network.clock.pass(1_000);
  assert.deepEqual(pages.paths, ['direct', 'direct']);
});

test('the relay is asked for at the usual time where no TURN server was named that could have answered', async () => {
  network.isDirectPossible = false;
  network.solitude = 300;
  const pages = await twoPages();
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(2_400);
  assert.equal(said('relay-request').length, 0);
  await network.clock.pass(400);
  assert.deepEqual(pages.paths, ['encrypted', 'encrypted']);
});

// Improvement

test('a running transfer moves from the relay to the direct path as soon as that opens', async () => {
  network.server.turn = false;
  network.isDirectPossible = false;
  const pages = await twoPages();
  await pages.send(60_000_000);
  await network.clock.pass(3_000);
  assert.equal(pages.transfers[0].path, 'encrypted');
  const { done } = pages.transfers[0];
  assert.ok(done > 0);
  await network.mendDirect();
  pages.browsers[0].changeNetwork();
  assert.ok(await network.clock.until(() => pages.transfers[0].path === 'direct', 3_000));
  assert.ok(pages.transfers[0].done >= done);
  assert.equal(pages.transfers[1].path, 'direct');
  await network.clock.pass(30_000);
  assert.ok(pages.hasArrived(60_000_000));
  assert.deepEqual(notices(pages.atAnna), ['encrypted', 'direct']);
  assert.deepEqual(reports(), ['relay', 'host']);
  assert.equal([...network.server.sockets].filter(({ path }) => path === '/relay').length, 0);
});

test('while a long transfer is on the relay, the direct path is tried again with growing pauses', async () => {
  network.isDirectPossible = false;
  const pages = await twoPages();
  await pages.send(60_000_000, 700);
  await network.clock.pass(250_000);
  assert.equal(pages.transfers[0].status, 'transferring');
  const tries = new Set(said('offer').map(({ call }) => call)).size;
  assert.ok(tries >= 3 && tries <= 6, `${tries} tries`);
  await network.mendDirect();
  assert.ok(await network.clock.until(() => pages.transfers[0].path === 'direct', 5 * MINUTE));
});

test('the direct path is not tried again for an idle relay', async () => {
  network.isDirectPossible = false;
  const pages = await twoPages();
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(30_000);
  const { length } = said('offer');
  await network.clock.pass(600_000);
  assert.equal(said('offer').length, length);
});

test('an offer without an answer moves to the direct path as well', async () => {
  network.isDirectPossible = false;
  const pages = await twoPages();
  pages.anna.sendFiles(pages.bertId, [source(new FakeFile('a', 1_000_000))], false);
  assert.ok(await network.clock.until(() => pages.transfers[1]?.status === 'offered', MINUTE));
  await network.mendDirect();
  pages.browsers[1].changeNetwork();
  await network.clock.pass(10_000);
  assert.deepEqual(pages.transfers.map(({ path }) => path), ['direct', 'direct']);
  pages.bert.accept(pages.annaId, pages.transfers[1].id);
  await network.clock.pass(10_000);
  assert.ok(pages.hasArrived(1_000_000));
});

// Reports

test('only the device that called reports, and a failure with its reason', async () => {
  network.server.turn = true;
  network.server.relay = false;
  network.isDirectPossible = false;
  const pages = await twoPages();
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(30_000);
  assert.deepEqual(reports(), ['none RELAY_OFF']);
  const [report] = said('path');
  assert.equal(report.from, pages.annaId);
  assert.ok(report.elapsed > 15_000 && report.elapsed < 30_000, report.elapsed);
});

test('the server gets the same reason for a failure as the person', async () => {
  for (const isUDPSilent of [false, true]) {
    network = new FakeNetwork();
    network.server.turn = true;
    network.isDirectPossible = false;
    network.isUDPSilent = isUDPSilent;
    const pages = await twoPages({ directOnly: [true, false] });
    pages.anna.sendText(pages.bertId, 'hello');
    await network.clock.pass(30_000);
    const reason = isUDPSilent ? 'UDP_BLOCKED' : 'NO_PATH';
    assert.deepEqual([pages.atAnna.error, reports()], [reason, [`none ${reason}`]]);
  }
});

test('of two devices that call each other at about the same time, one reports', async () => {
  for (const later of [0, 3, 6, 9]) {
    for (const isAnnaFirst of [true, false]) {
      network = new FakeNetwork();
      network.server.turn = true;
      const { anna, bert, annaId, bertId } = await twoPages();
      const calls = [() => anna.sendText(bertId, 'from Anna'), () => bert.sendText(annaId, 'from Bert')];
      if (!isAnnaFirst) calls.reverse();
      calls[0]();
      await network.clock.pass(later);
      calls[1]();
      await network.clock.pass(2_000);
      assert.deepEqual(reports(), ['host'], `${later} ms later`);
    }
  }
});

// Devices that were not called

test('an answer or candidate from a device that was not called is ignored, whatever call it names', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  const bert = new Stranger(network, 'Bert', { webrtc: true });
  const mallory = new Stranger(network, 'Mallory', { webrtc: true });
  await network.clock.pass(100);
  await mallory.call(anna.state.self.id ?? '');
  const to = anna.state.self.id;
  anna.sendText(bert.id, 'hello');
  await network.clock.pass(100);
  const [{ call }] = said('offer');
  const [connection] = network.connections;
  const forged = { to, call, sdp: JSON.stringify({ from: 99, credentials: 'forged' }) };
  const candidate = { to, call, candidate: 'candidate:forged', mid: '0', line: 0, ufrag: 'x' };
  mallory.tell({ type: 'answer', ...forged });
  mallory.tell({ type: 'candidate', ...candidate });
  await network.clock.pass(100);
  assert.deepEqual([connection.remoteDescription, connection.candidates], [null, 0]);
  assert.equal(anna.state.conversations[bert.id].status, 'connecting');
  bert.tell({ type: 'answer', ...forged });
  bert.tell({ type: 'candidate', ...candidate });
  await network.clock.pass(100);
  assert.deepEqual([connection.remoteDescription?.type, connection.candidates], ['answer', 1]);
});

test('an answer or candidate from a device without a conversation makes none', async () => {
  const anna = createEngine(network.browser({ name: 'Anna' }));
  const mallory = new Stranger(network, 'Mallory', { webrtc: true });
  await network.clock.pass(100);
  for (const type of ['answer', 'candidate', 'error', 'end']) {
    const fields = { sdp: '{}', candidate: '', mid: null, line: null, ufrag: null, code: 'CALL_FAILED', message: '' };
    mallory.tell({ type, to: anna.state.self.id, call: 'forged', ...fields });
  }
  await network.clock.pass(100);
  assert.deepEqual([anna.state.conversations, network.connections.size], [{}, 0]);
});

// The encrypted relay

test('between two secure pages the relay is encrypted, and they say so', async () => {
  network.isDirectPossible = false;
  /** @type {string[]} */
  const passed = [];
  network.server.meddle = (data) => {
    passed.push(Buffer.from(data).toString('latin1'));
    return [data];
  };
  const pages = await twoPages();
  pages.anna.sendText(pages.bertId, 'a word between us');
  await network.clock.pass(5_000);
  assert.deepEqual(pages.paths, ['encrypted', 'encrypted']);
  assert.deepEqual([notices(pages.atAnna), notices(pages.atBert)], [['encrypted'], ['encrypted']]);
  assert.ok(pages.atBert.entries.some((entry) => entry.type === 'text' && entry.text === 'a word between us'));
  assert.ok(passed.length > 2 && passed.every((message) => !message.includes('word') && !message.includes('hello')));
});

test('a direct path that opens when the relay has just been announced takes the text, and the word is taken back', async () => {
  network.isDirectPossible = false;
  let relayed = 0;
  network.server.meddle = (data) => {
    relayed += 1;
    return [data];
  };
  const pages = await twoPages({ secure: [false, false] });
  pages.anna.sendText(pages.bertId, 'hello');
  assert.ok(await network.clock.until(() => notices(pages.atAnna).length > 0, 5_000));
  const greetings = relayed;
  await network.mendDirect();
  await network.clock.pass(5_000);
  assert.deepEqual(pages.atBert.entries.map((entry) => entry.type), ['text']);
  assert.deepEqual(pages.atAnna.entries.map((entry) => entry.type), ['text']);
  // The greetings of the two pages are all that the server carried.
  assert.ok(greetings <= 2 && relayed <= 2, `${relayed} messages over the relay`);
});

test('the notice of a new path stands above the text that came over it, also one that came before the path was known', async () => {
  const change = (/** @type {ReturnType<FakeNetwork['browser']>} */ browser, /** @type {number} */ index) => {
    const { createConnection } = browser;
    if (index === 0 || createConnection === null) return;
    browser.createConnection = (configuration) => {
      const connection = createConnection(configuration);
      const { getStats } = connection;
      connection.getStats = () =>
        new Promise((resolve) => void network.clock.after(50, () => resolve(getStats.call(connection))));
      return connection;
    };
  };
  network.isDirectPossible = false;
  const pages = await twoPages({ change });
  pages.anna.sendText(pages.bertId, 'by relay');
  await network.clock.pass(5_000);
  assert.equal(pages.atAnna.path, 'encrypted');
  await network.mendDirect();
  assert.ok(await network.clock.until(() => pages.atAnna.path === 'direct', MINUTE));
  assert.equal(pages.atBert.path, 'encrypted');
  pages.anna.sendText(pages.bertId, 'direct');
  await network.clock.pass(1_000);
  const entries = (/** @type {import('../app/types').ConversationState} */ { entries }) =>
    entries.map((entry) => (entry.type === 'notice' ? entry.notice : entry.type));
  assert.deepEqual(entries(pages.atBert), ['encrypted', 'text', 'direct', 'text']);
});

test('an open conversation has the notice of the relay before the first text, on both sides', async () => {
  network.isDirectPossible = false;
  const pages = await twoPages({ secure: [false, false] });
  /** @type {string[]} */
  const shown = [];
  pages.anna.subscribe(({ conversations }) => shown.push(...(conversations[pages.bertId]?.entries ?? []).map(({ type }) => type)));
  let isWarned = false;
  network.server.meddle = (data) => {
    const isText = Buffer.from(data).toString('latin1').includes('"text"');
    if (isText) isWarned = shown.includes('notice');
    return [data];
  };
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(5_000);
  assert.ok(isWarned);
  assert.deepEqual(pages.atBert.entries.map((entry) => entry.type), ['notice', 'text']);
});

test('if one of the two pages is not secure, both say that the server could read', async () => {
  for (const secure of [[true, false], [false, true]]) {
    network = new FakeNetwork();
    network.isDirectPossible = false;
    const pages = await twoPages({ secure });
    pages.anna.sendText(pages.bertId, 'hello');
    await network.clock.pass(5_000);
    assert.deepEqual(pages.paths, ['readable', 'readable']);
    assert.deepEqual([notices(pages.atAnna), notices(pages.atBert)], [['readable'], ['readable']]);
  }
});

test('two devices that ask each other for the relay at once get one, encrypted', async () => {
  const pages = await twoPages({ webrtc: [false, false] });
  pages.anna.sendText(pages.bertId, 'from Anna');
  pages.bert.sendText(pages.annaId, 'from Bert');
  await network.clock.pass(3_000);
  assert.deepEqual(pages.paths, ['encrypted', 'encrypted']);
  for (const { entries } of [pages.atAnna, pages.atBert]) {
    assert.equal(entries.filter((entry) => entry.type === 'text').length, 2);
  }
});

test('altered bytes of a relay end it: nothing wrong arrives, and the person is told', async () => {
  const pages = await twoPages({ webrtc: [false, false] });
  await pages.send(40_000_000, 5);
  await network.clock.pass(300);
  let count = 0;
  network.server.meddle = (data) => {
    count += 1;
    const bytes = new Uint8Array(data.slice(0));
    if (count % 10 === 0) bytes[bytes.length - 1] ^= 1;
    return [bytes.buffer];
  };
  await network.clock.pass(5 * MINUTE);
  assert.deepEqual(pages.transfers.map(({ status }) => status), ['failed', 'failed']);
  assert.ok(pages.transfers.some(({ error }) => error === 'RELAY_FORGED'));
});

// Silence and loss

test('thirty seconds of total silence delay a transfer and break nothing', async () => {
  for (const isDirectPossible of [true, false]) {
    network = new FakeNetwork();
    network.isDirectPossible = isDirectPossible;
    const pages = await twoPages();
    await pages.send(40_000_000);
    await network.clock.pass(4_000);
    assert.equal(pages.transfers[0].status, 'transferring');
    const { done } = pages.transfers[0];
    network.server.silence();
    network.breakDirect();
    await network.clock.pass(30_000);
    network.server.endSilence();
    if (isDirectPossible) await network.mendDirect();
    await network.clock.pass(2 * MINUTE);
    assert.ok(pages.hasArrived(40_000_000));
    assert.ok(pages.transfers[0].done >= done);
  }
});

test('an address that changes in the middle breaks everything at once, and the transfer goes on', async () => {
  network.server.turn = true;
  const pages = await twoPages();
  await pages.send(40_000_000);
  await network.clock.pass(2_000);
  network.breakDirect();
  network.server.devices.get(pages.bertId)?.socket.closed(1006);
  await network.clock.pass(8_000);
  await network.mendDirect();
  pages.browsers[1].changeNetwork();
  await network.clock.pass(MINUTE);
  assert.ok(pages.hasArrived(40_000_000));
});

test('whichever device gets another address, the same connection goes on within seconds, without a relay', async () => {
  for (const side of [0, 1]) {
    network = new FakeNetwork();
    network.server.relay = false;
    const pages = await twoPages();
    await pages.send(40_000_000);
    await network.clock.pass(2_000);
    const { done } = pages.transfers[0];
    network.changeAddress();
    pages.browsers[side].cutSockets();
    assert.ok(await network.clock.until(() => pages.transfers[0].done > done + 8_388_608, 15_000), `side ${side}`);
    await network.clock.pass(MINUTE);
    assert.ok(pages.hasArrived(40_000_000), `side ${side}`);
    assert.equal(new Set(said('offer').map(({ call }) => call)).size, 1, `side ${side}`);
  }
});

test('two devices that ask for the relay while one has lost the server have it soon after that one is back', async () => {
  for (const side of [0, 1]) {
    network = new FakeNetwork();
    const pages = await twoPages();
    await pages.send(40_000_000);
    await network.clock.pass(2_000);
    network.breakDirect();
    pages.browsers[side].cutSockets();
    const areRelayed = () => pages.paths.every((path) => path === 'encrypted');
    assert.ok(await network.clock.until(areRelayed, 12_000), `side ${side}`);
    await network.clock.pass(MINUTE);
    assert.ok(pages.hasArrived(40_000_000), `side ${side}`);
  }
});

test('a request for the relay that is heard twice is taken once', async () => {
  const pages = await twoPages({ webrtc: [false, false] });
  await pages.send(40_000_000);
  await network.clock.pass(1_000);
  const [{ from, call, key }] = said('relay-request');
  network.server.devices.get(pages.bertId)?.socket.deliver(JSON.stringify({ type: 'relay-request', from, call, key }));
  await network.clock.pass(MINUTE);
  assert.ok(pages.hasArrived(40_000_000));
  assert.equal(said('relay-accept').length, 1);
});

test('two devices that call each other while one has lost the server meet soon after that one is back', async () => {
  for (const side of [0, 1]) {
    network = new FakeNetwork();
    network.server.relay = false;
    const pages = await twoPages();
    pages.browsers[side].cutSockets();
    pages.anna.sendText(pages.bertId, 'from Anna');
    pages.bert.sendText(pages.annaId, 'from Bert');
    await network.clock.pass(100);
    pages.browsers[side].wake();
    const has = (/** @type {import('../app/types').ConversationState} */ { entries }) =>
      entries.filter(({ type }) => type === 'text').length === 2;
    const haveAll = () => [pages.atAnna, pages.atBert].every(has);
    assert.ok(await network.clock.until(haveAll, 6_000), `side ${side}`);
  }
});

test('a relay that died silently is replaced once the server is back', async () => {
  for (const [side, isTold] of /** @type {const} */ ([[0, true], [1, true], [0, false], [1, false]])) {
    network = new FakeNetwork();
    const pages = await twoPages({ webrtc: [false, false] });
    await pages.send(40_000_000);
    await network.clock.pass(2_000);
    assert.equal(pages.transfers[0].path, 'encrypted');
    pages.browsers[side].cutSockets();
    if (isTold) pages.browsers[side].changeNetwork();
    await network.clock.pass(isTold ? MINUTE : 2 * MINUTE);
    assert.ok(pages.hasArrived(40_000_000), `side ${side}`);
  }
});

test('a device that vanishes from the far end of a relay is given up on with a reason', async () => {
  const pages = await twoPages({ webrtc: [false, false] });
  await pages.send(40_000_000);
  await network.clock.pass(2_000);
  pages.browsers[1].createSocket = () => {
    throw new Error('off');
  };
  pages.browsers[1].cutSockets();
  network.server.gone(pages.bertId);
  await network.clock.pass(12 * MINUTE);
  assert.deepEqual([pages.transfers[0].status, pages.transfers[0].error], ['failed', 'PEER_LEFT']);
});

test('when both networks change at once, both restart and stay on one connection', async () => {
  network.server.turn = true;
  const pages = await twoPages();
  await pages.send(20_000_000);
  await network.clock.pass(1_000);
  for (const browser of pages.browsers) browser.changeNetwork();
  await network.clock.pass(30_000);
  assert.equal(network.connections.size, 2);
  assert.ok(pages.hasArrived(20_000_000));
});

test('the relay is asked for again when the other device was away the first time', async () => {
  const pages = await twoPages();
  await pages.send(60_000_000);
  await network.clock.pass(1_000);
  network.breakDirect();
  // Bert is away from the server as well, so that Anna's request finds nobody.
  await network.clock.pass(7_000);
  network.server.devices.get(pages.bertId)?.socket.closed(1006);
  assert.ok(await network.clock.until(() => pages.transfers[0].path === 'encrypted', 15_000));
  await network.clock.pass(2 * MINUTE);
  assert.ok(pages.hasArrived(60_000_000));
});

test('a device that asks for a relay which our person does not allow makes no conversation', async () => {
  const { anna, bert, bertId, annaId } = await twoPages({ directOnly: [true, false], webrtc: [false, true] });
  bert.sendText(annaId, 'hello');
  await network.clock.pass(1_000);
  assert.equal(bert.state.conversations[annaId].error, 'RELAY_REFUSED');
  assert.equal(anna.state.conversations[bertId], undefined);
});

// One household

test('the server is shown our other address once a greeting, at most once a minute', async () => {
  network.server.turn = true;
  network.server.probe = { urls: ['turn:192.168.0.2:3478'], username: 'p', credential: 'x' };
  const browser = network.browser();
  /** @type {RTCConfiguration[]} */
  const asked = [];
  const { createConnection } = browser;
  browser.createConnection = (configuration) => {
    asked.push(configuration);
    return createConnection?.(configuration);
  };
  createEngine(browser);
  await network.clock.pass(1_000);
  assert.equal(asked.length, 1);
  assert.deepEqual([asked[0].iceServers?.length, asked[0].iceTransportPolicy], [1, 'relay']);
  await network.clock.pass(15_000);
  assert.equal(network.connections.size, 0);
  for (let turn = 0; turn < 3; turn += 1) {
    network.server.stop();
    await network.clock.pass(1_000);
    network.server.start();
    await network.clock.pass(5_000);
  }
  assert.equal(asked.length, 1);
  await network.clock.pass(MINUTE);
  assert.equal(asked.length, 2);
});
