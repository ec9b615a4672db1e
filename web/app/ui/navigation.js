/**
 * What the page shows beside the list of devices.
 * @typedef {{ pane: 'home' } | { pane: 'add' } | { pane: 'conversation', peer: string }} Place
 */

/**
 * Where the person is, kept in the history so that the system's own 'back' works.
 * @param {object} options
 * @param {() => boolean} options.stacked the place covers the list, so that going there is a step to come back from
 * @param {(place: Place, from: Place) => void} options.moved
 * @param {import('../environment/trail.js').Trail} options.trail
 * @param {AbortSignal} options.signal
 */
export function createNavigation({ stacked, moved, trail, signal }) {
  /** @type {Place} */
  let place = placeOf(trail.state());

  /** @param {Place} next */
  function arrive(next) {
    const from = place;
    place = next;
    moved(next, from);
  }

  trail.onArrive((state) => arrive(placeOf(state)), signal);

  return {
    get place() {
      return place;
    },
    /** @param {Place} next */
    go(next) {
      if (same(place, next)) return;
      if (stacked() && place.pane === 'home') trail.push({ place: next, pushed: true });
      else trail.replace({ ...trail.state(), place: next });
      arrive(next);
    },
    /** Back to the list. */
    leave() {
      if (place.pane === 'home') return;
      if (trail.state()?.pushed && trail.back()) return;
      trail.replace(null);
      arrive({ pane: 'home' });
    },
  };
}

/**
 * @param {any} state of the history, which an older page may have written
 * @returns {Place}
 */
function placeOf(state) {
  const place = state?.place;
  if (place?.pane === 'add') return { pane: 'add' };
  if (place?.pane === 'conversation' && typeof place.peer === 'string') return { pane: 'conversation', peer: place.peer };
  return { pane: 'home' };
}

/**
 * @param {Place} one
 * @param {Place} other
 */
function same(one, other) {
  if (one.pane !== other.pane) return false;
  return one.pane !== 'conversation' || (other.pane === 'conversation' && one.peer === other.peer);
}
