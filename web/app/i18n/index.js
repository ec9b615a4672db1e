import { en } from './en.js';
import { numberFormat, pluralOf } from './formats.js';
import { zhHans } from './zh-Hans.js';

/** @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} Plural */
/** @typedef {keyof typeof en} Key */
/** @typedef {Record<Key, string | Plural>} Messages */
/** @typedef {Record<string, string | number>} Parameters */

/**
 * The languages of the page, by BCP 47 tag. A new one is a file like `en.js` and a line here.
 * @type {Readonly<Record<string, { name: string, messages: Messages }>>}
 */
export const languages = {
  en: { name: 'English', messages: en },
  'zh-Hans': { name: '简体中文', messages: zhHans },
};

const fallback = 'en';
let current = fallback;
let plural = pluralOf(fallback);

/** The tag of the language in use. */
export function language() {
  return current;
}

/**
 * Changes the language of all messages from now on.
 * @param {string} tag one of `languages`
 */
export function useLanguage(tag) {
  current = tag in languages ? tag : fallback;
  plural = pluralOf(current);
}

/** Regions in which Chinese is written in traditional characters, unless a tag says otherwise. */
const traditionalRegions = ['tw', 'hk', 'mo'];

/**
 * The first language a person wants that the page has; English if it has none.
 *
 * Simplified characters are no translation for a reader of traditional ones: such a tag leaves the choice to the next.
 * A bare `zh` behind it does not count, since browsers put it there by themselves; a person who reads both says
 * `zh-Hans` or `zh-CN`.
 * @param {readonly string[]} wanted BCP 47 tags, the preferred one first
 */
export function bestLanguage(wanted) {
  /** @type {Map<string, string>} The script of each language that was passed over. */
  const scripts = new Map();
  for (const tag of wanted) {
    const { primary, script } = readTag(tag);
    const wantedScript = script ?? scripts.get(primary) ?? null;
    const match = Object.keys(languages).find((known) => {
      const offered = readTag(known);
      return offered.primary === primary && [null, wantedScript ?? offered.script].includes(offered.script);
    });
    if (match) return match;
    if (wantedScript !== null) scripts.set(primary, wantedScript);
  }
  return fallback;
}

/**
 * The language of a tag and its script, named or known from the region; null if either script is meant.
 * @param {string} tag
 */
function readTag(tag) {
  const [primary, ...subtags] = tag.toLowerCase().split('-');
  const script = subtags.find((subtag) => /^[a-z]{4}$/.test(subtag)) ?? null;
  const region = subtags.find((subtag) => /^[a-z]{2}$/.test(subtag));
  if (script !== null || primary !== 'zh' || region === undefined) return { primary, script };
  return { primary, script: traditionalRegions.includes(region) ? 'hant' : 'hans' };
}

/**
 * A message in the language in use. A plural is chosen by the parameter `count`.
 * @param {Key} key
 * @param {Parameters} [parameters]
 */
export function t(key, parameters = {}) {
  const message = languages[current].messages[key];
  const text = typeof message === 'string' ? message : message[plural(Number(parameters.count))] ?? message.other;
  return text.replace(/\{(\w+)\}/g, (placeholder, name) => {
    const value = parameters[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? numberFormat(current)(value) : isolate(value);
  });
}

const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/**
 * Keeps right-to-left words from reordering the sentence around them.
 * @param {string} text
 */
function isolate(text) {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
