import assert from 'node:assert/strict';
import { test } from 'node:test';
import { languages, useLanguage } from '../app/i18n/index.js';
import { ORIGINS } from '../app/core/transfer/origin.js';
import { SENTENCES, explain } from '../app/ui/causes.js';

/** @typedef {import('../app/ui/causes.js').Cause} Cause */
/** @typedef {'us' | 'them' | null} Side */

const NAME = 'Blue Heron';

/** Causes that share a sentence, since they are the same to a person. */
const SAME = [['do-not-disturb', 'CALL_DECLINED'], ['protocol', 'BAD_MESSAGE'], ['CODE_WRONG', 'CODE_LIMIT', 'ROOM_FULL']];

/** @type {Record<import('../app/core/transfer/origin.js').Origin, Side[]>} */
const SIDES = {
  sender: ['us', 'them'], receiver: ['us', 'them'], either: ['us', 'them'], us: ['us'], them: ['them'], neither: [null],
};

/** Every pair of a cause and the side on which it can lie. */
const pairs = Object.entries(ORIGINS).flatMap(([cause, origin]) =>
  SIDES[origin].map((by) => ({ cause: /** @type {Cause} */ (cause), by })),
);

/** Words by which a sentence is known to be about this device. */
const HERE = { 'en': /\b(you|this (device|page|browser)|here|the browser stopped)\b/i, 'zh-Hans': /你|[本此]设备|此页面|此浏览器|浏览器停止/ };

test('each cause has its sentences, and no sentence is without a cause', () => {
  assert.deepEqual(Object.keys(SENTENCES).sort(), Object.keys(ORIGINS).sort());
  const used = new Set(Object.values(SENTENCES).flatMap((keys) => (typeof keys === 'string' ? [keys] : [keys.us, keys.them])));
  const there = Object.keys(languages.en.messages).filter((key) => /^(end|error)\./.test(key) && !key.endsWith('Hint'));
  assert.deepEqual(there.sort(), [...used].sort());
});

for (const language of /** @type {const} */ (['en', 'zh-Hans'])) {
  test(`every end has a sentence for the event and one for advice, from either side (${language})`, () => {
    useLanguage(language);
    for (const { cause, by } of pairs) {
      const { what, advice } = explain(cause, by, NAME);
      assert.match(what, language === 'en' ? /^\S.+\.$/ : /^\S.+。$/, `${cause} ${by}`);
      assert.doesNotMatch(what + advice, /[{}]/, `${cause} ${by}`);
      const isDecision = cause === 'cancelled' || cause === 'declined';
      assert.equal(advice === '', isDecision, `${cause} ${by}`);
    }
  });

  test(`a cause on the other side has the other device as its subject, and one on this side has not (${language})`, () => {
    useLanguage(language);
    for (const { cause, by } of pairs) {
      const { what } = explain(cause, by, NAME);
      const isOfBoth = typeof SENTENCES[cause] === 'string' && ORIGINS[cause] === 'either';
      if (isOfBoth) continue;
      if (by === 'them') assert.ok(what.includes(NAME), `${cause} at them: ${what}`);
      if (by === 'us') assert.match(what, HERE[language], `${cause} at us: ${what}`);
    }
  });

  test(`only causes that mean the same share a sentence (${language})`, () => {
    useLanguage(language);
    /** @type {Map<string, string>} */
    const told = new Map();
    for (const { cause, by } of pairs) {
      const group = SAME.find((causes) => causes.includes(cause))?.[0] ?? cause;
      const { what, advice } = explain(cause, by, NAME);
      const meaning = typeof SENTENCES[cause] === 'string' ? group : `${group} ${by}`;
      const sentence = `${what} ${advice}`;
      assert.equal(told.get(sentence) ?? meaning, meaning, sentence);
      told.set(sentence, meaning);
    }
  });
}
