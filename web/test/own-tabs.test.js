import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { FakeNetwork } from './support/fake-network.js';
import { FakeTabs } from './support/fake-tabs.js';

const MINUTE = 60_000;

/**
 * The devices that a page takes for other tabs of its browser.
 *
 * @param {import('../app/types').Engine} engine
 */
const ownTabs = ({ state }) => state.devices.filter((device) => device.isOwnTab).map(({ id }) => id);

test('tabs of one browser know each other, and nobody else of their name', async () => {
  const network = new FakeNetwork();
  const tabs = new FakeTabs();
  const open = (/** @type {FakeTabs | null} */ shared) => createEngine(network.browser({ name: 'Heron', tabs: shared?.open() ?? null }));
  const first = open(tabs);
  const stranger = open(null);
  const otherBrowser = open(new FakeTabs());
  await network.clock.until(() => first.state.devices.length === 2, MINUTE);
  assert.deepEqual(ownTabs(first), []);

  const second = open(tabs);
  assert.ok(await network.clock.until(() => ownTabs(first).length === 1 && ownTabs(second).length === 1, MINUTE));
  assert.deepEqual(ownTabs(first), [second.state.self.id]);
  assert.deepEqual(ownTabs(second), [first.state.self.id]);
  await network.clock.until(() => [stranger, otherBrowser].every(({ state }) => state.devices.length === 3), MINUTE);
  assert.deepEqual([...ownTabs(stranger), ...ownTabs(otherBrowser)], []);

  const third = open(tabs);
  assert.ok(await network.clock.until(() => [first, second, third].every((engine) => ownTabs(engine).length === 2), MINUTE));
});

test('tabs stop answering each other, and messages without an ID are ignored', async () => {
  const network = new FakeNetwork();
  const tabs = new FakeTabs();
  const first = createEngine(network.browser({ tabs: tabs.open() }));
  const second = createEngine(network.browser({ tabs: tabs.open() }));
  await network.clock.until(() => ownTabs(first).length === 1 && ownTabs(second).length === 1, MINUTE);
  const said = tabs.said.length;
  assert.ok(said <= 4, `${said} messages`);

  const old = tabs.open();
  for (const message of [{ type: 'tab' }, { type: 'tab', id: 7 }, { type: 'tab', id: 'x'.repeat(65) }, { type: 'older' }]) old.say(message);
  await network.clock.pass(MINUTE);
  assert.equal(tabs.said.length, said + 4);
});
