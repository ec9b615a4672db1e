const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * The length of `text` in bytes of UTF-8, the unit of every limit in the protocol.
 *
 * @param {string} text
 */
export function utf8Length(text) {
  return encoder.encode(text).length;
}

/**
 * Whether `text` has at most `limit` bytes of UTF-8. Counts only when the answer is not plain from the number of
 * UTF-16 units, each of which takes one to three bytes.
 *
 * @param {string} text
 * @param {number} limit bytes
 */
export function fitsUtf8(text, limit) {
  if (text.length > limit) return false;
  return text.length * 3 <= limit || utf8Length(text) <= limit;
}

/**
 * `text` with each half of a broken surrogate pair replaced by U+FFFD, so that it survives UTF-8 and percent-encoding.
 *
 * @param {string} text
 */
export function wellFormed(text) {
  return lenient.decode(encoder.encode(text));
}

/**
 * The longest beginning of `text` with at most `limit` bytes of UTF-8 that does not split a character.
 *
 * @param {string} text
 * @param {number} limit bytes
 */
export function utf8Prefix(text, limit) {
  if (fitsUtf8(text, limit)) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** @param {string} text */
export function encodeUtf8(text) {
  return encoder.encode(text);
}

/**
 * The text of `bytes`, null if they are not UTF-8.
 *
 * @param {Uint8Array} bytes
 */
export function decodeUtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
