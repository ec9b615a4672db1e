/**
 * Time as an argument, so that tests run in virtual time.
 *
 * @typedef {object} Clock
 * @property {() => number} now Milliseconds that only grow; the zero point means nothing.
 * @property {() => number} date Milliseconds since 1970.
 * @property {(milliseconds: number, action: () => void) => () => void} after Runs `action` once; the result cancels it.
 */

export {};
