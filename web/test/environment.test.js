import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEngine } from '../app/engine.js';
import { browserEnvironment } from '../app/environment.js';
import { neverBack } from '../app/environment/clock.js';
import { Settings } from '../app/state/settings.js';
import { keyStorage } from '../app/environment/key-storage.js';
import { memory } from './support/fake-storage.js';
import { seededRandom } from './support/seeded-random.js';

/** Every ability that the page takes from `window`, by name. */
const OF_WINDOW = [
  'localStorage', 'sessionStorage', 'BroadcastChannel', 'MessageChannel', 'WebSocket', 'RTCPeerConnection', 'fetch',
  'crypto', 'isSecureContext', 'AudioContext', 'history', 'matchMedia', 'visualViewport', 'performance',
  'requestAnimationFrame', 'ResizeObserver', 'navigator',
];

/** Every ability that the page takes from `navigator`, by name. */
const OF_NAVIGATOR = ['serviceWorker', 'clipboard', 'wakeLock', 'connection', 'languages', 'userAgent'];

/** Ways in which a browser may refuse: a name that throws, a name that is missing, a value that throws when used. */
const REFUSALS = {
  'throws when named': () => ({ get: () => { throw new DOMException('The operation is insecure.', 'SecurityError'); } }),
  'is not there': () => ({ value: undefined }),
  'throws when used': () => ({ value: useless }),
};

/** A value that throws on every use, as an insecure operation does. @type {any} */
const useless = new Proxy(function () {}, {
  get: (_, name) => (name === Symbol.toPrimitive || name === 'then' ? undefined : useless),
  ...Object.fromEntries(['apply', 'construct', 'set', 'has'].map((trap) => [trap, () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  }])),
});

/**
 * A window without those abilities, and the little of a document that the environment touches.
 *
 * @param {readonly string[]} names
 * @param {() => PropertyDescriptor} refuse
 * @returns {any}
 */
function windowWithout(names, refuse) {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), {
    visibilityState: 'visible',
    createElement: () => ({ getContext: () => null }),
  });
  const serviceWorker = { register: async () => { throw new Error('There is no worker.'); } };
  const navigator = { userAgent: 'Version/18.0 Safari', languages: ['en'], serviceWorker };
  const location = { origin: 'https://ferry.test', reload: () => undefined };
  Object.assign(window, { document, location, navigator, innerWidth: 1280, isSecureContext: true, MessageChannel });
  for (const name of names) {
    const owner = OF_NAVIGATOR.includes(name) ? navigator : window;
    Object.defineProperty(owner, name, { configurable: true, ...refuse() });
  }
  return window;
}

for (const [how, refuse] of Object.entries(REFUSALS)) {
  for (const name of [...OF_WINDOW, ...OF_NAVIGATOR]) {
    test(`a page opens in a browser whose ${name} ${how}`, async () => {
      const { interface: browser, ...environment } = browserEnvironment(windowWithout([name], refuse));
      const engine = createEngine({ ...environment, clock: { ...environment.clock, after: () => () => undefined } });
      assert.equal(engine.state.self.id, null);

      engine.rename('Anna');
      engine.setDirectOnly(true);
      assert.equal(engine.state.self.name, 'Anna');
      assert.equal(environment.random(12).length, 12);
      assert.equal(typeof environment.clock.now(), 'number');
      assert.equal(await browser.copyText('words'), false);
      assert.equal(await browser.keepAwake(), null);
      assert.equal(browser.openAudio(), null);
      assert.ok(Array.isArray(browser.languages()));
      browser.trail.push({});
      browser.trail.replace(null);
      assert.equal(typeof browser.trail.back(), 'boolean');
      assert.equal(typeof browser.width(52).isReached(), 'boolean');
      browser.watchSizes([], () => undefined)();
      await assert.rejects(browser.drawQR('text', new AbortController().signal));
    });
  }
}

for (const [how, refuse] of Object.entries(REFUSALS)) {
  test(`a socket that cannot be made is not blamed on the server: WebSocket ${how}`, () => {
    const { createSocket, areSocketsRefused } = browserEnvironment(windowWithout(['WebSocket'], refuse));
    assert.equal(areSocketsRefused(), false);
    assert.throws(() => createSocket('ws://ferry.test', []));
    assert.equal(areSocketsRefused(), true);
  });
}

test('values that a browser does not keep hold until the page is closed', () => {
  const map = new Map([['name', 'Anna']]);
  let isFull = true;
  const storage = keyStorage(() => ({
    ...memory(map),
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => {
      if (isFull) throw new DOMException('', 'QuotaExceededError');
      map.set(key, value);
    },
  }));
  assert.equal(storage.isLasting, true);
  storage.set('name', 'Ben');
  assert.equal(storage.get('name'), 'Ben');
  assert.equal(storage.isLasting, false);
  isFull = false;
  storage.set('name', 'Cleo');
  assert.equal(map.get('name'), 'Cleo');
  assert.equal(storage.isLasting, true);
  storage.remove('name');
  assert.equal(storage.get('name'), null);
});

test('choices of the person hold in a browser that keeps nothing', () => {
  const nothing = keyStorage(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  });
  const settings = new Settings(nothing, seededRandom(1));
  settings.directOnly = true;
  settings.availability = 'busy';
  assert.deepEqual([settings.directOnly, settings.availability], [true, 'busy']);
  settings.directOnly = false;
  assert.equal(settings.directOnly, false);
});

test('a clock that runs on the time of day never goes back', () => {
  const times = [5, 9, 3, 12];
  const now = neverBack(() => times.shift() ?? 0);
  assert.deepEqual([now(), now(), now(), now()], [5, 9, 9, 12]);
});
