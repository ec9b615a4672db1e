import { World } from '../support/path-world.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * A course of events between two pages: `a`, which is polite, and `b`.
 *
 * @typedef {{ title: string, play: (world: World, a: World['ends'][0], b: World['ends'][0]) => void }} Scenario
 */

/** @type {Record<string, Scenario>} */
export const scenarios = {
  'direct-call': {
    title: 'b sends something: a call, a direct path, the route read again while it settles',
    play: (world, _, b) => {
      b.send(5 * SECOND);
      world.pass(15 * SECOND);
    },
  },
  'crossing-calls': {
    title: 'both call at once: the call of b stands, and a gives its own up',
    play: (world, a, b) => {
      a.send(SECOND);
      world.pass(3);
      b.send(SECOND);
      world.pass(3 * SECOND);
    },
  },
  'crossing-offers': {
    title: 'b restarts ICE and its offer is lost; then a restarts, b leaves its offer aside and repeats its own',
    play: (world, a, b) => {
      open(world);
      b.isMute = true;
      b.step({ type: 'network-changed' });
      world.pass(200);
      b.isMute = false;
      a.step({ type: 'network-changed' });
      world.pass(3 * SECOND);
    },
  },
  'crossing-restarts': {
    title: 'both networks change at once: two restarts cross, and the connection stays',
    play: (world, a, b) => {
      open(world);
      world.changeAddress(a);
      a.isCut = false;
      a.step({ type: 'network-changed' });
      world.pass(2);
      b.step({ type: 'network-changed' });
      world.pass(3 * SECOND);
    },
  },
  'lost-answer': {
    title: 'the answer of a to a restart is lost with its server, and repeated when that is back',
    play: (world, a, b) => {
      open(world);
      a.connection?.become('disconnected');
      a.isMute = true;
      b.step({ type: 'network-changed' });
      world.pass(200);
      a.isMute = false;
      a.step({ type: 'server-back' });
      world.pass(SECOND);
    },
  },
  'relay-beside-direct': {
    title: 'no direct path opens, and the relay carries; then the network of b changes, the direct path opens and takes '
      + 'over, and the relay goes when it was idle for two seconds',
    play: (world, _, b) => {
      world.isDirectPossible = false;
      b.send(30 * SECOND);
      world.pass(5 * SECOND);
      world.letPass(true);
      b.step({ type: 'network-changed' });
      world.pass(4 * SECOND);
    },
  },
  'crossing-relays': {
    title: 'two without WebRTC ask each other for the relay at once',
    play: (world, a, b) => {
      a.hasWebRTC = b.hasWebRTC = false;
      a.send(100);
      b.send(100);
      world.pass(SECOND);
    },
  },
  'lost-request': {
    title: 'b asks for the relay and is not heard; a asks as well, b leaves that aside and repeats its own request',
    play: (world, a, b) => {
      a.hasWebRTC = b.hasWebRTC = false;
      b.isMute = true;
      b.send(100);
      world.pass(100);
      b.isMute = false;
      a.send(100);
      world.pass(2 * SECOND);
    },
  },
  'relay-improvement': {
    title: 'while the relay carries, the direct path is tried again after half a minute, and times out',
    play: (world, _, b) => {
      world.isDirectPossible = false;
      b.send(70 * SECOND);
      world.pass(80 * SECOND);
    },
  },
  'improvement': {
    title: 'only TURN comes through: a way past it is looked for with growing pauses, until there is one',
    play: (world, _, b) => {
      world.isDirectPossible = false;
      world.isTurnPossible = true;
      b.send(4 * MINUTE);
      world.pass(2 * MINUTE);
      world.isDirectPossible = true;
      world.pass(2 * MINUTE);
    },
  },
  'away-and-back': {
    title: 'a loses the server and comes back: the path answers a ping and stays',
    play: (world, a) => {
      open(world);
      world.goOffline(a);
      world.pass(8 * SECOND);
      world.goOnline(a);
      world.pass(SECOND);
    },
  },
  'gone': {
    title: 'a closes its page: the path does not answer a ping, and everything that waits is given up',
    play: (world, a, b) => {
      open(world);
      a.connection?.close();
      b.whereabouts = 'away';
      b.step({ type: 'peer-away', isClosed: true });
      world.pass(900);
      b.whereabouts = 'left';
      b.step({ type: 'peer-left', isClosed: true });
    },
  },
  'another-page': {
    title: 'the page of a is reloaded: b closes the path to the former one and calls the next',
    play: (world, a, b) => {
      b.send(MINUTE);
      world.pass(SECOND);
      a.step({ type: 'forget' });
      b.step({ type: 'peer-renewed' });
      b.step({ type: 'need' });
      world.pass(2 * SECOND);
    },
  },
  'do-not-disturb': {
    title: 'the person at a does not want to be disturbed: the call is declined',
    play: (world, a, b) => {
      a.isBusy = true;
      b.send(SECOND);
      world.pass(SECOND);
    },
  },
  'call-without-server': {
    title: 'b calls while it has lost the server: the call begins when that is back',
    play: (world, _, b) => {
      world.goOffline(b);
      b.send(SECOND);
      world.pass(3 * SECOND);
      world.goOnline(b);
      world.pass(3 * SECOND);
    },
  },
  'relay-answers': {
    title: 'a loses the server and comes back: the relay answers a ping, and something arrives on it, so it stays',
    play: (world, a, b) => {
      a.hasWebRTC = b.hasWebRTC = false;
      b.send(20 * SECOND);
      world.pass(SECOND);
      b.whereabouts = 'away';
      b.step({ type: 'peer-away', isClosed: false });
      world.pass(SECOND);
      b.whereabouts = 'here';
      b.step({ type: 'peer-back' });
      a.step({ type: 'server-back' });
      b.step({ type: 'server-back' });
      world.pass(2 * SECOND);
      for (const end of world.ends) world.hear(end, 'relay');
      world.pass(10 * SECOND);
    },
  },
  'slept-through': {
    title: 'b sleeps through the end of the path at a and tries to mend it: a says that the call is over',
    play: (world, a, b) => {
      b.send(100);
      world.pass(SECOND);
      world.changeAddress(b);
      b.isCut = false;
      a.step({ type: 'direct-ended', call: a.connection?.call ?? '', reason: 'closed' });
      world.pass(100);
      b.step({ type: 'network-changed' });
      world.pass(SECOND);
    },
  },
  'break': {
    title: 'the direct path dies and there is no relay: attempt after attempt, until it opens again',
    play: (world) => {
      world.relays = false;
      open(world);
      world.letPass(false);
      world.pass(80 * SECOND);
      world.letPass(true);
      world.pass(25 * SECOND);
    },
  },
  'attempt-ends-early': {
    title: 'an attempt after a break ends with its direct path: the next begins at once, and after a pause when that '
      + 'ends as well',
    play: (world, _, b) => {
      world.relays = false;
      open(world);
      world.letPass(false);
      world.passUntil(() => b.connection === null);
      b.step({ type: 'server-back' });
      world.passUntil(() => b.connection !== null);
      world.pass(4 * SECOND);
      b.connection?.become('failed');
      world.passUntil(() => b.connection !== null);
      b.connection?.become('failed');
      world.pass(4 * SECOND);
    },
  },
  'relay-asked-again': {
    title: 'nothing comes through the direct path, and the relay is refused: it is asked for again after a pause',
    play: (world, a, b) => {
      open(world);
      a.isMute = true;
      world.letPass(false);
      world.passUntil(() => b.relay !== null);
      b.step({ type: 'want' });
      world.pass(2_600);
      const call = b.relay?.call ?? '';
      b.step({ type: 'message', message: { type: 'error', from: 'a', call, code: 'CALL_FAILED', message: '' } });
      world.pass(4 * SECOND);
    },
  },
  'trouble': {
    title: 'the direct path dies: the relay is asked for after two and a half seconds and carries until it is back',
    play: (world) => {
      open(world);
      world.letPass(false);
      world.pass(10 * SECOND);
      world.letPass(true);
      world.pass(5 * SECOND);
    },
  },
  'direct-only': {
    title: 'a allows direct connections only, and none opens',
    play: (world, a, b) => {
      world.isDirectPossible = false;
      a.isDirectOnly = true;
      b.send(SECOND);
      world.pass(25 * SECOND);
    },
  },
  'turn-refused': {
    title: 'a allows direct connections only, and the connection goes over TURN',
    play: (world, a, b) => {
      world.isDirectPossible = false;
      world.isTurnPossible = true;
      a.isDirectOnly = true;
      b.send(SECOND);
      world.pass(SECOND);
    },
  },
  'relay-forged': {
    title: 'a message on the relay is not what the other side encrypted',
    play: (world, a, b) => {
      a.hasWebRTC = b.hasWebRTC = false;
      b.send(MINUTE);
      world.pass(SECOND);
      a.step({ type: 'relay-ended', call: a.relay?.call ?? '', reason: 'forged' });
      world.pass(SECOND);
    },
  },
  'announcement-taken-back': {
    title: 'the relay was announced to the person when the direct path opens after all: nothing goes through the relay',
    play: (world, _, b) => {
      world.isDirectPossible = false;
      b.send(100);
      world.passUntil(() => b.machine.best === 'relay');
      world.letPass(true);
      world.pass(3 * SECOND);
    },
  },
  'relay-forbidden': {
    title: 'the person at b chooses direct connections only while the relay carries',
    play: (world, a, b) => {
      a.hasWebRTC = b.hasWebRTC = false;
      b.send(MINUTE);
      world.pass(SECOND);
      b.isDirectOnly = true;
      b.step({ type: 'relay-forbidden' });
      world.pass(5 * SECOND);
    },
  },
  'no-server-answers': {
    title: 'neither STUN nor TURN answers: the relay is asked for at once',
    play: (world, _, b) => {
      world.isDirectPossible = false;
      b.send(SECOND);
      world.pass(300);
      b.step({ type: 'direct-alone', call: b.connection?.call ?? '' });
      world.pass(3 * SECOND);
    },
  },
  'udp-blocked': {
    title: 'nothing answers over UDP and b allows no relay: that is the reason why no path opens',
    play: (world, _, b) => {
      world.isDirectPossible = false;
      b.isDirectOnly = true;
      b.send(SECOND);
      world.pass(300);
      b.step({ type: 'direct-udp', call: b.connection?.call ?? '', isBlocked: true });
      world.pass(25 * SECOND);
    },
  },
  'route-shifts': {
    title: 'another pair of candidates takes over, from TURN to a direct one',
    play: (world, _, b) => {
      world.isDirectPossible = false;
      world.isTurnPossible = true;
      b.send(MINUTE);
      world.pass(15 * SECOND);
      world.isDirectPossible = true;
      b.step({ type: 'direct-shifted', call: b.connection?.call ?? '' });
      world.pass(SECOND);
    },
  },
  'protocol-broken': {
    title: 'the other side does not speak the protocol of a conversation',
    play: (world, _, b) => {
      open(world);
      b.step({ type: 'broken', error: 'BAD_MESSAGE' });
      world.pass(SECOND);
    },
  },
  'revived': {
    title: 'the browser shows the page of b again, which was left, and whose end was told to the others',
    play: (world, _, b) => {
      open(world);
      b.step({ type: 'revived' });
      world.pass(100);
    },
  },
  'dead-relay': {
    title: 'the network has lost the relay without a word: nothing arrives on it once the server is back, and another '
      + 'is asked for',
    play: (world, a, b) => {
      a.hasWebRTC = b.hasWebRTC = false;
      b.send(MINUTE);
      world.pass(SECOND);
      a.isCut = true;
      world.pass(SECOND);
      if (a.relay !== null) a.relay.isOpen = false;
      a.isCut = false;
      a.step({ type: 'server-lost' });
      a.step({ type: 'server-back' });
      world.pass(10 * SECOND);
    },
  },
  'made-room': {
    title: 'b closes the conversation to make room for another one',
    play: (world, _, b) => {
      open(world);
      b.step({ type: 'close' });
      world.pass(SECOND);
    },
  },
  'refused-by-browser': {
    title: 'the browser of a makes no connection: it says so, and the relay carries',
    play: (world, a, b) => {
      a.refusesConnections = true;
      b.send(SECOND);
      world.pass(3 * SECOND);
    },
  },
  'nobody-there': {
    title: 'a has just lost the server: the call finds nobody',
    play: (world, a, b) => {
      a.isOnline = false;
      b.send(SECOND);
      world.pass(SECOND);
    },
  },
};

