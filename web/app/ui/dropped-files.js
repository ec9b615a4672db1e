/** Deepest folder that is looked into. A link to a folder above it would never end. */
const DEEPEST = 64;

/** Most files and folders that are looked at in one drop. */
const MOST = 200_000;

/**
 * A file with its path: `holiday/beach.jpg`.
 * @typedef {{ file: File, path: string }} FoundFile
 *
 * The result of a drop or a paste: files, and paths that the browser could not read.
 * @typedef {{ files: FoundFile[], missed: string[] }} Found
 */

/**
 * The files of a drop or a paste, also those in folders. Must be called while the event is handled.
 *
 * Links inside of folders are in neither list: Chromium and Firefox do not show them to a page.
 * @param {DataTransfer} data
 * @param {number} [most] files and folders that are looked at; those beyond are missed
 * @returns {Promise<Found>}
 */
export async function filesOf(data, most = MOST) {
  const items = [...data.items].filter((item) => item.kind === 'file');
  // The items are gone after the first await.
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = items.map((item) => item.getAsFile());
  const search = new Search(most);
  for (const [index, entry] of entries.entries()) {
    const file = plain[index];
    if (entry?.isDirectory) await search.walk(/** @type {FileSystemDirectoryEntry} */ (entry), entry.name, 1);
    else if (file) search.files.push({ file, path: file.name });
    else if (entry) await search.take(/** @type {FileSystemFileEntry} */ (entry), entry.name);
  }
  return { files: search.files, missed: search.missed };
}

/**
 * The files of a file input, with their paths if a folder was picked.
 * @param {readonly File[]} files
 * @returns {FoundFile[]}
 */
export function pickedFiles(files) {
  return files.map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** Looks through folders. */
class Search {
  /** @type {FoundFile[]} */
  files = [];
  /** @type {string[]} */
  missed = [];
  #seen = 0;
  #most;

  /** @param {number} most files and folders that are looked at */
  constructor(most) {
    this.#most = most;
  }

  /**
   * @param {FileSystemDirectoryEntry} folder
   * @param {string} path
   * @param {number} depth
   */
  async walk(folder, path, depth) {
    const { entries, isWhole } = depth > DEEPEST ? { entries: [], isWhole: false } : await list(folder);
    if (!isWhole) this.missed.push(path);
    for (const entry of entries) {
      const inner = `${path}/${entry.name}`;
      this.#seen += 1;
      if (this.#seen > this.#most) {
        this.missed.push(path);
        return;
      }
      if (entry.isDirectory) await this.walk(/** @type {FileSystemDirectoryEntry} */ (entry), inner, depth + 1);
      else await this.take(/** @type {FileSystemFileEntry} */ (entry), inner);
    }
  }

  /**
   * @param {FileSystemFileEntry} entry
   * @param {string} path
   */
  async take(entry, path) {
    /** @type {File | null} */
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(null)));
    if (file === null) this.missed.push(path);
    else this.files.push({ file, path });
  }
}

/**
 * A reader gives its entries a hundred at a time.
 * @param {FileSystemDirectoryEntry} folder
 * @returns {Promise<{ entries: FileSystemEntry[], isWhole: boolean }>}
 */
async function list(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const entries = [];
  for (;;) {
    /** @type {FileSystemEntry[] | null} */
    const some = await new Promise((resolve) => reader.readEntries(resolve, () => resolve(null)));
    if (some === null || some.length === 0) return { entries, isWhole: some !== null };
    entries.push(...some);
  }
}
