import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { World } from './support/path-world.js';

const MINUTE = 60_000;

/** @typedef {import('./support/path-world.js').End} End */

/** @type {World} */
let world;
/** The polite side, and the other, which calls. @type {End} */
let polite;
/** @type {End} */
let caller;

beforeEach(() => {
  world = new World(1);
  [polite, caller] = world.ends;
});

/** Opens the direct path; a long file goes over it. */
function open() {
  const item = caller.send(20 * MINUTE);
  world.pass(1_000);
  assert.deepEqual(routes(), ['direct', 'direct']);
  for (const end of world.ends) end.steps = [];
  return item;
}

const routes = () => world.ends.map(({ machine }) => machine.route);
const states = () => world.ends.map(({ machine }) => machine.state.name);

/** @param {End} end */
const isWaiting = ({ connection }) => connection?.signaling === 'have-local-offer';

/**
 * The types of the messages that one side has sent since `open`.
 *
 * @param {End} end
 */
const said = ({ steps }) =>
  (steps ?? []).flatMap(({ actions }) => actions.flatMap((action) => (action.type === 'send' ? [action.message.type] : [])));

/**
 * The actions of one side since `open`, of one type.
 *
 * @param {End} end
 * @param {string} type
 */
const done = ({ steps }, type) => (steps ?? []).flatMap(({ actions }) => actions.filter((action) => action.type === type));

// Glare, and what is lost on the way

/** The impolite side's offer is lost; then it leaves aside the one of the other side, which waits for its own. */
function crossOffers() {
  open();
  caller.isMute = true;
  caller.step({ type: 'network-changed' });
  world.pass(200);
  caller.isMute = false;
  polite.step({ type: 'network-changed' });
  world.pass(200);
  assert.deepEqual(world.ends.map(isWaiting), [true, true]);
}

test('an offer that has crossed another one is repeated after a second', () => {
  crossOffers();
  world.pass(2_000);
  assert.deepEqual(world.ends.map(isWaiting), [false, false]);
  assert.deepEqual([said(caller).filter((type) => type === 'offer').length, routes()], [2, ['direct', 'direct']]);
});

test('such an offer is repeated also when the old path has come back within that second', () => {
  crossOffers();
  caller.connection?.become('disconnected');
  caller.connection?.become('connected');
  world.pass(2_000);
  assert.deepEqual(world.ends.map(isWaiting), [false, false]);
});

test('a new search repeats an offer without an answer: until there is one, no other can be made', () => {
  open();
  caller.isMute = true;
  caller.step({ type: 'network-changed' });
  world.pass(5_000);
  caller.isMute = false;
  caller.step({ type: 'network-changed' });
  world.pass(200);
  assert.equal(isWaiting(caller), false);
  assert.equal(polite.connection?.remote, caller.connection?.local?.sdp);
});

test('an answer that may have been lost is repeated when the server is back', () => {
  open();
  polite.connection?.become('disconnected');
  polite.isMute = true;
  caller.step({ type: 'network-changed' });
  world.pass(200);
  assert.equal(isWaiting(caller), true);
  polite.isMute = false;
  polite.step({ type: 'server-back' });
  world.pass(100);
  assert.equal(isWaiting(caller), false);
});

test('an answer that led to a connection is not repeated: it would be taken for one to a later offer', () => {
  open();
  caller.isMute = true;
  caller.step({ type: 'network-changed' });
  polite.connection?.become('disconnected');
  world.pass(200);
  polite.step({ type: 'server-back' });
  world.pass(100);
  assert.deepEqual(said(polite), []);
  assert.equal(isWaiting(caller), true);
});

test('an answer that comes twice is set once', () => {
  open();
  caller.step({ type: 'network-changed' });
  world.passUntil(() => done(caller, 'direct-accept').length !== 0);
  const sdp = polite.connection?.local?.sdp ?? '';
  caller.step({ type: 'message', message: { type: 'answer', from: 'a', call: caller.connection?.call ?? '', sdp } });
  world.pass(1_000);
  assert.equal(done(caller, 'direct-accept').length, 1);
  assert.deepEqual(states(), ['open', 'open']);
});

