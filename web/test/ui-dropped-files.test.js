import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filesOf } from '../app/ui/dropped-files.js';

/** @param {string} why */
const refusal = (why) => new DOMException(why, why);

/**
 * A file that a browser lists, and can give or not.
 *
 * @param {string} name
 * @param {boolean} [isReadable]
 * @returns {any}
 */
const file = (name, isReadable = true) => ({
  name,
  isDirectory: false,
  file: (/** @type {(file: File) => void} */ give, /** @type {(error: Error) => void} */ fail) =>
    isReadable ? give(new File(['x'], name)) : fail(refusal('NotFoundError')),
});

/**
 * A folder that gives its entries two at a time, and fails where an entry is null.
 *
 * @param {string} name
 * @param {(readonly any[]) | (() => readonly any[])} entries
 * @returns {any}
 */
const folder = (name, entries) => ({
  name,
  isDirectory: true,
  createReader() {
    const left = [...(typeof entries === 'function' ? entries() : entries)];
    return {
      readEntries(/** @type {(entries: any[]) => void} */ give, /** @type {(error: Error) => void} */ fail) {
        const some = left.splice(0, 2);
        if (some.includes(null)) fail(refusal('NotReadableError'));
        else give(some);
      },
    };
  },
});

/** @param {any[]} entries */
async function drop(...entries) {
  // Enough for every finite folder here.
  const most = 1_000;
  const items = entries.map((entry) => ({ kind: 'file', webkitGetAsEntry: () => entry, getAsFile: () => null }));
  const { files, missed } = await filesOf(/** @type {any} */ ({ items }), most);
  return { found: files.map(({ path }) => path), missed };
}

test('a folder gives all of its files, with their paths', async () => {
  const day = folder('day 1', [file('sea.jpg')]);
  assert.deepEqual(await drop(folder('trip', [file('a'), file('b'), day, file('c')]), file('alone')), {
    found: ['trip/a', 'trip/b', 'trip/day 1/sea.jpg', 'trip/c', 'alone'],
    missed: [],
  });
});

test('paths that cannot be read are named, and the rest is there', async () => {
  const vanished = file('vanished.txt', false);
  const locked = folder('locked', [null]);
  const halfRead = folder('half', [file('1'), file('2'), null]);
  assert.deepEqual(await drop(folder('trip', [vanished, file('a'), locked, halfRead]), file('gone', false)), {
    found: ['trip/a', 'trip/half/1', 'trip/half/2'],
    missed: ['trip/vanished.txt', 'trip/locked', 'trip/half', 'gone'],
  });
});

test('a folder without files is read, and nothing in it is missed', async () => {
  assert.deepEqual(await drop(folder('empty', [folder('inner', [])])), { found: [], missed: [] });
});

test('folders that lead back to themselves come to an end', async () => {
  /** @type {any} */
  const loop = folder('loop', () => [file('a'), loop]);
  const once = await drop(loop);
  assert.equal(once.found.length, 64);
  assert.equal(once.missed.length, 1);
  assert.match(once.missed[0], /^loop\/loop\//);

  /** @type {any} */
  const twice = folder('twice', () => [twice, twice]);
  const { found, missed } = await drop(twice);
  assert.deepEqual(found, []);
  assert.ok(missed.length > 0);
});
