import { t } from '../i18n/index.js';
import { h, setText, show } from './dom.js';
import { canOpen, describeFile } from './file-words.js';
import { formatSize } from './format.js';
import { fileIconName, icon } from './icons.js';
import { createName } from './name.js';

/** @typedef {import('../types.js').FileState} FileState */
/** @typedef {{ save(file: number): void, open(file: number): void }} FileActions */

/** Number of files that a long list shows at first, and adds at a time. */
const page = 50;

/**
 * The files of a batch. Of a long list only as much is made as the person wants to see.
 * @param {FileActions} actions
 */
export function createFileList(actions) {
  /** @type {{ element: HTMLElement, update(file: FileState): void }[]} */
  const rows = [];
  let limit = page;
  /** @type {readonly FileState[]} */
  let files = [];
  const list = h('ul', { role: 'list', class: 'files' });
  const more = h('button', { type: 'button', class: 'link-button', onclick: showMore });
  // Focusable, so that the keyboard can scroll it.
  const element = h('div', { class: 'file-list', tabindex: '0', role: 'group', 'aria-label': t('transfer.fileList') }, list, more);

  function showMore() {
    const first = rows.length;
    limit += page * 4;
    draw();
    // The button may be gone: the reader goes on with the first new file.
    rows[first]?.element.focus();
  }

  function draw() {
    files.slice(0, limit).forEach((file, position) => {
      let row = rows[position];
      if (!row) {
        rows.push((row = createFileRow(actions)));
        list.append(row.element);
      }
      row.update(file);
    });
    const rest = files.length - rows.length;
    setText(more, t('transfer.moreFiles', { count: Math.min(rest, page * 4) }));
    show(more, rest > 0);
  }

  return {
    element,
    /** @param {readonly FileState[]} next */
    update(next) {
      if (next === files) return;
      files = next;
      draw();
    },
  };
}

/** @param {FileActions} actions */
function createFileRow(actions) {
  /** @type {FileState | null} */
  let drawn = null;
  const symbol = h('span', { class: 'symbol' });
  const name = createName('file-name');
  const meta = h('span', { class: 'file-meta' });
  const save = h('button', { type: 'button', class: 'icon-button', onclick: () => drawn && actions.save(drawn.index) }, icon('save'));
  const open = h('button', { type: 'button', class: 'icon-button', onclick: () => drawn && actions.open(drawn.index) }, icon('open'));
  const element = h('li', { class: 'file', tabindex: '-1' }, symbol, h('span', { class: 'file-words' }, name.element, meta), open, save);

  return {
    element,
    /** @param {FileState} file */
    update(file) {
      if (file === drawn) return;
      if (file.type !== drawn?.type) symbol.replaceChildren(icon(fileIconName(file.type)));
      if (file.name !== drawn?.name) {
        name.update(file.name);
        save.setAttribute('aria-label', t('transfer.saveFile', { file: file.name }));
        open.setAttribute('aria-label', t('transfer.openFile', { file: file.name }));
      }
      drawn = file;
      setText(meta, `${formatSize(file.size)} · ${describeFile(file)}`);
      element.dataset.status = file.status;
      show(save, file.status === 'complete' && file.place === 'held');
      show(open, canOpen(file));
    },
  };
}
