/**
 * The content of a clipboard or a drag besides its files, and the files by name and type.
 *
 * @typedef {object} Forms
 * @property {string} text its `text/plain`
 * @property {string} html its `text/html`
 * @property {readonly { name: string, type: string }[]} files
 */

/**
 * Reads the forms of some content. Works only while the event is handled.
 *
 * @param {DataTransfer} data
 * @returns {Forms}
 */
export function formsOf(data) {
  const files = [...data.items].filter(({ kind }) => kind === 'file');
  return {
    text: data.getData('text/plain'),
    html: data.getData('text/html'),
    // A folder is no file here, and some browsers do not show it before it is read.
    files: files.map((item) => item.getAsFile() ?? { name: '', type: item.type }),
  };
}

/**
 * The words of some content: of a link its address.
 *
 * @param {DataTransfer} data
 */
export function wordsOf(data) {
  const links = data.getData('text/uri-list').split(/[\r\n]+/).filter((line) => line !== '' && !line.startsWith('#'));
  return data.getData('text/plain') || links.join('\n');
}

/** One web address and nothing else. */
const address = /^\s*[a-z][a-z0-9+.-]*:\S+\s*$/i;

/**
 * Whether the person copied files, and not words of which a file is one more form: spreadsheets and word processors put
 * a picture of the cells or the paragraph beside their text.
 *
 * Files from a file manager come with their names or paths as text, a picture from a page with its address, and a
 * picture of its own (of the screen, of a drawing) with no text at all.
 *
 * @param {Forms} forms
 */
export function meansFiles({ text, html, files }) {
  if (files.length === 0) return false;
  if (text.trim() === '' || !files.every(({ type }) => type.startsWith('image/'))) return true;
  if (namesFiles(text, files)) return true;
  return files.length === 1 && address.test(text) && /<img\b/i.test(html);
}

/**
 * Whether every line of a text is the name, the path or the address of one of the files.
 *
 * @param {string} text
 * @param {Forms['files']} files
 */
function namesFiles(text, files) {
  const names = new Set(files.map(({ name }) => name));
  const lines = text.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  return lines.every((line) => {
    const last = line.trim().split(/[\\/]/).at(-1) ?? '';
    return names.has(last) || names.has(decoded(last));
  });
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
