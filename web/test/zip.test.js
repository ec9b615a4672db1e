import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { crc32 } from '../app/core/zip/crc32.js';
import { ZipWriter } from '../app/core/zip/writer.js';
import { seededNumbers } from './support/seeded-random.js';

const folder = mkdtempSync(join(tmpdir(), 'ferry-zip-'));
after(() => rmSync(folder, { recursive: true }));

/** 2026-03-29T10:20:31Z, an odd second. */
const MODIFIED = Date.UTC(2026, 2, 29, 10, 20, 31);

/**
 * @param {number} length
 * @param {number} seed
 */
function noise(length, seed) {
  const next = seededNumbers(seed);
  return Uint8Array.from({ length }, () => next() * 256);
}

/**
 * Writes an archive to disk.
 *
 * @param {string} name
 * @param {{ name: string, bytes: Uint8Array, modified?: number | null }[]} files
 */
function archive(name, files) {
  const writer = new ZipWriter(MODIFIED);
  const parts = files.flatMap(({ name, bytes, modified = null }) => [
    writer.begin({ name, size: bytes.length, crc: crc32(0, bytes), modified }),
    bytes,
  ]);
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([...parts, writer.finish()]));
  return path;
}

/**
 * @param {string} program
 * @param {...string} options
 */
const run = (program, ...options) =>
  execFileSync(program, options, { encoding: 'utf8', env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' }, maxBuffer: 1e8 });

/**
 * The files that Python finds in an archive, every checksum verified.
 *
 * @param {string} path
 * @returns {{ name: string, size: number, sum: number, time: number[], flags: number, mode: number, extra: string,
 *     utf8: boolean }[]}
 */
const listed = (path) =>
  JSON.parse(run('python3', '-c', `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps([
        dict(name=i.filename, size=i.file_size, sum=i.CRC, time=i.date_time, flags=i.flag_bits,
             mode=i.external_attr >> 16, extra=i.extra.hex()) for i in archive.infolist()]))`, path));

test('a checksum is the same in one piece or many', () => {
  for (const length of [0, 1, 7, 8, 9, 1000, 65_537]) {
    const bytes = noise(length, length + 1);
    const expected = reference(bytes);
    assert.equal(crc32(0, bytes), expected);
    let sum = 0;
    for (let at = 0; at < length; at += 13) sum = crc32(sum, bytes.subarray(at, at + 13));
    assert.equal(sum, expected);
  }
  assert.equal(crc32(0, new TextEncoder().encode('123456789')), 0xcbf43926);
});

/**
 * The checksum bit by bit, as it is defined.
 *
 * @param {Uint8Array} bytes
 */
function reference(bytes) {
  let sum = 0xffff_ffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb8_8320 : sum >>> 1;
  }
  return ~sum >>> 0;
}

const files = [
  { name: 'empty', bytes: new Uint8Array(0), modified: MODIFIED },
  { name: '照片 😀.jpg', bytes: noise(70_000, 2), modified: MODIFIED },
  { name: 'holiday/day 1/sea.jpg', bytes: noise(9, 3), modified: MODIFIED - 86_400_000 },
  { name: 'no time.bin', bytes: noise(1, 4) },
  { name: 'before 1980.txt', bytes: noise(2, 5), modified: -1 },
  { name: 'after 2038.txt', bytes: noise(3, 6), modified: Date.UTC(2150, 0, 1) },
];

test('Python, unzip, bsdtar and 7-Zip find every file in an archive, whole and under its name', () => {
  const path = archive('mixed.zip', files);
  const found = listed(path);
  assert.deepEqual(found.map(({ name, size }) => [name, size]), files.map(({ name, bytes }) => [name, bytes.length]));
  assert.deepEqual(found.map(({ sum }) => sum), files.map(({ bytes }) => reference(bytes)));
  assert.ok(found.every(({ flags, mode }) => flags === 1 << 11 && mode === 0o100644));
  assert.match(run('unzip', '-t', path), /No errors detected/);
  assert.match(run('7zz', 't', path), /Everything is Ok/);
  assert.deepEqual(run('bsdtar', '-tf', path).trim().split('\n'), files.map(({ name }) => name));
  const out = join(folder, 'out');
  mkdirSync(out);
  run('bsdtar', '-xf', path, '-C', out);
  for (const { name, bytes } of files) assert.deepEqual(new Uint8Array(readFileSync(join(out, name))), bytes, name);
});

test('times are kept to the second, and unknown ones are that of the archive', () => {
  const path = archive('times.zip', files);
  const out = join(folder, 'times');
  run('unzip', '-q', path, '-d', out);
  assert.equal(statSync(join(out, 'empty')).mtimeMs, MODIFIED);
  assert.equal(statSync(join(out, 'holiday/day 1/sea.jpg')).mtimeMs, MODIFIED - 86_400_000);
  const found = Object.fromEntries(listed(path).map((entry) => [entry.name, entry]));
  const local = new Date(MODIFIED);
  assert.deepEqual(found['no time.bin'].time.slice(0, 5), [
    local.getFullYear(), local.getMonth() + 1, local.getDate(), local.getHours(), local.getMinutes(),
  ]);
  assert.equal(found['no time.bin'].extra, '');
  assert.deepEqual([found['before 1980.txt'].time[0], found['after 2038.txt'].time[0]], [1980, 2107]);
});

test('all of more than 65,535 files are found', () => {
  const bytes = new Uint8Array(1);
  const path = archive('many.zip', Array.from({ length: 65_536 }, (_, index) => ({ name: `${index}`, bytes })));
  assert.equal(listed(path).length, 65_536);
  assert.match(run('unzip', '-tqq', path), /^$/);
  assert.equal(run('bsdtar', '-tf', path).trim().split('\n').length, 65_536);
});

test('65,534 files need no ZIP64, and readers that do not know it take them', () => {
  const path = archive('most.zip', Array.from({ length: 65_534 }, (_, index) => ({ name: `${index}`, bytes: noise(0, 1) })));
  assert.equal(readFileSync(path).includes(Buffer.from([0x50, 0x4b, 6, 6])), false);
});

test('a file over 4 GiB and the one behind it are found', () => {
  const size = 2 ** 32 + 5;
  const path = join(folder, 'huge.zip');
  const last = noise(100, 7);
  const writer = new ZipWriter(MODIFIED);
  // A hole in the file stands for zeros; their checksum is not read here.
  const descriptor = openSync(path, 'w');
  const head = writer.begin({ name: 'huge', size, crc: 0, modified: MODIFIED });
  writeSync(descriptor, head, 0, head.length, 0);
  ftruncateSync(descriptor, head.length + size);
  const rest = Buffer.concat([
    writer.begin({ name: 'last', size: last.length, crc: crc32(0, last), modified: MODIFIED }), last, writer.finish(),
  ]);
  writeSync(descriptor, rest, 0, rest.length, head.length + size);
  closeSync(descriptor);
  const sizes = run('python3', '-c', `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    print([(i.filename, i.file_size, i.header_offset) for i in archive.infolist()], archive.read('last').hex())`, path);
  assert.equal(sizes.trim(), `[('huge', ${size}, 0), ('last', 100, ${head.length + size})] ${Buffer.from(last).toString('hex')}`);
  assert.match(run('unzip', '-t', path, 'last'), /No errors detected/);
  assert.match(run('7zz', 't', path, 'last'), /Everything is Ok/);
  assert.match(run('bsdtar', '-tvf', path), new RegExp(` ${size} .*huge`));
});
