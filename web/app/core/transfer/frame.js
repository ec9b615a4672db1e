import { FRAME_HEADER } from '../wire/limits.js';

/**
 * Frames of docs/protocol.md: eight characters of the transfer, four digits of the file in base 36, the number of the
 * chunk in its file, the payload.
 */

/** Length of a transfer's ID in a frame. */
const ID_LENGTH = 8;

/** Digits of the file's number in base 36: 36^4 files, far more than an offer may have. */
const FILE_DIGITS = 4;

/** Bytes that are allowed in the ID of a transfer, by their code. */
const isIdByte = Array.from({ length: 256 }, (_, code) => /[A-Za-z0-9_-]/.test(String.fromCharCode(code)));

/** Value of a base-36 digit by its code, -1 for any other character. */
const digitValue = Array.from({ length: 256 }, (_, code) =>
  /[0-9a-z]/.test(String.fromCharCode(code)) ? parseInt(String.fromCharCode(code), 36) : -1,
);

/**
 * Writes the header of a frame into the first 16 bytes of `target`.
 *
 * @param {Uint8Array} target
 * @param {string} transfer eight characters of ASCII
 * @param {number} file
 * @param {number} sequence
 */
export function writeHeader(target, transfer, file, sequence) {
  for (let index = 0; index < ID_LENGTH; index += 1) target[index] = transfer.charCodeAt(index);
  let rest = file;
  for (let index = ID_LENGTH + FILE_DIGITS - 1; index >= ID_LENGTH; index -= 1) {
    const digit = rest % 36;
    target[index] = digit < 10 ? 48 + digit : 87 + digit;
    rest = (rest - digit) / 36;
  }
  target[12] = sequence >>> 24;
  target[13] = sequence >>> 16;
  target[14] = sequence >>> 8;
  target[15] = sequence;
}

/**
 * @typedef {object} Frame
 * @property {string} transfer
 * @property {number} file
 * @property {number} sequence
 * @property {Uint8Array} payload a view into the frame; a mark has none, and the round for a sequence number
 */

/**
 * The frame in `bytes`, null if it is none: too short for a header, or with an ID that cannot be.
 *
 * @param {Uint8Array} bytes
 * @returns {Frame | null}
 */
export function readFrame(bytes) {
  if (bytes.length < FRAME_HEADER) return null;
  let transfer = '';
  for (let index = 0; index < ID_LENGTH; index += 1) {
    if (!isIdByte[bytes[index]]) return null;
    transfer += String.fromCharCode(bytes[index]);
  }
  let file = 0;
  for (let index = ID_LENGTH; index < ID_LENGTH + FILE_DIGITS; index += 1) {
    const digit = digitValue[bytes[index]];
    if (digit < 0) return null;
    file = file * 36 + digit;
  }
  const sequence = ((bytes[12] << 24) | (bytes[13] << 16) | (bytes[14] << 8) | bytes[15]) >>> 0;
  return { transfer, file, sequence, payload: bytes.subarray(FRAME_HEADER) };
}
