/** Calls that are remembered once their path is over. A device has one path at a time, and its last word comes soon. */
const MOST_OVER = 8;

/**
 * Decides about a call of the other side while we may have one of our own. When both call at once, the call of the
 * impolite side stands, and the polite one gives its own up.
 *
 * @param {string} call of the other side
 * @param {{ call: string | null, isGlare: boolean } | null} ours `isGlare`: it is on its way, unanswered
 * @param {boolean} isPolite
 * @returns {'known' | 'left aside' | 'taken'} `known`: it is about the call that is there
 */
export function judge(call, ours, isPolite) {
  if (ours?.call === call) return 'known';
  return ours?.isGlare && !isPolite ? 'left aside' : 'taken';
}

/**
 * Calls whose path was open and is over. An offer of such a call is about a connection that is not there any more: a
 * machine that slept through its end tries to mend it.
 */
export class EndedCalls {
  /** @type {string[]} Oldest first. */
  #calls = [];

  /** @param {string} call */
  add(call) {
    this.#calls = [...this.#calls, call].slice(-MOST_OVER);
  }

  /** @param {string} call */
  has(call) {
    return this.#calls.includes(call);
  }
}
