import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { codeProblem } from '../app/core/util/code-check.js';
import { codeWords } from '../app/core/util/code-words.js';

test('the page knows the same words for codes as the server', () => {
  const swift = readFileSync(new URL('../../Sources/Rendezvous/Codes/CodeWords.swift', import.meta.url), 'utf8');
  const served = /"""\n([^"]*)"""/.exec(swift)?.[1].trim().split(/\s+/);
  assert.deepEqual([...codeWords], served);
  assert.equal(codeWords.size, 2048);
});

test('a code of known words is taken, however it is written', () => {
  for (const code of ['7-amber-canoe', ' 7 Amber Canoe ', '12_zoo.abbey', '007-amber-canoe']) {
    assert.equal(codeProblem(code, codeWords), null, code);
  }
  assert.equal(codeProblem('7-anything-goes', null), null);
});

test('an empty, an incomplete and a misspelt code are told apart', () => {
  for (const code of ['', '  ', ' - . ']) assert.deepEqual(codeProblem(code, codeWords), { problem: 'empty' });
  for (const code of ['7', '7-amber', 'amber-canoe', '7-amber-canoe-zoo', '0-amber-canoe', '-7-amber', '1234567-amber-canoe']) {
    const problem = codeProblem(code, codeWords)?.problem;
    assert.ok(problem === 'incomplete' || problem === 'unknown', code);
  }
  assert.deepEqual(codeProblem('7-amber', codeWords), { problem: 'incomplete' });
  assert.deepEqual(codeProblem('7-ambre-canoe', codeWords), { problem: 'unknown', word: 'ambre' });
  assert.deepEqual(codeProblem('7-amber-can', codeWords), { problem: 'unknown', word: 'can' });
});
