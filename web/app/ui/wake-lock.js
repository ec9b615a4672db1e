/** @typedef {EventTarget & { readonly released: boolean, release(): Promise<void> }} WakeLockSentinel */
/** @typedef {Navigator & { wakeLock?: { request(type: 'screen'): Promise<WakeLockSentinel> } }} WakefulNavigator */

/**
 * Keeps the screen on while something moves, where the browser can: a phone that sleeps stops sending.
 * @param {AbortSignal} signal
 */
export function createWakeLock(signal) {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  const { wakeLock } = /** @type {WakefulNavigator} */ (navigator);
  let wanted = false;
  let asking = false;

  async function follow() {
    if (!wakeLock || asking) return;
    if (!wanted || document.hidden) {
      void lock?.release();
      lock = null;
      return;
    }
    if (lock && !lock.released) return;
    asking = true;
    try {
      lock = await wakeLock.request('screen');
    } catch {
      // A low battery forbids it. The transfer goes on as long as the screen does.
    }
    asking = false;
    if (!wanted) void follow();
  }

  // The browser takes the lock away when the page is hidden.
  document.addEventListener('visibilitychange', follow, { signal });
  signal.addEventListener('abort', () => void lock?.release());

  return {
    /** @param {boolean} needed */
    update(needed) {
      if (needed === wanted) return;
      wanted = needed;
      void follow();
    },
  };
}