test('of two calls at once that of the impolite side stands, whichever arrives first', () => {
  for (const later of [0, 5, 20, 45, 80]) {
    for (const order of [[0, 1], [1, 0]]) {
      world = new World(later + 1);
      const [first, second] = order.map((index) => world.ends[index]);
      first.send(100);
      world.pass(later);
      second.send(100);
      world.pass(2_000);
      assert.deepEqual(states(), ['open', 'open'], `${later}`);
      const reports = world.ends.flatMap(({ reports }) => reports);
      assert.deepEqual(reports.map(({ path }) => path), ['host'], `${later} ms later`);
    }
  }
});

test('an offer of a call that was open here and is over gets an answer that says so', () => {
  open();
  const call = caller.connection?.call ?? '';
  polite.step({ type: 'close' });
  polite.steps = [];
  polite.step({ type: 'message', message: { type: 'offer', from: 'b', call, sdp: 'late' } });
  assert.deepEqual(done(polite, 'send').map((action) => 'message' in action && action.message), [
    { type: 'error', call, code: 'CALL_FAILED', message: 'That call is over.' },
  ]);
  assert.equal(polite.machine.state.name, 'idle');
});

test('each call of a machine has a name of its own, of at most 32 characters that the protocol allows', () => {
  caller.send(100);
  world.pass(1_000);
  caller.step({ type: 'close' });
  world.pass(1_000);
  caller.send(100);
  world.pass(1_000);
  assert.equal(caller.connection?.call, 'b-0002');
});

// A path that dies

test('a path without an answer to a ping is dropped, and another is looked for', () => {
  open();
  polite.whereabouts = 'away';
  polite.connection?.lose();
  polite.step({ type: 'peer-away', isClosed: false });
  world.pass(600);
  assert.deepEqual(done(polite, 'ping').map((action) => 'within' in action && action.within), [1_500, 0]);
  world.pass(800);
  assert.equal(polite.machine.route, 'direct');
  world.pass(200);
  assert.equal(polite.machine.route, null);
});

test('a path that answers a ping stays', () => {
  open();
  polite.step({ type: 'peer-away', isClosed: true });
  world.pass(5_000);
  assert.equal(polite.machine.route, 'direct');
});

test('the polite side restarts ICE later than the other, and says that there is trouble before it does', () => {
  open();
  world.letPass(false);
  const at = (/** @type {End} */ end, /** @type {string} */ type) =>
    (end.steps ?? []).find(({ actions }) => actions.some((action) => action.type === type))?.at ?? NaN;
  world.pass(5_000);
  const { now } = world;
  world.pass(3_600);
  assert.deepEqual([at(caller, 'obtain-servers') - now, at(caller, 'trouble') - now], [2_000, 2_500]);
  assert.deepEqual([at(polite, 'trouble') - now, at(polite, 'obtain-servers') - now], [2_500, 3_500]);
});

test('a connection that has failed is restarted at once, and one whose restart fails is given up', () => {
  world.relays = false;
  open();
  polite.connection?.become('disconnected');
  world.pass(3_000);
  assert.deepEqual([polite.machine.state.name, done(polite, 'obtain-servers').length], ['troubled', 0]);
  polite.connection?.become('failed');
  assert.equal(done(polite, 'obtain-servers').length, 1);
  polite.connection?.become('disconnected');
  polite.connection?.become('failed');
  assert.equal(done(polite, 'direct-close').length, 1);
});

test('a path that comes back after trouble ends the wait: the next break has its ten minutes again', () => {
  world.relays = false;
  const item = open();
  world.letPass(false);
  world.pass(8_000);
  assert.deepEqual(states(), ['troubled', 'troubled']);
  world.letPass(true);
  world.pass(8 * MINUTE);
  assert.deepEqual(states(), ['open', 'open']);
  world.letPass(false);
  world.pass(8 * MINUTE);
  assert.equal(item.error, null);
  world.pass(4 * MINUTE);
  assert.equal(item.error, 'break');
});

test('between two attempts the person sees a failure only while the other device is not there', () => {
  world.relays = false;
  open();
  world.letPass(false);
  world.passUntil(() => caller.machine.state.name === 'waiting');
  assert.deepEqual([caller.machine.status, caller.machine.error], ['connecting', null]);
  caller.whereabouts = 'left';
  caller.step({ type: 'ended' });
  assert.equal(caller.machine.status, 'failed');
  assert.notEqual(caller.machine.error, null);
});

