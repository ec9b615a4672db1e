/** Longest code taken from a person, in characters. */
const LONGEST_CODE = 64;

/**
 * A code as a person may have typed it, without white space around it, or null if nothing can be meant by it.
 *
 * @param {string} input
 */
export function typedCode(input) {
  const code = input.trim();
  return code !== '' && code.length <= LONGEST_CODE ? code : null;
}

/**
 * The link that brings another device to this server with `code`. The fragment never reaches a server or its log.
 *
 * @param {string} address of the page
 * @param {string} code
 */
export function invitationLink(address, code) {
  const url = new URL(address);
  url.hash = `code=${encodeURIComponent(code)}`;
  return url.href;
}
