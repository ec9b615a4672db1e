import { firstSteps, takeStep } from './steps.js';

/** @typedef {import('./steps.js').Place} Place */

/**
 * The person's place, kept in the history so that the system's own 'back' works.
 * @param {object} options
 * @param {() => boolean} options.stacked the place covers the list, so that going there is a step to come back from
 * @param {(place: Place, from: Place) => void} options.moved
 * @param {() => void} options.closeDialog the person went back from the dialog
 * @param {import('../environment/trail.js').Trail} options.trail
 * @param {AbortSignal} options.signal
 */
export function createNavigation({ stacked, moved, closeDialog, trail, signal }) {
  const first = firstSteps(trail.state());
  let { steps } = first;
  let { place } = steps.step;

  /** @param {import('./steps.js').StepEvent} event */
  function take(event) {
    const taken = takeStep(steps, event);
    steps = taken.steps;
    taken.actions.forEach(perform);
  }

  /** @param {import('./steps.js').StepAction} action */
  function perform(action) {
    switch (action.type) {
      case 'push':
        return trail.push(action.step);
      case 'replace':
        return trail.replace(action.step);
      case 'back':
        return goBack(action.to);
      case 'close':
        return closeDialog();
      case 'arrive': {
        const from = place;
        place = action.place;
        return moved(place, from);
      }
    }
  }

  /**
   * Goes back, unless the browser has refused the step to go back from: then back would lead out of the page.
   * @param {import('./steps.js').Step} to
   */
  function goBack(to) {
    const { pushed = false, dialog = false } = trail.state() ?? {};
    const isThere = pushed === steps.step.pushed && dialog === steps.step.dialog;
    if (isThere && trail.back()) return;
    trail.replace(to);
    take({ type: 'popped', state: to });
  }

  first.actions.forEach(perform);
  trail.onArrive((state) => take({ type: 'popped', state }), signal);

  return {
    get place() {
      return place;
    },
    /** @param {Place} next */
    go: (next) => take({ type: 'go', place: next, stacked: stacked() }),
    /** Back to the list. */
    leave: () => take({ type: 'leave' }),
    /** The first dialog opens over the place. */
    dialogOpened: () => take({ type: 'opened' }),
    /** The last dialog over the place was closed, other than by `closeDialog`. */
    dialogClosed: () => take({ type: 'closed' }),
  };
}
