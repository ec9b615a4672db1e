/** @typedef {{ text: string, href: string | null }} Segment */

const candidate = /\bhttps?:\/\/[^\s<>"'`\u2018\u2019\u201c\u201d\u3000-\u303f\uff00-\uffef]+/gi;
const trailing = /[.,:;!?*_~]+$/;

/**
 * Cuts a text into plain pieces and web addresses. Joined again, the pieces are the text.
 * @param {string} text
 * @returns {Segment[]}
 */
export function linkify(text) {
  /** @type {Segment[]} */
  const segments = [];
  let end = 0;
  for (const match of text.matchAll(candidate)) {
    const start = match.index ?? 0;
    const address = withoutPunctuation(match[0]);
    const href = webAddress(address);
    if (!href) continue;
    if (start > end) segments.push({ text: text.slice(end, start), href: null });
    segments.push({ text: address, href });
    end = start + address.length;
  }
  if (end < text.length) segments.push({ text: text.slice(end), href: null });
  return segments;
}

/**
 * The address in a candidate, without the punctuation of the sentence around it.
 * @param {string} address
 */
function withoutPunctuation(address) {
  let kept = address;
  for (;;) {
    const before = kept;
    kept = kept.replace(trailing, '');
    for (const [opening, closing] of ['()', '[]', '{}']) {
      if (kept.endsWith(closing) && count(kept, closing) > count(kept, opening)) kept = kept.slice(0, -1);
    }
    if (kept === before) return kept;
  }
}

/**
 * @param {string} text
 * @param {string} character
 */
function count(text, character) {
  return text.split(character).length - 1;
}

/**
 * The address, if it is one of the web.
 * @param {string} text
 */
function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
