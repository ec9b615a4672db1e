import { seededNumbers } from './seeded-random.js';

/** Content for all files; each begins somewhere else in it. */
const NOISE = Uint8Array.from({ length: 1 << 20 }, seededByte(1));

/** @param {number} seed */
function seededByte(seed) {
  const next = seededNumbers(seed);
  return () => next() * 256;
}

/**
 * A file in memory whose content follows from its seed, and that can break while it is read.
 */
export class FakeFile {
  /**
   * @param {string} name
   * @param {number} size
   * @param {{ seed?: number, type?: string, breaksAt?: number, how?: 'unreadable' | 'changed' }} [options] `breaksAt`:
   *     reads beyond this offset fail
   */
  constructor(name, size, { seed = 1, type = '', breaksAt = Infinity, how = 'unreadable' } = {}) {
    this.name = name;
    this.size = size;
    this.type = type;
    this.lastModified = 1_600_000_000_000;
    this.breaksAt = breaksAt;
    this.how = how;
    this.bytes = new Uint8Array(size);
    for (let offset = 0; offset < size; ) {
      const piece = NOISE.subarray(offset === 0 ? seed * 997 : 0).subarray(0, size - offset);
      this.bytes.set(piece, offset);
      offset += piece.length;
    }
  }

  /**
   * @param {number} start
   * @param {number} end
   */
  slice(start, end) {
    return {
      arrayBuffer: async () => {
        if (end <= this.breaksAt) return this.bytes.slice(start, end).buffer;
        if (this.how === 'unreadable') throw new Error('gone');
        return this.bytes.slice(start, Math.max(start, end - 1)).buffer;
      },
    };
  }
}

/**
 * A file as the interface hands it to the engine.
 *
 * @param {FakeFile} file
 * @returns {import('../../app/types').FileSource}
 */
export function source(file) {
  return { file: /** @type {any} */ (file), name: file.name };
}
