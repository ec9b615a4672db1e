/**
 * Small predicates from which the checks of messages are put together. They never throw, whatever the value.
 *
 * @typedef {(value: unknown) => boolean} Check
 */

import { fitsUtf8 } from './utf8.js';

/** @type {Check} */
export const isBoolean = (value) => typeof value === 'boolean';

/**
 * A string of `least` to `most` bytes of UTF-8.
 *
 * @param {number} most
 * @param {number} [least]
 * @returns {Check}
 */
export const text = (most, least = 0) => (value) =>
  typeof value === 'string' && value.length >= least && fitsUtf8(value, most);

/**
 * A string that matches `pattern`.
 *
 * @param {RegExp} pattern anchored, without the `g` flag
 * @returns {Check}
 */
export const matching = (pattern) => (value) => typeof value === 'string' && pattern.test(value);

/**
 * An integer of `[least, most]`.
 *
 * @param {number} least
 * @param {number} [most]
 * @returns {Check}
 */
export const integer = (least, most = Number.MAX_SAFE_INTEGER) => (value) =>
  Number.isSafeInteger(value) && /** @type {number} */ (value) >= least && /** @type {number} */ (value) <= most;

/**
 * @param {...unknown} choices
 * @returns {Check}
 */
export const oneOf = (...choices) => (value) => choices.includes(value);

/**
 * @param {Check} check
 * @returns {Check}
 */
export const nullable = (check) => (value) => value === null || check(value);

/**
 * Absent, or as `check` says.
 *
 * @param {Check} check
 * @returns {Check}
 */
export const optional = (check) => (value) => value === undefined || check(value);

/**
 * An array of at most `most` members.
 *
 * @param {Check} check of each member
 * @param {number} most
 * @returns {Check}
 */
export const list = (check, most) => (value) => Array.isArray(value) && value.length <= most && value.every(check);

/**
 * An object whose fields pass. Other fields are ignored.
 *
 * @param {Record<string, Check>} fields
 * @returns {Check}
 */
export const record = (fields) => (value) =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(fields).every(([name, check]) => check(/** @type {Record<string, unknown>} */ (value)[name]));

/**
 * The JSON object in `json`, or null.
 *
 * @param {unknown} json
 * @returns {Record<string, unknown> | null}
 */
export function parseObject(json) {
  if (typeof json !== 'string') return null;
  try {
    const value = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
