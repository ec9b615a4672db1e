import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DirectPath } from '../app/channels/direct.js';
import { FakeConnection } from './support/fake-connection.js';
import { FakeNetwork } from './support/fake-network.js';

/** One end of a direct path, and the way its words take to the other. */
class End {
  /** @type {End | null} */
  other = null;
  /** Whether the server takes its words. */
  isHeard = true;
  /** @type {string[]} The types of what it said. */
  said = [];

  /**
   * @param {FakeNetwork} network
   * @param {'caller' | 'callee'} role
   */
  constructor(network, role) {
    this.connection = new FakeConnection(network, {});
    this.path = new DirectPath({
      create: () => /** @type {any} */ (this.connection),
      servers: { known: () => [], obtain: obtainNothing, forget: () => {} },
      call: 'call',
      role,
      isPolite: role === 'callee',
      mayRelay: () => true,
      clock: network.clock,
      signal: (message) => {
        this.said.push(message.type);
        if (this.isHeard) network.clock.after(1, () => this.other?.hear(message));
      },
      events: {
        open: () => {},
        alone: () => {},
        rerouted: () => {},
        trouble: () => {},
        recovered: () => {},
        end: (reason) => this.said.push(`end: ${reason}`),
      },
    });
  }

  /** @param {any} message */
  hear(message) {
    if (message.type === 'offer') void this.path.offered(message.sdp);
    if (message.type === 'answer') void this.path.answered(message.sdp);
    if (message.type === 'candidate') void this.path.candidate(message);
  }

  get isWaiting() {
    return this.connection.signalingState === 'have-local-offer';
  }
}

/** @param {(servers: RTCIceServer[]) => void} ready */
function obtainNothing(ready) {
  ready([]);
  return () => {};
}

/** @type {FakeNetwork} */
let network;
/** @type {End} */
let caller;
/** @type {End} */
let callee;

beforeEach(async () => {
  network = new FakeNetwork();
  [caller, callee] = [new End(network, 'caller'), new End(network, 'callee')];
  caller.other = callee;
  callee.other = caller;
  await network.clock.pass(1_000);
  assert.deepEqual([caller.path.state, callee.path.state], ['open', 'open']);
  for (const end of [caller, callee]) end.said = [];
});

/** The impolite side's offer is lost; then it leaves aside the one of the other side, which waits for its own. */
async function crossOffers() {
  caller.isHeard = false;
  caller.path.lookAnew();
  await network.clock.pass(100);
  caller.isHeard = true;
  callee.path.lookAnew();
  await network.clock.pass(100);
  assert.deepEqual([caller.isWaiting, callee.isWaiting], [true, true]);
}

test('an offer that has crossed another one is said again after a second', async () => {
  await crossOffers();
  await network.clock.pass(2_000);
  assert.deepEqual([caller.isWaiting, callee.isWaiting], [false, false]);
});

test('so it is when the old way has come back within that second', async () => {
  await crossOffers();
  caller.connection.become('disconnected');
  caller.connection.become('connected');
  await network.clock.pass(2_000);
  assert.deepEqual([caller.isWaiting, callee.isWaiting], [false, false]);
});

test('who looks anew says an offer again to which there was no answer: until there is, no other can be made', async () => {
  caller.isHeard = false;
  caller.path.lookAnew();
  await network.clock.pass(5_000);
  caller.isHeard = true;
  caller.path.lookAnew();
  await network.clock.pass(100);
  assert.equal(caller.isWaiting, false);
  assert.equal(JSON.parse(callee.connection.remoteDescription.sdp).credentials, caller.connection.credentials);
});

test('an answer that may have been lost is said again when the server is back', async () => {
  callee.connection.become('disconnected');
  callee.isHeard = false;
  caller.path.lookAnew();
  await network.clock.pass(100);
  callee.isHeard = true;
  callee.path.signalingReturned();
  await network.clock.pass(100);
  assert.equal(caller.isWaiting, false);
});

test('one of which a connection has come is not: it would be taken for the answer to a later offer', async () => {
  caller.isHeard = false;
  caller.path.lookAnew();
  callee.connection.become('disconnected');
  await network.clock.pass(100);
  callee.path.signalingReturned();
  await network.clock.pass(100);
  assert.deepEqual(callee.said, []);
  assert.equal(caller.isWaiting, true);
});
