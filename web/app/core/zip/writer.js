/**
 * Writes the bytes between the files of a ZIP archive that stores them as they are (APPNOTE.TXT 6.3.10): local
 * headers, the central directory and its end. A value: it never sees the files.
 *
 * Checksums and sizes are known before a file is written, so no entry needs a data descriptor, which some readers do
 * not take with stored entries. Archives of more than 4 GiB or 65,534 files use ZIP64.
 *
 * @typedef {object} ZipFile
 * @property {string} name distinct within the archive; folders are told by `/`
 * @property {number} size bytes
 * @property {number} crc CRC-32
 * @property {number | null} modified milliseconds since 1970, null if it is not known
 */

/** Fields of 32 and 16 bits that are full say that the number stands in the ZIP64 field. */
const FULL_32 = 0xffff_ffff;
const FULL_16 = 0xffff;

/** Versions of the format: 2.0 for folders and plain archives, 4.5 for ZIP64. */
const PLAIN = 20;
const ZIP64 = 45;

/** Made under Unix: the upper half of the external attributes is the mode, a plain file that its owner may write. */
const UNIX = 3 << 8;
const PLAIN_FILE = 0o100644 << 16;

/** Names are UTF-8: general purpose bit 11. */
const UTF8_NAMES = 1 << 11;

const STORED = 0;

/** Extra fields: ZIP64's numbers, and times to the second in UTC (Info-ZIP's 'UT'). */
const ZIP64_FIELD = 0x0001;
const TIME_FIELD = 0x5455;

/** 'UT' holds the time of modification. */
const HAS_MODIFIED = 1;

/** Years that the times of DOS reach. */
const DOS_YEARS = { first: 1980, last: 2107 };

/** Seconds that a time of 'UT' reaches either way. */
const UT_REACH = 2 ** 31;

const encoder = new TextEncoder();

/** @typedef {ZipFile & { encodedName: Uint8Array, offset: number }} Entry */

export class ZipWriter {
  #now;
  #offset = 0;
  /** @type {Entry[]} */
  #entries = [];

  /** @param {number} now milliseconds since 1970: the time of files whose own is not known */
  constructor(now) {
    this.#now = now;
  }

