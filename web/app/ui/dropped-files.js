/**
 * A file, and where it lay: `holiday/beach.jpg`.
 * @typedef {{ file: File, path: string }} FoundFile
 */

/**
 * The files of a drop or a paste, also those in folders. Must be called while the event is handled.
 * @param {DataTransfer} data
 * @returns {Promise<FoundFile[]>}
 */
export async function filesOf(data) {
  const items = [...data.items].filter((item) => item.kind === 'file');
  // The items are gone after the first await.
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = items.map((item) => item.getAsFile());
  /** @type {FoundFile[]} */
  const found = [];
  for (const [index, entry] of entries.entries()) {
    const file = plain[index];
    if (entry?.isDirectory) await walk(/** @type {FileSystemDirectoryEntry} */ (entry), entry.name, found);
    else if (file) found.push({ file, path: file.name });
  }
  return found;
}

/**
 * The files of a file input, with their paths if a folder was picked.
 * @param {readonly File[]} files
 * @returns {FoundFile[]}
 */
export function pickedFiles(files) {
  return files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/**
 * Finds the files of a folder. What cannot be read is left out.
 * @param {FileSystemDirectoryEntry} folder
 * @param {string} path
 * @param {FoundFile[]} found
 */
async function walk(folder, path, found) {
  for (const entry of await list(folder)) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory) await walk(/** @type {FileSystemDirectoryEntry} */ (entry), inner, found);
    else {
      const file = await read(/** @type {FileSystemFileEntry} */ (entry));
      if (file) found.push({ file, path: inner });
    }
  }
}

/**
 * A reader gives its entries a hundred at a time.
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<FileSystemEntry[]>}
 */
async function list(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (some.length === 0) return entries;
    entries.push(...some);
  }
}

/**
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File | null>}
 */
function read(entry) {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}
