import { attempt } from '../core/util/attempt.js';

/**
 * The browser's generator. `randomUUID` would need a secure context, this does not. Where it is refused, IDs are still
 * unique, and they need to be no more: rights depend on the server's tokens, and keys are made by `SubtleCrypto` or not
 * at all.
 *
 * @param {Window & typeof globalThis} window
 * @returns {import('../core/util/random.js').Random}
 */
export function browserRandom(window) {
  return (count) =>
    attempt(() => window.crypto.getRandomValues(new Uint8Array(count))) ??
    Uint8Array.from({ length: count }, () => Math.floor(Math.random() * 256));
}
