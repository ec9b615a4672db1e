/**
 * A mistake in a code as it was typed, as far as the page can see one. `unknown`: a word that no code has.
 * @typedef {{ problem: 'empty' | 'incomplete' } | { problem: 'unknown', word: string }} CodeProblem
 */

/** Six digits: more than the server ever gives. */
const number = /^0*[1-9]\d{0,5}$/;

/**
 * Looks at a code as the server would: a number and two words, in any case, between any separators.
 * @param {string} input
 * @param {ReadonlySet<string> | null} words of which codes are made; null: not known
 * @returns {CodeProblem | null}
 */
export function codeProblem(input, words) {
  const parts = input.toLowerCase().split(/[\s._-]+/).filter(Boolean);
  if (parts.length === 0) return { problem: 'empty' };
  const [slot, ...rest] = parts;
  const unknown = rest.find((word) => words?.has(word) === false);
  if (unknown !== undefined) return { problem: 'unknown', word: unknown };
  return number.test(slot) && rest.length === 2 ? null : { problem: 'incomplete' };
}
