import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../', import.meta.url);
const html = readFileSync(new URL('index.html', root), 'utf8');
const statement = /^(?:import|export)\s(?:[^;]*?\sfrom\s+)?'(\.[^']+)'/gm;

/**
 * Every module that comes with this one.
 * @param {URL} module
 * @param {Set<string>} found
 */
function reach(module, found) {
  if (found.has(module.href)) return found;
  found.add(module.href);
  for (const [, path] of readFileSync(module, 'utf8').matchAll(statement)) reach(new URL(path, module), found);
  return found;
}

test('index.html preloads every module of the page, so that it loads in one round trip', () => {
  const main = new URL('app/main.js', root);
  const imported = [...reach(main, new Set())].filter((href) => href !== main.href);
  const preloaded = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map((match) => match[1]);
  assert.deepEqual(preloaded, imported.map((href) => `/${href.slice(root.href.length)}`).sort());
});

test('every style sheet and icon that index.html names is there', () => {
  for (const [, path] of html.matchAll(/<link rel="(?:stylesheet|icon|apple-touch-icon|manifest)" href="\/([^"]+)"/g)) {
    assert.ok(readFileSync(new URL(path, root)).length > 0, path);
  }
});

test('every icon that the manifest names is there', () => {
  const manifest = JSON.parse(readFileSync(new URL('manifest.webmanifest', root), 'utf8'));
  for (const { src } of manifest.icons) assert.ok(readFileSync(new URL(src.slice(1), root)).length > 0, src);
});

test('index.html has no inline script or style', () => {
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});
