import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestLanguage, languages, t, useLanguage } from '../app/i18n/index.js';

const english = languages.en.messages;

/**
 * All forms of a message.
 * @param {string | import('../app/i18n/index.js').Plural} message
 * @returns {string[]}
 */
const forms = (message) => (typeof message === 'string' ? [message] : Object.values(message));

/** @param {string | import('../app/i18n/index.js').Plural} message */
const placeholders = (message) => [...new Set(forms(message).join(' ').match(/\{\w+\}/g))].sort();

for (const [tag, { messages }] of Object.entries(languages)) {
  test(`${tag} says everything that English says, and nothing else`, () => {
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort());
  });

  test(`${tag} uses the parameters that English uses`, () => {
    for (const [key, message] of Object.entries(english)) {
      const translated = messages[/** @type {keyof typeof english} */ (key)];
      assert.deepEqual(placeholders(translated), placeholders(message), key);
    }
  });

  test(`${tag} has every plural form its grammar knows`, () => {
    const { pluralCategories } = new Intl.PluralRules(tag).resolvedOptions();
    for (const [key, message] of Object.entries(messages)) {
      if (typeof message !== 'string') assert.deepEqual(Object.keys(message).sort(), [...pluralCategories].sort(), key);
    }
  });

  test(`${tag} leaves no message empty`, () => {
    for (const [key, message] of Object.entries(messages)) assert.ok(forms(message).every(Boolean), key);
  });
}

test('the language is the first wanted one that there is', () => {
  assert.equal(bestLanguage(['fr-FR', 'zh-CN', 'en']), 'zh-Hans');
  assert.equal(bestLanguage(['en-GB']), 'en');
  assert.equal(bestLanguage(['zh-Hans']), 'zh-Hans');
  assert.equal(bestLanguage(['fr']), 'en');
  assert.equal(bestLanguage([]), 'en');
});

test('plurals follow the number', () => {
  useLanguage('en');
  assert.equal(t('transfer.files', { count: 1 }), '1 file');
  assert.equal(t('transfer.files', { count: 1200 }), '1,200 files');
  useLanguage('zh-Hans');
  assert.equal(t('transfer.files', { count: 1 }), '1 个文件');
});

test('a right-to-left name does not reorder the sentence around it', () => {
  useLanguage('en');
  assert.equal(t('end.declinedByThem', { name: 'ليلى' }), '\u2068ليلى\u2069 declined.');
  assert.equal(t('end.declinedByThem', { name: 'Blue Heron' }), 'Blue Heron declined.');
});

test('a name that looks like a parameter is said as it is', () => {
  useLanguage('en');
  assert.equal(t('end.declinedByThem', { name: '{name} $& {what}' }), '{name} $& {what} declined.');
});
