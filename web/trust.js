/** The page /trust: shows it in the language the person reads, as the page of Ferry itself does. */

import { bestLanguage } from './app/i18n/index.js';
import { createPreferences } from './app/ui/preferences.js';
import { attempt } from './app/core/util/attempt.js';
import { keyStorage } from './app/environment/key-storage.js';

/** The language that the address names, or null. */
function chosen() {
  const tag = location.hash.slice(1);
  return document.querySelector(`article[lang="${CSS.escape(tag)}"]`) === null ? null : tag;
}

/** Title and language of the document are those of the article that trust.css shows. */
function follow() {
  const language = chosen() ?? 'en';
  document.documentElement.lang = language;
  document.title = document.querySelector(`article[lang="${language}"] h1`)?.textContent ?? document.title;
  for (const link of document.querySelectorAll('.languages a')) {
    if (link.getAttribute('hreflang') === language) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

addEventListener('hashchange', follow);
const { language: kept } = createPreferences(keyStorage(() => window.localStorage));
const best = kept ?? bestLanguage(attempt(() => navigator.languages) ?? []);
// Takes the place of the address without a language, so that 'Back' leads to Ferry.
if (chosen() === null && best !== 'en') location.replace(`#${best}`);
follow();

/** Shows the names for which HTTPS does not work. They change while the server runs, so the page asks for them. */
async function showUncovered() {
  const answer = await fetch('/trust/uncovered').catch(() => null);
  const text = answer?.ok === true ? await answer.text() : '';
  const names = text.split('\n').filter((name) => name !== '');
  for (const place of document.querySelectorAll('.uncovered')) {
    place.toggleAttribute('hidden', names.length === 0);
    place.querySelector('ul')?.replaceChildren(...names.map(listed));
  }
}

/** @param {string} name */
function listed(name) {
  const item = document.createElement('li');
  item.dir = 'ltr';
  item.textContent = name;
  return item;
}

void showUncovered();
