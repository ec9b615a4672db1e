import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { FakeNetwork } from './support/fake-network.js';

const MINUTE = 60_000;

/** @type {FakeNetwork} */
let network;
/** @type {ReturnType<FakeNetwork['browser']>} */
let browser;

beforeEach(() => {
  network = new FakeNetwork();
  browser = network.browser();
});

/** @param {import('../app/types').Engine} engine */
const server = ({ state: { server: { status, obstacle } } }) => [status, obstacle];

test('a server that answers, but to which no socket opens, counts as blocked', async () => {
  network.server.hasUpgrades = false;
  const engine = createEngine(browser);
  await network.clock.pass(200);
  assert.deepEqual(server(engine), ['offline', null]);
  await network.clock.pass(10_000);
  assert.deepEqual(server(engine), ['offline', 'no-websocket']);
  assert.equal(browser.device.notes, 1);
  network.server.hasUpgrades = true;
  await network.clock.pass(20_000);
  assert.deepEqual(server(engine), ['online', null]);
});

test('a browser that makes no socket is named as the obstacle at once', async () => {
  browser.device.refusesSockets = true;
  const engine = createEngine(browser);
  await network.clock.pass(200);
  assert.deepEqual(server(engine), ['offline', 'sockets-refused']);
  browser.device.refusesSockets = false;
  await network.clock.pass(20_000);
  assert.deepEqual(server(engine), ['online', null]);
});

test('a server that does not answer is no obstacle, and one that takes a socket and stays silent is blocked', async () => {
  network.server.stop();
  const engine = createEngine(browser);
  await network.clock.pass(MINUTE);
  assert.deepEqual(server(engine), ['offline', null]);

  network = new FakeNetwork();
  browser = network.browser();
  network.server.silence();
  const other = createEngine(browser);
  await network.clock.pass(MINUTE);
  assert.deepEqual(server(other), ['offline', 'no-websocket']);
});

test('a server that restarts never counts as blocked', async () => {
  for (let away = 100; away <= 6_000; away += 100) {
    network = new FakeNetwork();
    browser = network.browser();
    const engine = createEngine(browser);
    await network.clock.until(() => engine.state.server.status === 'online', MINUTE);
    /** @type {unknown[]} */
    const seen = [];
    engine.subscribe(({ server: { obstacle } }) => seen.push(obstacle));
    network.server.stop();
    await network.clock.pass(away);
    network.server.start();
    await network.clock.until(() => engine.state.server.status === 'online', MINUTE);
    assert.ok(seen.every((obstacle) => obstacle === null), `${away} ms away`);
  }
});

test('a blocked server that stops answering counts as blocked no more', async () => {
  network.server.hasUpgrades = false;
  const engine = createEngine(browser);
  await network.clock.pass(10_000);
  network.server.stop();
  await network.clock.pass(MINUTE);
  assert.deepEqual(server(engine), ['offline', null]);
});

test('a device in no network does not blame the server', async () => {
  const engine = createEngine(browser);
  await network.clock.until(() => engine.state.server.status === 'online', MINUTE);
  browser.device.isOffline = true;
  network.server.stop();
  await network.clock.pass(1_000);
  assert.deepEqual(server(engine), ['offline', 'device-offline']);
  browser.device.isOffline = false;
  network.server.start();
  browser.wake();
  await network.clock.pass(1_000);
  assert.deepEqual(server(engine), ['online', null]);
});
