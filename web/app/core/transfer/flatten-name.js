import { fitsUtf8 } from '../util/utf8.js';
import { LONGEST_SAVED_NAME, safeName } from './names.js';

/** Between the parts of a path that has become one name. */
const JOINT = ' - ';

/**
 * One name for a file in a folder: `holiday/day 1/sea.jpg` becomes `holiday - day 1 - sea.jpg`.
 *
 * @param {string} path relative, with `/` between its parts
 */
export function flattenName(path) {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  return safeName(join(parts.map(safeName)));
}

/**
 * The parts joined; while that is too long, folders are left out from the front, since the file's own name says most.
 *
 * @param {readonly string[]} parts
 * @returns {string}
 */
function join(parts) {
  const name = parts.join(JOINT);
  return parts.length > 1 && !fitsUtf8(name, LONGEST_SAVED_NAME) ? join(parts.slice(1)) : name;
}
