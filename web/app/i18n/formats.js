import { attempt } from '../core/util/attempt.js';

/**
 * Numbers, plurals, lists and times as a language writes them, by the browser's `Intl`; where that is refused, as
 * English writes them, more or less.
 */

/**
 * @param {string} language
 * @returns {(count: number) => Intl.LDMLPluralRule}
 */
export function pluralOf(language) {
  const rules = attempt(() => new Intl.PluralRules(language));
  return (count) => rules?.select(count) ?? (count === 1 ? 'one' : 'other');
}

/**
 * @param {string} language
 * @param {Intl.NumberFormatOptions} [options]
 * @returns {(value: number) => string}
 */
export function numberFormat(language, options = {}) {
  const format = attempt(() => new Intl.NumberFormat(language, options));
  return (value) => format?.format(value) ?? plainNumber(value, options);
}

/**
 * @param {string} language
 * @param {readonly string[]} parts
 */
export function formatList(language, parts) {
  return attempt(() => new Intl.ListFormat(language, { type: 'unit' }).format(parts)) ?? parts.join(', ');
}

/**
 * The time of day.
 *
 * @param {string} language
 * @param {number} at milliseconds since 1970
 */
export function formatTimeOfDay(language, at) {
  return attempt(() => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(at)) ?? plainTime(new Date(at));
}

/**
 * @param {number} value
 * @param {Intl.NumberFormatOptions} options
 */
function plainNumber(value, { style, maximumSignificantDigits, maximumFractionDigits }) {
  if (style === 'percent') return `${Math.round(100 * value)}%`;
  if (maximumSignificantDigits !== undefined) return value.toPrecision(maximumSignificantDigits);
  return maximumFractionDigits === undefined ? String(value) : value.toFixed(maximumFractionDigits);
}

/** @param {Date} date */
function plainTime(date) {
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

const segmenter = attempt(() => new Intl.Segmenter(undefined, { granularity: 'grapheme' }));

/**
 * A text taken apart into what people see as characters: a flag or a family is one. Without the browser's help, into
 * code points.
 * @param {string} text
 */
export function characters(text) {
  return segmenter ? [...segmenter.segment(text)].map(({ segment }) => segment) : [...text];
}
