/** @typedef {import('../environment/interface.js').WakeLockSentinel} WakeLockSentinel */

/**
 * Keeps the screen on while the page works, where the browser can: a phone that sleeps stops sending, and saving.
 * @param {() => Promise<WakeLockSentinel | null>} keepAwake null where the browser cannot, or may not now
 * @param {AbortSignal} signal
 */
export function createWakeLock(keepAwake, signal) {
  /** @type {WakeLockSentinel | null} */
  let lock = null;
  let wanted = false;
  let asking = false;

  async function follow() {
    if (asking) return;
    if (!wanted || document.hidden) {
      release();
      return;
    }
    if (lock && !lock.released) return;
    asking = true;
    // A low battery forbids it. The transfer goes on as long as the screen does.
    lock = await keepAwake();
    asking = false;
    if (!wanted) void follow();
  }

  function release() {
    lock?.release().catch(() => undefined);
    lock = null;
  }

  // The browser takes the lock away when the page is hidden.
  document.addEventListener('visibilitychange', follow, { signal });
  signal.addEventListener('abort', release);

  return {
    /** @param {boolean} needed */
    update(needed) {
      if (needed === wanted) return;
      wanted = needed;
      void follow();
    },
  };
}
