import { fitsUtf8, utf8Length, utf8Prefix, wellFormed } from '../util/utf8.js';

/** Longest file name of the usual file systems, and in an offer (docs/protocol.md, Transfers), in bytes of UTF-8. */
export const LONGEST_NAME = 255;

/**
 * Longest name to save a file under, in bytes of UTF-8. Chromium writes to that name with `.crdownload` behind it, and
 * puts ` (1)` into one that is there already; it gives up a download for which that is too long.
 */
export const LONGEST_SAVED_NAME = LONGEST_NAME - '.crdownload'.length - ' (1)'.length;

/** Room kept at the end of a name for a number that sets it apart: ` (20000)`. */
const NUMBER_ROOM = 8;

/** Longest extension that is kept when a name is cut, in bytes with the dot. */
const LONGEST_EXTENSION = 20;

/** The name of a file that has none left. */
const FALLBACK = 'file';

/** Control characters of C0 and C1, and separators of lines. */
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/g;

/** Marks, embeddings, overrides and isolates of the bidirectional algorithm: `gnp.exe` can look like `exe.png`. */
const BIDIRECTIONAL = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Invisible characters, which can make two names look the same. */
const INVISIBLE = /[\u200B\u2060\uFEFF\u00AD]/g;

/** Separators of paths, and what Windows does not allow in names. */
const FORBIDDEN = /[\\/:*?"<>|]/g;

/** Names of devices on Windows, whatever follows the first dot. */
const RESERVED = /^(con|prn|aux|nul|com[0-9\u00B9\u00B2\u00B3]|lpt[0-9\u00B9\u00B2\u00B3])(\.|$)/i;

/**
 * A name that is safe to show and to save on every system, whatever another device called its file: one that is no
 * path, hides nothing, begins with no dot, and is short enough to be saved.
 *
 * @param {string} name
 */
export function safeName(name) {
  const clean = wellFormed(name)
    .replace(CONTROL, '')
    .replace(BIDIRECTIONAL, '')
    .replace(INVISIBLE, '')
    .replace(FORBIDDEN, '_')
    .normalize('NFC')
    .replace(/\s+/g, ' ');
  const trimmed = trim(clean);
  const allowed = RESERVED.test(trimmed) ? `_${trimmed}` : trimmed;
  return allowed === '' ? FALLBACK : shorten(allowed, LONGEST_SAVED_NAME);
}

/**
 * `names` with a number added to each that was there before, as file systems that ignore case see it.
 *
 * @param {readonly string[]} names safe ones
 * @returns {string[]}
 */
export function distinctNames(names) {
  const taken = new Set();
  /** @type {Map<string, number>} The last number given to a name. */
  const numbers = new Map();
  return names.map((name) => {
    let candidate = name;
    for (let number = numbers.get(fold(name)) ?? 1; taken.has(fold(candidate)); ) {
      number += 1;
      candidate = numbered(name, number);
      numbers.set(fold(name), number);
    }
    taken.add(fold(candidate));
    return candidate;
  });
}

/**
 * Without dots, spaces at the beginning, and those at the end, which Windows drops.
 *
 * @param {string} name
 */
function trim(name) {
  return name.replace(/^[\s.]+/, '').replace(/[\s.]+$/, '');
}

/**
 * @param {string} name
 * @param {number} limit bytes
 */
function shorten(name, limit) {
  if (fitsUtf8(name, limit)) return name;
  const { stem, extension } = split(name);
  return trim(utf8Prefix(stem, limit - utf8Length(extension))) + extension;
}

/**
 * @param {string} name
 * @param {number} number
 */
function numbered(name, number) {
  const { stem, extension } = split(shorten(name, LONGEST_SAVED_NAME - NUMBER_ROOM));
  return `${stem} (${number})${extension}`;
}

/** @param {string} name */
function split(name) {
  const dot = name.lastIndexOf('.');
  const hasExtension = dot > 0 && utf8Length(name.slice(dot)) <= LONGEST_EXTENSION;
  return hasExtension ? { stem: name.slice(0, dot), extension: name.slice(dot) } : { stem: name, extension: '' };
}

/** @param {string} name */
function fold(name) {
  return name.toLowerCase();
}
