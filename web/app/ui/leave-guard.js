/**
 * Has the browser ask before the page is closed in the middle of something, or with files that nobody has saved.
 * @param {() => boolean} busy
 * @param {AbortSignal} signal
 */
export function guardLeaving(busy, signal) {
  window.addEventListener(
    'beforeunload',
    (event) => {
      if (!busy()) return;
      event.preventDefault();
      // Chromium before 119 asks only with this.
      event.returnValue = true;
    },
    { signal },
  );
}
