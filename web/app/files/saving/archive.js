import { crc32 } from '../../core/zip/crc32.js';
import { ZipWriter } from '../../core/zip/writer.js';

/** Bytes of a file that are in memory at a time while its checksum is made. */
const SLICE = 4 * 1024 * 1024;

/**
 * Makes one ZIP archive of held files. It refers to them and copies nothing; for their checksums they are read once.
 *
 * @param {import('./held-files.js').HeldFiles} source
 * @param {readonly number[]} files
 * @param {number} now milliseconds since 1970
 * @param {AbortSignal} signal
 * @param {(done: number, total: number) => void} progress bytes read
 * @returns {Promise<Blob | null>} null if it was stopped, or a file is gone; rejects if the browser takes no archive
 */
export async function makeArchive(source, files, now, signal, progress) {
  const writer = new ZipWriter(now);
  const total = files.reduce((sum, file) => sum + source.files[file].size, 0);
  /** @type {BlobPart[]} */
  const parts = [];
  let before = 0;
  progress(0, total);
  for (const file of files) {
    const blob = source.blob(file);
    if (blob === null) return null;
    const read = (/** @type {number} */ done) => progress(before + done, total);
    const crc = await checksum(blob, signal, read);
    if (crc === null) return null;
    const { name, modified } = source.files[file];
    parts.push(writer.begin({ name, size: blob.size, crc, modified }), blob);
    before += blob.size;
  }
  return new Blob([...parts, writer.finish()], { type: 'application/zip' });
}

/**
 * @param {Blob} blob
 * @param {AbortSignal} signal
 * @param {(done: number) => void} progress
 * @returns {Promise<number | null>} null if it was stopped, or the bytes cannot be read any more
 */
async function checksum(blob, signal, progress) {
  let crc = 0;
  for (let offset = 0; offset < blob.size; offset += SLICE) {
    const bytes = await blob.slice(offset, offset + SLICE).arrayBuffer().catch(() => null);
    if (bytes === null || signal.aborted) return null;
    crc = crc32(crc, new Uint8Array(bytes));
    progress(Math.min(offset + SLICE, blob.size));
  }
  return crc;
}