  /**
   * The bytes before a file. `size` bytes of it follow, then the next.
   *
   * @param {ZipFile} file
   */
  begin(file) {
    const entry = { ...file, encodedName: encoder.encode(file.name), offset: this.#offset };
    this.#entries.push(entry);
    const extra = [...timeField(entry), ...localZip64(entry)];
    const bytes = record([
      [4, 0x04034b50],
      [2, isHuge(entry.size) ? ZIP64 : PLAIN],
      ...this.#common(entry),
      [2, entry.encodedName.length],
      [2, lengthOf(extra)],
    ], [entry.encodedName, record(extra)]);
    this.#offset += bytes.length + file.size;
    return bytes;
  }

  /** The bytes after the last file. */
  finish() {
    const start = this.#offset;
    const directory = this.#entries.map((entry) => this.#central(entry));
    const size = directory.reduce((sum, { length }) => sum + length, 0);
    return concatenated([...directory, this.#end(start, size)]);
  }

  /** @param {Entry} entry */
  #central(entry) {
    const zip64 = centralZip64(entry);
    const extra = [...timeField(entry), ...zip64];
    const version = zip64.length > 0 ? ZIP64 : PLAIN;
    return record([
      [4, 0x02014b50],
      [2, UNIX | version],
      [2, version],
      ...this.#common(entry),
      [2, entry.encodedName.length],
      [2, lengthOf(extra)],
      [2, 0], // no comment
      [2, 0], // on the first disk
      [2, 0], // internal attributes: not known to be text
      [4, PLAIN_FILE],
      [4, Math.min(entry.offset, FULL_32)],
    ], [entry.encodedName, record(extra)]);
  }

  /**
   * The fields that a local header and its entry in the directory have in common.
   *
   * @param {Entry} entry
   * @returns {Field[]}
   */
  #common({ size, crc, modified }) {
    const { date, time } = dosTime(modified ?? this.#now);
    const stored = Math.min(size, FULL_32);
    return [[2, UTF8_NAMES], [2, STORED], [2, time], [2, date], [4, crc], [4, stored], [4, stored]];
  }

  /**
   * @param {number} start of the directory
   * @param {number} size of the directory
   */
  #end(start, size) {
    const count = this.#entries.length;
    const end = record([
      [4, 0x06054b50],
      [2, 0], // this disk
      [2, 0], // the disk of the directory
      [2, Math.min(count, FULL_16)],
      [2, Math.min(count, FULL_16)],
      [4, Math.min(size, FULL_32)],
      [4, Math.min(start, FULL_32)],
      [2, 0], // no comment
    ]);
    if (count < FULL_16 && !isHuge(size) && !isHuge(start)) return end;
    const zip64 = record([
      [4, 0x06064b50],
      [8, 44], // bytes that follow in this record
      [2, UNIX | ZIP64],
      [2, ZIP64],
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
      [8, size],
      [8, start],
    ]);
    const locator = record([[4, 0x07064b50], [4, 0], [8, start + size], [4, 1]]);
    return concatenated([zip64, locator, end]);
  }
}

/** @param {number} number */
function isHuge(number) {
  return number >= FULL_32;
}

/**
 * @param {ZipFile} file
 * @returns {Field[]}
 */
function timeField({ modified }) {
  const seconds = modified === null ? NaN : Math.floor(modified / 1000);
  if (!(seconds >= -UT_REACH && seconds < UT_REACH)) return [];
  return [[2, TIME_FIELD], [2, 5], [1, HAS_MODIFIED], [4, seconds >>> 0]];
}

/**
 * A local header holds both sizes or none.
 *
 * @param {Entry} entry
 * @returns {Field[]}
 */
function localZip64({ size }) {
  return isHuge(size) ? [[2, ZIP64_FIELD], [2, 16], [8, size], [8, size]] : [];
}

/**
 * The directory holds those numbers that are too large, in this order.
 *
 * @param {Entry} entry
 * @returns {Field[]}
 */
function centralZip64({ size, offset }) {
  /** @type {Field[]} */
  const numbers = [];
  if (isHuge(size)) numbers.push([8, size], [8, size]);
  if (isHuge(offset)) numbers.push([8, offset]);
  return numbers.length === 0 ? [] : [[2, ZIP64_FIELD], [2, lengthOf(numbers)], ...numbers];
}

/**
 * The time on the clock of this device, as DOS writes it: to two seconds, between 1980 and 2107.
 *
 * @param {number} milliseconds since 1970
 */
function dosTime(milliseconds) {
  const local = new Date(milliseconds);
  const year = local.getFullYear();
  if (!(year >= DOS_YEARS.first)) return { date: (1 << 5) | 1, time: 0 };
  if (year > DOS_YEARS.last) return { date: 0xff9f, time: 0xbf7d };
  return {
    date: ((year - DOS_YEARS.first) << 9) | ((local.getMonth() + 1) << 5) | local.getDate(),
    time: (local.getHours() << 11) | (local.getMinutes() << 5) | (local.getSeconds() >> 1),
  };
}

/** @typedef {[width: 1 | 2 | 4 | 8, value: number]} Field Little-endian, as all of ZIP. */

/**
 * @param {readonly Field[]} fields
 * @param {readonly Uint8Array[]} [rest] follows them
 */
function record(fields, rest = []) {
  const whole = new Uint8Array(rest.reduce((sum, { length }) => sum + length, lengthOf(fields)));
  const view = new DataView(whole.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 1) view.setUint8(at, value);
    else if (width === 2) view.setUint16(at, value, true);
    else if (width === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += width;
  }
  for (const part of rest) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {readonly Field[]} fields */
function lengthOf(fields) {
  return fields.reduce((sum, [width]) => sum + width, 0);
}

/** @param {readonly Uint8Array[]} parts */
function concatenated(parts) {
  return record([], parts);
}
