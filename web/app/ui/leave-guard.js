/**
 * Has the browser ask before the page is closed in the middle of something, with files that nobody has saved, or with
 * files that wait for a device.
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
