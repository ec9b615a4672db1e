import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkify } from '../app/ui/linkify.js';

/** @param {string} text */
const links = (text) => linkify(text).flatMap(({ text: shown, href }) => (href ? [shown] : []));

test('web addresses become links and the text stays the same', () => {
  const text = 'See https://example.org/a?b=c#d, or http://192.168.1.20:8080.';
  assert.deepEqual(links(text), ['https://example.org/a?b=c#d', 'http://192.168.1.20:8080']);
  assert.equal(linkify(text).map((segment) => segment.text).join(''), text);
});

test('the punctuation around an address is not part of it', () => {
  assert.deepEqual(links('(https://example.org/x)'), ['https://example.org/x']);
  assert.deepEqual(links('https://example.org/wiki/Ferry_(boat).'), ['https://example.org/wiki/Ferry_(boat)']);
  assert.deepEqual(links('“https://example.org/q”!'), ['https://example.org/q']);
  assert.deepEqual(links('看这里：https://example.org/图，很好'), ['https://example.org/图']);
});

test('other schemes are no links', () => {
  assert.deepEqual(links('javascript:alert(1) file:///etc/passwd data:text/html,x ftp://example.org'), []);
  assert.deepEqual(links('http:// https://'), []);
});

test('a text without addresses is one piece, an empty one none', () => {
  assert.deepEqual(linkify('plain'), [{ text: 'plain', href: null }]);
  assert.deepEqual(linkify(''), []);
});

test('a long text of half addresses takes no long time', () => {
  assert.equal(links('https://'.repeat(20_000)).length < 2, true);
  assert.equal(links(`https://example.org/${')'.repeat(2000)}`).length, 1);
});
