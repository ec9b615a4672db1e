import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Connections } from '../app/channels/connections.js';
import { FakeNetwork } from './support/fake-network.js';
import { twoPages } from './support/two-pages.js';

const MINUTE = 60_000;

/** @type {FakeNetwork} */
let network;

beforeEach(() => {
  network = new FakeNetwork();
});

/** @param {string} type */
const said = (type) => network.server.log.filter((message) => message.type === type);

/** URLs that the browsers below refuse. */
const bad = /[ ]|:0$/;

/** @param {RTCConfiguration} configuration */
const urlsOf = ({ iceServers = [] }) => iceServers.flatMap(({ urls }) => urls);

/**
 * Two pages in browsers that `refuse` some configurations, as `new RTCPeerConnection` does by throwing.
 *
 * @param {(configuration: RTCConfiguration, browser: number) => boolean} refuse
 */
function refusingPages(refuse) {
  return twoPages(network, {
    change(browser, index) {
      const { createConnection } = browser;
      browser.createConnection = (/** @type {RTCConfiguration} */ configuration) => {
        if (refuse(configuration, index)) throw new SyntaxError('Malformed URL.');
        return createConnection?.(configuration);
      };
    },
  });
}

test('servers that the browser refuses cost neither the direct path nor the other servers, and are named', async () => {
  network.server.turn = true;
  network.server.iceServers = [{ urls: ['stun:a b'] }, { urls: 'stun:good.example' }, { urls: ['stun:x:0'] }];
  const pages = await refusingPages((configuration) => urlsOf(configuration).some((url) => bad.test(url)));
  assert.deepEqual(pages.anna.state.server.refusedServers, []);
  await pages.send(1_000_000, 1);
  await network.clock.pass(2_000);
  assert.deepEqual(pages.paths, ['direct', 'direct']);
  assert.equal(said('relay-request').length, 0);
  for (const { state } of [pages.anna, pages.bert]) {
    assert.deepEqual(state.server.refusedServers, ['stun:a b', 'stun:x:0']);
    assert.equal(state.self.refusesConnections, false);
  }
  // The connections that were made to try are gone, and the one that is left has all the others.
  const used = [...network.connections].map(({ configuration }) => urlsOf(configuration));
  assert.deepEqual(used, Array(2).fill(['stun:good.example', 'turn:192.168.0.2:3478']));
  assert.equal((await pages.anna.inspect(pages.bertId))?.refusal, null);
});

test('where a refusal of the browser keeps a path on the relay, the inspector says so', async () => {
  network.server.iceServers = [{ urls: ['stun:a b'] }];
  network.isDirectPossible = false;
  const pages = await refusingPages((configuration) => urlsOf(configuration).some((url) => bad.test(url)));
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(10_000);
  assert.deepEqual(pages.paths, ['encrypted', 'encrypted']);
  assert.equal((await pages.anna.inspect(pages.bertId))?.refusal, 'servers');

  // The operator has corrected them.
  network.server.iceServers = [];
  network.server.stop();
  await network.clock.pass(1_000);
  network.server.start();
  await network.clock.until(() => pages.anna.state.server.status === 'online', MINUTE);
  assert.deepEqual(pages.anna.state.server.refusedServers, []);
});

test('a browser that refuses every connection says so, and uses the relay until it makes one again', async () => {
  let isForbidden = true;
  const pages = await refusingPages((_, browser) => browser === 0 && isForbidden);
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(5_000);
  assert.deepEqual(pages.paths, ['encrypted', 'encrypted']);
  assert.deepEqual([pages.anna, pages.bert].map(({ state }) => state.self.refusesConnections), [true, false]);
  assert.equal((await pages.anna.inspect(pages.bertId))?.refusal, 'browser');
  isForbidden = false;
  pages.anna.sendText(pages.bertId, 'again');
  await network.clock.pass(2 * MINUTE);
  pages.anna.sendText(pages.bertId, 'and again');
  await network.clock.pass(MINUTE);
  assert.deepEqual(pages.paths, ['direct', 'direct']);
  assert.equal(pages.anna.state.self.refusesConnections, false);
});

test('without a relay the failure names the browser that refuses connections', async () => {
  network.server.turn = true;
  network.server.relay = false;
  const pages = await refusingPages((_, browser) => browser === 0);
  pages.anna.sendText(pages.bertId, 'hello');
  await network.clock.pass(30_000);
  assert.equal(pages.atAnna.error, 'CONFIG_REFUSED');
  assert.deepEqual(said('path').map(({ path, reason }) => [path, reason]), [['none', 'CALL_FAILED']]);
});

test('a restart of ICE goes on with the servers it has when the browser refuses the new ones', async () => {
  network.server.turn = true;
  const pages = await twoPages(network);
  await pages.send(20_000_000);
  await network.clock.pass(1_000);
  for (const connection of network.connections) {
    connection.setConfiguration = () => {
      throw new SyntaxError('Malformed URL.');
    };
  }
  network.changeAddress();
  await network.clock.pass(MINUTE);
  assert.ok(pages.hasArrived(20_000_000));
  assert.deepEqual(pages.paths, ['direct', 'direct']);
});

test('servers that the browser refuses only together are left out together', () => {
  let open = 0;
  let changes = 0;
  const connections = new Connections((configuration) => {
    if ((configuration.iceServers ?? []).length > 2) throw new RangeError('Too many servers.');
    open += 1;
    return /** @type {any} */ ({ configuration, close: () => void (open -= 1) });
  }, () => void (changes += 1));
  const servers = ['stun:a', 'stun:b', 'stun:c'].map((urls) => ({ urls }));
  const made = /** @type {any} */ (connections.make(servers));
  assert.deepEqual(made.configuration.iceServers, []);
  assert.deepEqual([open, changes, servers.every((server) => connections.refuses(server))], [1, 1, true]);
  assert.equal(connections.isImpossible, false);
});
