/** @typedef {import('../environment/interface.js').WakeLockSentinel} WakeLockSentinel */

/**
 * Keeps the screen on while the page works, where the browser can: a phone that sleeps stops sending, and saving.
 *
 *   none ──wanted, and in sight──► asking ──given──► held ──not wanted, or out of sight──► none
 *                                    └──refused──► none
 *
 * @param {() => Promise<WakeLockSentinel | null>} keepAwake null where the browser cannot, or may not now
 * @param {AbortSignal} signal
 */
export function createWakeLock(keepAwake, signal) {
  /** @type {WakeLockSentinel | 'asking' | null} */
  let lock = null;
  let wanted = false;

  async function follow() {
    if (lock === 'asking') return;
    if (!wanted || document.hidden) return release();
    if (lock && !lock.released) return;
    lock = 'asking';
    // Refused on a low battery. The transfer then goes on for as long as the screen stays on.
    lock = await keepAwake();
    if (!wanted) void follow();
  }

  function release() {
    if (lock === null || lock === 'asking') return;
    lock.release().catch(() => undefined);
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
