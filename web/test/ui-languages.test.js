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
  test(`${tag} has the messages that English has, and no others`, () => {
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

/** Languages as browsers list them, and the one the page speaks. @type {[string, string][]} */
const wishes = [
  ['', 'en'],
  ['fr', 'en'],
  ['en-GB', 'en'],
  ['de-AT de en-US en', 'en'],
  ['en-US zh-CN', 'en'],
  ['fr-FR zh-CN en', 'zh-Hans'],
  ['zh', 'zh-Hans'],
  ['zh-Hans', 'zh-Hans'],
  ['ZH-hans', 'zh-Hans'],
  ['zh-CN zh en-US en', 'zh-Hans'],
  ['zh-SG', 'zh-Hans'],
  ['zh-MY', 'zh-Hans'],
  ['zh-Hans-HK', 'zh-Hans'],
  ['zh-Hans-TW', 'zh-Hans'],
  ['zh-Hant', 'en'],
  ['zh-Hant-CN', 'en'],
  ['zh-Hant-TW zh-TW', 'en'],
  ['zh-TW', 'en'],
  ['zh-HK', 'en'],
  ['zh-MO', 'en'],
  ['zh-TW zh en-US en', 'en'],
  ['zh-HK zh', 'en'],
  ['zh-TW zh-CN en', 'zh-Hans'],
  ['zh-Hant zh-Hans', 'zh-Hans'],
  ['zh-TW fr zh-SG', 'zh-Hans'],
  ['zh-CN zh-TW', 'zh-Hans'],
  ['sr-Latn-RS en', 'en'],
  ['constructor toString', 'en'],
];

for (const [wanted, spoken] of wishes) {
  test(`a person who wants ${wanted || 'nothing'} gets ${spoken}`, () => {
    assert.equal(bestLanguage(wanted.split(' ')), spoken);
  });
}

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

test('a name that looks like a parameter stays as it is', () => {
  useLanguage('en');
  assert.equal(t('end.declinedByThem', { name: '{name} $& {what}' }), '{name} $& {what} declined.');
});
