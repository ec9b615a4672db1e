import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../', import.meta.url);
/** The pages, with the module each of them starts with. */
const pages = [['index.html', 'app/main.js'], ['trust.html', 'trust.js']].map(([name, main]) => {
  return { name, main: new URL(main, root), html: readFileSync(new URL(name, root), 'utf8') };
});
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

test('a page preloads every module it starts, so that it loads in one round trip', () => {
  for (const { main, html } of pages) {
    const imported = [...reach(main, new Set())].filter((href) => href !== main.href);
    const preloaded = [...html.matchAll(/<link rel="modulepreload" href="([^"]+)">/g)].map((match) => match[1]);
    assert.deepEqual(preloaded, imported.map((href) => `/${href.slice(root.href.length)}`).sort());
  }
});

test('every style sheet and icon that a page names is there', () => {
  const linked = /<link rel="(?:stylesheet|icon|apple-touch-icon|manifest)" href="\/([^"]+)"/g;
  for (const [, path] of pages.flatMap(({ html }) => [...html.matchAll(linked)])) {
    assert.ok(readFileSync(new URL(path, root)).length > 0, path);
  }
});

test('every icon that the manifest names is there', () => {
  const manifest = JSON.parse(readFileSync(new URL('manifest.webmanifest', root), 'utf8'));
  for (const { src } of manifest.icons) assert.ok(readFileSync(new URL(src.slice(1), root)).length > 0, src);
});

test('no page has an inline script or style', () => {
  for (const { html } of pages) assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
});
