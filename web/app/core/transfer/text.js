import { fitsUtf8, utf8Length, utf8Prefix } from '../util/utf8.js';
import { LONGEST_PART, LONGEST_TEXT } from './limits.js';

/**
 * Most bytes of a part as JSON: control characters take six there, so that a full part of them would be too long for a
 * control message. Half a part of nothing else fits.
 */
const LONGEST_ESCAPED = 50_000;

/** Texts that may be on their way in parts at once; with one more the oldest is forgotten. */
const MOST_UNFINISHED = 4;

/** Texts remembered so that none is shown twice. */
const MOST_REMEMBERED = 1_000;

/**
 * Whether `text` may be sent at all.
 *
 * @param {string} text
 */
export function isSendableText(text) {
  return text !== '' && fitsUtf8(text, LONGEST_TEXT);
}

/**
 * The messages that carry `text`, in order.
 *
 * @param {string} id
 * @param {string} text
 * @returns {import('../wire/conversation-types').TextMessage[]}
 */
export function textMessages(id, text) {
  const pieces = [];
  for (let start = 0; start < text.length; start += pieces[pieces.length - 1].length) {
    pieces.push(firstPiece(text, start));
  }
  return pieces.map((piece, part) => ({ type: 'text', id, part, parts: pieces.length, text: piece }));
}

/**
 * @param {string} text
 * @param {number} start
 */
function firstPiece(text, start) {
  let end = Math.min(text.length, start + LONGEST_PART);
  // Not between the two halves of a surrogate pair.
  if (end < text.length && /[\uD800-\uDBFF]/.test(text[end - 1])) end -= 1;
  const piece = utf8Prefix(text.slice(start, end), LONGEST_PART);
  return fitsUtf8(JSON.stringify(piece), LONGEST_ESCAPED) ? piece : utf8Prefix(piece, LONGEST_PART / 2);
}

/**
 * Puts texts together from their parts.
 */
export class TextCollector {
  /** @type {Map<string, { parts: string[], bytes: number, source: unknown }>} */
  #unfinished = new Map();
  /** @type {Set<string>} */
  #shown = new Set();

  /**
   * @param {import('../wire/conversation-types').TextMessage} message
   * @param {unknown} [source] what it came on
   * @returns {{ outcome: 'more' | 'known' | 'invalid' } | { outcome: 'complete', text: string }} `known`: the whole
   *     text was here before
   */
  add({ id, part, parts, text }, source = null) {
    const unfinished = part === 0 ? { parts: [], bytes: 0, source } : this.#unfinished.get(id);
    if (unfinished === undefined || part !== unfinished.parts.length || part >= parts) return this.#invalid(id);
    unfinished.parts.push(text);
    unfinished.bytes += utf8Length(text);
    if (unfinished.bytes > LONGEST_TEXT) return this.#invalid(id);
    this.#unfinished.delete(id);
    if (part + 1 === parts) return this.#finish(id, unfinished.parts.join(''));
    if (this.#unfinished.size >= MOST_UNFINISHED) this.#unfinished.delete([...this.#unfinished.keys()][0]);
    this.#unfinished.set(id, unfinished);
    return { outcome: 'more' };
  }

  /**
   * The rest will not come: a text is sent again from its first part.
   *
   * @param {unknown} source that is gone
   */
  lost(source) {
    for (const [id, unfinished] of this.#unfinished) if (unfinished.source === source) this.#unfinished.delete(id);
  }

  /**
   * @param {string} id
   * @returns {{ outcome: 'invalid' }}
   */
  #invalid(id) {
    this.#unfinished.delete(id);
    return { outcome: 'invalid' };
  }

  /**
   * @param {string} id
   * @param {string} text
   * @returns {{ outcome: 'known' } | { outcome: 'complete', text: string }}
   */
  #finish(id, text) {
    if (this.#shown.has(id)) return { outcome: 'known' };
    this.#shown.add(id);
    if (this.#shown.size > MOST_REMEMBERED) this.#shown.delete([...this.#shown][0]);
    return { outcome: 'complete', text };
  }
}
