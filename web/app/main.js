import { createEngine } from './engine.js';
import { browserEnvironment } from './environment.js';
import { bestLanguage, language, useLanguage } from './i18n/index.js';
import { nothingKept } from './page/kept.js';
import { createPage } from './page/page.js';
import { flattenName } from './core/transfer/flatten-name.js';
import { takeCodeFromAddress } from './ui/join-link.js';
import { applyTheme, createPreferences } from './ui/preferences.js';
import { followViewport } from './ui/viewport.js';

const environment = browserEnvironment(window);
const { interface: browser } = environment;
const engine = createEngine(environment);
const preferences = createPreferences(browser.local);
const kept = nothingKept();

applyTheme(preferences.theme);
speak(preferences.language);
followViewport(browser.viewport);
let page = open();
joinFromAddress();
window.addEventListener('hashchange', joinFromAddress);

/** @param {string | null} tag the language chosen here; null: as the browser says */
function speak(tag) {
  useLanguage(tag ?? bestLanguage(browser.languages()));
  document.documentElement.lang = language();
}

function open() {
  const opened = createPage({
    engine,
    browser,
    flattenName,
    kept,
    preferences: {
      theme: preferences.theme,
      language: preferences.language,
      setTheme(theme) {
        preferences.theme = theme;
        applyTheme(theme);
      },
      setLanguage(tag) {
        preferences.language = tag;
        speak(tag);
        page.dispose();
        page = open();
        page.openSettings();
      },
    },
  });
  document.body.append(opened.element);
  return opened;
}

/** A link with a code joins as soon as the server is there. */
function joinFromAddress() {
  const code = takeCodeFromAddress(browser.trail);
  if (code) page.join(code);
}
