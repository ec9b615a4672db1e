import { attempt } from '../core/util/attempt.js';

/** Lifetime of an address, in milliseconds: by then another tab shows the file, or its download is being read. */
const LIFETIME = 60_000;

/**
 * An address under which the browser finds `file` for a minute, as a file of `type`.
 *
 * @param {Window & typeof globalThis} window
 * @param {import('../core/util/clock.js').Clock} clock
 * @param {Blob} file
 * @param {string} type
 * @returns {string | null} null if it gives none
 */
export function fileAddress(window, clock, file, type) {
  const address = attempt(() => window.URL.createObjectURL(file.slice(0, file.size, type)));
  if (address !== null) clock.after(LIFETIME, () => window.URL.revokeObjectURL(address));
  return address;
}
