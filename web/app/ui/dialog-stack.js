/** @typedef {{ element: HTMLElement, close(): void }} Dialog */

/**
 * The dialogs that are open, the newest last: the first that opens is a step of the history, the last that closes ends it.
 * @param {readonly Dialog[]} dialogs
 * @param {{ dialogOpened(): void, dialogClosed(): void }} navigation
 */
export function createDialogStack(dialogs, navigation) {
  /** @type {Dialog[]} */
  const open = [];
  for (const dialog of dialogs) {
    dialog.element.addEventListener('opened', () => {
      open.push(dialog);
      if (open.length === 1) navigation.dialogOpened();
    });
    dialog.element.addEventListener('settled', () => {
      open.splice(open.indexOf(dialog), 1);
      if (open.length === 0) navigation.dialogClosed();
    });
  }
  return {
    /** The person went back: closes the one on top. */
    closeTop() {
      open.at(-1)?.close();
      if (open.length > 0) navigation.dialogOpened();
    },
  };
}
