import { h } from './dom.js';

/**
 * The browser's own dialog for files, behind a button that clicks this field.
 * @param {(files: File[]) => void} picked
 */
export function fileInput(picked) {
  const input = h('input', { type: 'file', multiple: true, hidden: true, tabindex: '-1', 'aria-hidden': 'true' });
  input.addEventListener('change', () => {
    if (input.files?.length) picked([...input.files]);
    // So that the same file can be chosen again.
    input.value = '';
  });
  return input;
}
