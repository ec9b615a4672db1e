import { readFileSync } from 'node:fs';

/**
 * A file of fixtures that other implementations read as well.
 *
 * @param {string} path below Fixtures
 */
export function fixture(path) {
  return JSON.parse(readFileSync(new URL(`../../../Fixtures/${path}`, import.meta.url), 'utf8'));
}
