import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

const root = new URL('../', import.meta.url);

/** Names by which text could become markup or code. */
const MARKUP =
  /\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTML(?:Unsafe)?|parseHTML(?:Unsafe)?|createContextualFragment|DOMParser|srcdoc|eval)\b|\bdocument\s*(?:\?\.|\.)\s*write(?:ln)?\b|\bnew\s+Function\b/;

const modules = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.js') && !path.startsWith('test/'),
);

test('no module of the page makes markup or code of text', () => {
  assert.ok(modules.length > 100 && modules.includes('sw.js'));
  for (const path of modules) assert.doesNotMatch(readFileSync(new URL(path, root), 'utf8'), MARKUP, path);
});

test('the check finds every way that makes markup of text', () => {
  for (const line of ['a.innerHTML = b', "a['outerHTML'] = b", 'a.insertAdjacentHTML(b, c)', 'document.write(a)',
    'document?.writeln(a)', 'a.setHTML(b)', 'a.setHTMLUnsafe(b)', 'new DOMParser()', 'new  Function(a)']) {
    assert.match(line, MARKUP);
  }
  assert.doesNotMatch('sink.write(payload)', MARKUP);
});
