import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeDocument, FakeElement } from './support/fake-document.js';

const page = new FakeDocument();
Object.assign(globalThis, { document: page, HTMLElement: FakeElement });
const { createDialog } = await import('../app/ui/dialog.js');

/** An open dialog, the button that opened it, and a field beside. */
function opened() {
  const button = page.createElement('button');
  const field = page.createElement('textarea');
  let closed = 0;
  const dialog = createDialog({ name: 'settings', onClose: () => (closed += 1) });
  const element = /** @type {FakeElement} */ (/** @type {unknown} */ (dialog.element));
  page.body.append(button, field, element);
  button.focus();
  dialog.open();
  return { dialog, element, button, field, closings: () => closed };
}

test('a dialog that is closed gives the focus back at once', () => {
  const { dialog, button } = opened();
  assert.notEqual(page.activeElement, button);
  dialog.close();
  assert.equal(page.activeElement, button);
});

test('a field that is focused right after a dialog was closed keeps the focus', () => {
  const { dialog, field, closings } = opened();
  dialog.close();
  field.focus();
  page.runTasks();
  assert.equal(page.activeElement, field);
  assert.equal(closings(), 1);
});

test('a dialog that the browser closes gives a lost focus back, and takes none away', () => {
  const lost = opened();
  lost.element.close();
  page.runTasks();
  assert.equal(page.activeElement, lost.button);

  const taken = opened();
  taken.element.close();
  taken.field.focus();
  page.runTasks();
  assert.equal(page.activeElement, taken.field);
  assert.deepEqual([lost.closings(), taken.closings()], [1, 1]);
});

test('a dialog can be opened again after both ways of closing', () => {
  const { dialog, element, button, closings } = opened();
  dialog.close();
  page.runTasks();
  dialog.open();
  assert.ok(dialog.isOpen);
  element.close();
  page.runTasks();
  assert.ok(!dialog.isOpen);
  assert.equal(page.activeElement, button);
  assert.equal(closings(), 2);
});