test('an attempt after a break that ends early is followed by the next at once, and by a pause if that happens again', () => {
  world.relays = false;
  open();
  world.letPass(false);
  world.passUntil(() => caller.connection === null);
  caller.step({ type: 'server-back' });
  world.passUntil(() => caller.connection !== null);
  world.pass(4_000);
  caller.connection?.become('failed');
  assert.equal(caller.machine.state.name, 'calling');
  world.passUntil(() => caller.connection !== null);
  caller.connection?.become('failed');
  assert.equal(caller.machine.state.name, 'waiting');
  assert.equal(caller.machine.deadline, world.now + 3_000);
});

test('an attempt in answer to a call that does not open in time is followed by the next at once as well', () => {
  world.relays = false;
  polite.facts = () => ({ ...polite.initial, serverRelays: false, isShared: true, isNeeded: true });
  polite.steps = [];
  polite.step({ type: 'message', message: { type: 'offer', from: 'b', call: 'theirs', sdp: 'offer' } });
  world.pass(20_000);
  assert.deepEqual(done(polite, 'send').map((action) => 'message' in action && action.message).at(-1), {
    type: 'error',
    call: 'theirs',
    code: 'CALL_TIMEOUT',
    message: 'No direct path opened in time.',
  });
  assert.equal(polite.machine.state.name, 'calling');
});

test('an attempt whose relay ends is followed by the next at once as well', () => {
  world.isDirectPossible = false;
  for (const end of world.ends) end.hasWebRTC = false;
  caller.send(20 * MINUTE);
  world.pass(5_000);
  assert.deepEqual(routes(), ['encrypted', 'encrypted']);
  const breakRelay = () => caller.step({ type: 'relay-ended', call: caller.relay?.call ?? '', reason: 'broken' });
  polite.isMute = true;
  breakRelay();
  world.pass(4_000);
  breakRelay();
  assert.equal(caller.machine.state.name, 'calling');
  breakRelay();
  assert.equal(caller.machine.state.name, 'waiting');
});

test('a path that was ended on the other side while this machine slept is given up when that says so', () => {
  open();
  const call = caller.connection?.call ?? '';
  caller.step({ type: 'message', message: { type: 'error', from: 'a', call, code: 'CALL_FAILED', message: '' } });
  assert.notEqual(caller.connection?.call, call);
  assert.equal(caller.machine.state.name, 'calling');
});

// The server

test('a call without the server begins when that is back, with the relay at once beside the direct path', () => {
  world.goOffline(caller);
  caller.send(100);
  world.pass(3_000);
  caller.steps = [];
  world.goOnline(caller);
  assert.deepEqual(caller.steps.flatMap(({ actions }) => actions.map(({ type }) => type)).slice(0, 2), [
    'obtain-servers',
    'relay-create',
  ]);
  world.pass(3_000);
  assert.deepEqual(states(), ['open', 'open']);
});

test('between two attempts a server that is back is reason enough for the next', () => {
  world.relays = false;
  open();
  world.letPass(false);
  world.passUntil(() => caller.machine.state.name === 'waiting');
  caller.step({ type: 'server-back' });
  assert.equal(caller.machine.state.name, 'calling');
});

// The relay

test('a relay that is still coming when the direct path opens is given up', () => {
  world.isDirectPossible = false;
  caller.send(1_000);
  world.passUntil(() => caller.relay !== null);
  world.letPass(true);
  world.passUntil(() => caller.machine.best !== null);
  assert.deepEqual([caller.machine.route, caller.relay], ['direct', null]);
});

test('a relay beside a direct path goes two seconds after nothing uses it any more', () => {
  world.isDirectPossible = false;
  const item = caller.send(8_000);
  world.pass(6_000);
  assert.deepEqual(routes(), ['encrypted', 'encrypted']);
  world.letPass(true);
  world.pass(1_000);
  assert.deepEqual(routes(), ['direct', 'direct']);
  assert.deepEqual(item.links, ['direct', 'direct']);
  assert.notEqual(caller.relay, null);
  world.pass(2_000);
  assert.deepEqual(world.ends.map(({ relay }) => relay), [null, null]);
  assert.deepEqual(states(), ['open', 'open']);
});

test('content waits for the relay until the person can see that it goes there', () => {
  world.isDirectPossible = false;
  const item = caller.send(100);
  caller.steps = [];
  world.passUntil(() => caller.machine.best === 'relay');
  assert.deepEqual([item.rounds, done(caller, 'announce').length], [0, 1]);
  world.pass(20);
  assert.deepEqual([item.rounds, done(caller, 'retract').length], [1, 0]);
});

