/**
 * The result of `action`, or null if it throws: for abilities that a browser may have and refuse (by a setting, a
 * policy, a private window), where naming one may already throw.
 *
 * @template T
 * @param {() => T} action
 * @returns {T | null}
 */
export function attempt(action) {
  try {
    return action();
  } catch {
    return null;
  }
}
