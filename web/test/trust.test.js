import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { languages } from '../app/i18n/index.js';

const html = readFileSync(new URL('../trust.html', import.meta.url), 'utf8');
const css = readFileSync(new URL('../trust.css', import.meta.url), 'utf8');
const articles = new Map([...html.matchAll(/<article id="([^"]+)" lang="([^"]+)">(.*?)<\/article>/gs)].map(([, id, lang, body]) => {
  assert.equal(id, lang);
  return [lang, body];
}));

/** @param {string} body */
const outline = (body) => [...body.matchAll(/<(h1|h2|section|ol|li|pre|a)(?: (?:class|tabindex)="[^"]*")?(?: href="([^"]+)")?>/g)].map(([, tag, href]) => `${tag} ${href ?? ''}`);

test('/trust is there in every language, with the same steps and links', () => {
  assert.deepEqual([...articles.keys()].sort(), Object.keys(languages).sort());
  const english = outline(articles.get('en') ?? '');
  for (const body of articles.values()) assert.ok(body.includes('<div class="uncovered" hidden>'));
  assert.ok(english.includes('a /ca.crt') && english.includes('a /trust/secure'));
  for (const body of articles.values()) assert.deepEqual(outline(body), english);
  for (const [tag, { name }] of Object.entries(languages)) {
    assert.ok(html.includes(`<a href="#${tag}" lang="${tag}" hreflang="${tag}">${name}</a>`), tag);
    if (tag !== 'en') assert.ok(css.includes(`article[lang="${tag}"]:target ~ article[lang="en"]`), tag);
  }
});
