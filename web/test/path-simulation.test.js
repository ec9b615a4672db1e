import assert from 'node:assert/strict';
import { test } from 'node:test';
import { World } from './support/path-world.js';

const RUNS = 8_000;
const MINUTE = 60_000;

/** @typedef {import('./support/path-world.js').End} End */

/** A path is there within this time, where neither has one and both know that there is a server. In milliseconds. */
const SOON = 10_000;

/** States in which nothing is under way. */
const RESTING = new Set(['idle', 'open', 'failed']);

/**
 * @param {World} world
 * @returns {End} one of the two
 */
const either = (world) => world.ends[world.below(2)];

/** @type {((world: World) => void)[]} Happenings that may befall two pages and everything between them. */
const happenings = [
  (world) => void either(world).send(world.below(20_000)),
  (world) => void either(world).send(world.below(200)),
  (world) => world.letPass(!world.isDirectPossible),
  (world) => void (world.isTurnPossible = !world.isTurnPossible),
  (world) => either(world).step({ type: 'network-changed' }),
  (world) => {
    const end = either(world);
    world.changeAddress(end);
    if (world.below(2) === 0) end.step({ type: 'network-changed' });
    world.after(world.below(4_000), () => world.goOffline(end));
    world.after(4_000 + world.below(8_000), () => world.goOnline(end));
  },
  (world) => world.goOffline(either(world)),
  (world) => world.goOnline(either(world)),
  (world) => void (either(world).isCut = true),
  (world) => {
    for (const end of world.ends) if (end.isOnline) end.isCut = false;
  },
  (world) => {
    const end = either(world);
    end.isDirectOnly = !end.isDirectOnly;
    if (end.isDirectOnly) end.step({ type: 'relay-forbidden' });
  },
  (world) => void (either(world).refusesConnections = world.below(2) === 0),
  (world) => either(world).step({ type: 'close' }),
  (world) => either(world).step({ type: 'revived' }),
  (world) => either(world).step({ type: 'broken', error: 'BAD_MESSAGE' }),
  (world) => {
    const end = either(world);
    if (end.isOnline && !end.isCut) end.reload();
  },
  (world) => {
    const { relay } = either(world);
    const reason = world.below(2) === 0 ? 'forged' : 'broken';
    for (const end of world.ends) if (relay?.isOpen && end.relay === relay) end.step({ type: 'relay-ended', call: relay.call, reason });
  },
  (world) => {
    const end = either(world);
    end.step({ type: 'direct-alone', call: end.connection?.call ?? '' });
    end.step({ type: 'direct-shifted', call: end.connection?.call ?? '' });
  },
];

/**
 * One run: things befall two pages at random, then all is well, as far as it ever is between these two.
 *
 * @param {number} seed
 */
function run(seed) {
  const world = new World(seed);
  for (const end of world.ends) end.hasWebRTC = world.random() < 0.9;
  world.relays = world.random() < 0.7;
  world.isDirectPossible = world.random() < 0.7;
  world.isTurnPossible = world.random() < 0.4;
  world.loss = [0, 0, 0.1, 0.4][world.below(4)];
  world.latency = [4, 40, 400][world.below(3)];
  world.stepped = (end) => assertSound(seed, end);
  for (let count = 2 + world.below(12); count > 0; count -= 1) {
    happenings[world.below(happenings.length)](world);
    world.pass(world.below([50, 1_500, 30_000][world.below(3)]));
  }
  endTrouble(world);
  world.pass(15 * MINUTE);
  assertSettled(seed, world);
  // A person who tries once more.
  const hasWay = isThereAWay(world) || areOpen(world);
  const wasOpen = areOpen(world);
  const item = either(world).send(500);
  // Sometimes both do, at about the same time.
  if (world.below(2) === 0) world.after(world.below(600), () => void world.ends[1 - item.owner].send(500));
  world.pass(SOON);
  assert.ok(wasOpen || !hasWay || item.isHeard, `seed ${seed}: no path within ${SOON} ms`);
  world.pass(MINUTE);
  assert.deepEqual(item.isOver, [true, true], `seed ${seed}: nothing comes of another try`);
  assert.equal(item.error === null, hasWay, `seed ${seed}: ${item.error}`);
  world.pass(15 * MINUTE);
  assertSettled(seed, world);
  assert.ok(areOpen(world) || !isThereAWay(world), `seed ${seed}: not open`);
}

/**
 * The server is there, nothing is lost any more, and browsers refuse nothing.
 *
 * @param {World} world
 */
function endTrouble(world) {
  world.loss = 0;
  world.isDirectPossible = world.random() < 0.5;
  for (const end of world.ends) {
    end.isCut = false;
    end.refusesConnections = false;
    world.goOnline(end);
  }
  world.letPass(world.isDirectPossible);
}

/** @param {World} world */
const areOpen = ({ ends }) => ends.every(({ machine }) => machine.state.name === 'open');

/** @param {World} world */
function isThereAWay({ ends, isDirectPossible, isTurnPossible, relays }) {
  const mayRelay = ends.every(({ isDirectOnly }) => !isDirectOnly);
  const haveWebRTC = ends.every(({ hasWebRTC }) => hasWebRTC);
  return (haveWebRTC && (isDirectPossible || (isTurnPossible && mayRelay))) || (relays && mayRelay);
}

/**
 * After every step.
 *
 * @param {number} seed
 * @param {End} end
 */
function assertSound(seed, { machine, world }) {
  const { state, deadline } = machine;
  assert.ok(deadline === null || deadline >= world.now, `seed ${seed}: a deadline that is over in ${state.name}`);
  const isOnItsWay = state.name === 'calling' || state.name === 'waiting' || state.name === 'troubled';
  // The servers are asked for with a time limit of their own.
  const isAsking = state.name === 'calling' && state.direct?.phase === 'starting';
  assert.ok(!isOnItsWay || isAsking || deadline !== null, `seed ${seed}: ${state.name} without an end`);
}

/**
 * Both are open, on the same path, or neither is; content is through or was given up with a reason; and nobody waits
 * for anything.
 *
 * @param {number} seed
 * @param {World} world
 */
function assertSettled(seed, world) {
  const states = world.ends.map(({ machine }) => machine.state.name);
  assert.ok(states.every((state) => RESTING.has(state)), `seed ${seed}: ${states}`);
  const [one, other] = world.ends.map(({ machine }) => machine.best);
  assert.equal(one, other, `seed ${seed}: ${states}`);
  for (const { machine } of world.ends) {
    const isImproving = machine.route !== null && machine.route !== 'direct';
    assert.ok(machine.deadline === null || isImproving, `seed ${seed}: a timer is left in ${machine.state.name}`);
    assert.equal(machine.state.name === 'failed', machine.error !== null, `seed ${seed}: no reason`);
  }
  for (const item of world.items) assert.deepEqual(item.isOver, [true, true], `seed ${seed}: ${item.error}`);
  const channels = world.ends.map(({ connection, relay }) => Number(connection !== null) + Number(relay !== null));
  assert.ok(channels.every((count) => count === (one === null ? 0 : 1)), `seed ${seed}: ${channels} channels in ${states}`);
}

test(`in ${RUNS} random schedules both sides are open in the end, or both have failed, and no timer is left`, () => {
  for (let seed = 1; seed <= RUNS; seed += 1) run(seed);
});
