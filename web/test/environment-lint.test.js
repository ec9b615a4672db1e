import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const app = new URL('../app/', import.meta.url);

/** Abilities that a browser may lack or refuse, by a setting, a policy or in a private window. */
const ABILITIES = [
  'localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore',
  'BroadcastChannel', 'MessageChannel', 'Worker', 'SharedWorker', 'serviceWorker',
  'fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'RTCPeerConnection',
  'crypto', 'isSecureContext', 'navigator', 'Notification',
  'AudioContext', 'AudioNode', 'OscillatorNode', 'GainNode', 'Audio',
  'history', 'matchMedia', 'visualViewport', 'performance', 'requestAnimationFrame',
  'ResizeObserver', 'IntersectionObserver', 'Intl',
];

/** Abilities that are methods of objects that are always there. */
const METHODS = ['execCommand', 'createObjectURL', 'revokeObjectURL', 'createElement\\(\'canvas', 'window\\.open'];

const NAMED = new RegExp(`(?<![.\\w'-])(?:window\\.|globalThis\\.|self\\.)?(?:${ABILITIES.join('|')})(?![\\w:'-])|${METHODS.join('|')}`);

/** The modules that try them, and the sentences and the words of codes, which may speak of them. */
const ENVIRONMENT = /^environment(?:\.js|\/.*)$|^i18n\/(?:formats|en|zh-Hans)\.js$|^files\/sinks\/service-worker\.js$|^core\/util\/code-words\.js$/;

/** @param {string} source */
const withoutComments = (source) => source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(?<!:)\/\/.*$/gm, '');

const modules = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js'));

test('only the environment names abilities that a browser may refuse', () => {
  assert.ok(modules.length > 100);
  for (const path of modules) {
    if (ENVIRONMENT.test(path)) continue;
    const lines = withoutComments(readFileSync(new URL(path, app), 'utf8')).split('\n');
    for (const line of lines) assert.doesNotMatch(line, NAMED, `${path} names an ability that belongs into environment/`);
  }
});

test('the check finds every way in which code names an ability', () => {
  for (const line of ["new BroadcastChannel('a')", 'window.localStorage.getItem(a)', 'navigator.clipboard.writeText(a)',
    'new window.AudioContext()', 'history.pushState(a, b)', "document.execCommand('copy')", 'URL.createObjectURL(a)',
    'new Intl.PluralRules(a)', 'globalThis.crypto.subtle', 'window.open(a)', 'performance.now()']) {
    assert.match(line, NAMED);
  }
  for (const line of ['world.crypto', 'trail.history', 'createWorker()', "t('history')", "import { a } from './worker.js'"]) {
    assert.doesNotMatch(line, NAMED);
  }
});