test('two devices that ask each other for the relay at once get one', () => {
  for (const end of world.ends) end.hasWebRTC = false;
  for (const end of world.ends) end.send(100);
  world.pass(3_000);
  assert.deepEqual(routes(), ['encrypted', 'encrypted']);
  assert.equal(polite.relay?.call, caller.relay?.call);
});

test('a server that makes no pairing in time is the end of the attempt, and both are told', () => {
  for (const end of world.ends) end.hasWebRTC = false;
  polite.isMute = true;
  caller.send(100);
  world.pass(11_000);
  assert.deepEqual([caller.machine.state.name, caller.machine.error], ['failed', 'CALL_TIMEOUT']);
  assert.equal(caller.relay, null);
  world.pass(MINUTE);
  assert.ok(world.ends.every(({ machine }) => machine.deadline === null));
});

test('a relay that only the other side needs is no attempt of ours', () => {
  open().duration = 0;
  polite.step({ type: 'message', message: { type: 'relay-request', from: 'b', call: 'theirs' } });
  for (const item of world.items) world.end(item, null);
  polite.connection?.ended();
  assert.deepEqual([polite.machine.state.name, polite.machine.status, polite.relay?.call], ['calling', 'ready', 'theirs']);
});

test('while nothing comes through the direct path, a relay that was refused is asked for again after three seconds', () => {
  for (const isAttempt of [false, true]) {
    world = new World(1);
    [polite, caller] = world.ends;
    open();
    polite.isMute = true;
    world.letPass(false);
    world.passUntil(() => caller.relay !== null);
    if (isAttempt) caller.step({ type: 'want' });
    world.pass(2_600);
    caller.step({ type: 'message', message: { type: 'error', from: 'a', call: caller.relay?.call ?? '', code: 'CALL_FAILED', message: '' } });
    assert.deepEqual([caller.machine.state.name, caller.relay], ['troubled', null]);
    world.pass(2_900);
    assert.equal(caller.relay, null);
    world.pass(200);
    assert.notEqual(caller.relay, null, `${isAttempt}`);
  }
});

test('while an offer waits for the person, a path that does not come is no failure: the other side goes on trying', () => {
  world.relays = false;
  const item = open();
  world.letPass(false);
  world.passUntil(() => polite.machine.state.name === 'waiting');
  caller.isMute = true;
  // The offer of the other side waits for the person.
  polite.facts = () => ({ ...polite.initial, isShared: !item.isOver[0], isNeeded: false });
  assert.equal(polite.machine.status, 'connecting');
  world.pass(MINUTE);
  assert.deepEqual([polite.machine.status, polite.machine.error], ['connecting', null]);
  polite.facts = () => ({ ...polite.initial });
  polite.step({ type: 'ended' });
  assert.equal(polite.machine.status, 'failed');
  assert.notEqual(polite.machine.error, null);
});

test('content that still comes over the relay beside a direct path is told once', () => {
  open();
  polite.step({ type: 'carried', route: 'encrypted' });
  polite.step({ type: 'ended' });
  assert.deepEqual(done(polite, 'notice'), [{ type: 'notice', route: 'encrypted' }]);
});

// A makeshift

test('the tries past TURN are counted anew after a direct path', () => {
  world.isDirectPossible = false;
  world.isTurnPossible = true;
  const report = (/** @type {'host' | 'turn-udp'} */ kind) =>
    caller.step({ type: 'direct-route', call: caller.connection?.call ?? '', kind });
  caller.send(600 * MINUTE);
  world.pass(60 * MINUTE);
  caller.steps = [];
  world.pass(60 * MINUTE);
  assert.deepEqual(done(caller, 'obtain-servers'), []);
  report('host');
  report('turn-udp');
  world.pass(60 * MINUTE);
  assert.ok(done(caller, 'obtain-servers').length > 0);
});

// A browser that makes no connection

test('a failure is still shown after a call that this browser could not take', () => {
  polite.refusesConnections = true;
  world.relays = false;
  polite.send(100);
  world.pass(1_000);
  const { error } = polite.machine;
  assert.equal(error, 'CONFIG_REFUSED');
  caller.send(100);
  world.pass(1_000);
  assert.deepEqual([polite.machine.status, polite.machine.error], ['failed', error]);
});

test('a device that is called and can make no connection says so, and is not left calling', () => {
  polite.refusesConnections = true;
  world.relays = false;
  caller.send(100);
  world.pass(1_000);
  assert.deepEqual(states(), ['idle', 'failed']);
});