/**
 * A direct path, over which b sends something that takes long.
 *
 * @param {World} world
 */
function open(world) {
  world.ends[1].send(10 * MINUTE);
  world.pass(SECOND);
}

/**
 * The course of a scenario at both machines, as it stands in `Fixtures/paths`.
 *
 * @param {Scenario} scenario
 * @returns {{ title: string, machines: { name: string, prefix: string, facts: any, steps: any[] }[] }}
 */
export function traceOf({ title, play }) {
  const world = new World(1);
  world.serversTake = 10;
  for (const end of world.ends) end.steps = [];
  play(world, world.ends[0], world.ends[1]);
  const machines = world.ends.map(({ name, prefix, initial, steps }) => ({ name, prefix, facts: initial, steps }));
  return JSON.parse(JSON.stringify({ title, machines }));
}

/**
 * A trace as text, with one step in a line, so that a difference shows which step it is.
 *
 * @param {ReturnType<typeof traceOf>} trace
 */
export function formatted({ title, machines }) {
  const texts = machines.map(({ steps, ...machine }) => {
    const head = JSON.stringify(machine).slice(0, -1);
    return `    ${head}, "steps": [\n${steps.map((step) => `      ${JSON.stringify(step)}`).join(',\n')}\n    ]}`;
  });
  return `{\n  "title": ${JSON.stringify(title)},\n  "machines": [\n${texts.join(',\n')}\n  ]\n}\n`;
}
