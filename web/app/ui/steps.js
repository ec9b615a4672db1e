/**
 * The place that the page shows beside the list of devices.
 * @typedef {{ pane: 'home' } | { pane: 'add' } | { pane: 'conversation', peer: string }} Place
 */

/**
 * One entry of the history: its place, whether it was pushed over the list, and whether a dialog stands over it.
 * @typedef {{ place: Place, pushed: boolean, dialog: boolean }} Step
 */

/**
 * The person's place and the way back from it, as a value. A dialog has a step of its own, so that 'back' closes it
 * before the conversation:
 *
 *   settled  ── opened ──► covered     push a step
 *   covered  ── closed ──► returning   back, which takes a moment
 *   covered  ── popped ──► settled     close the dialog
 *   returning ─ popped ──► settled     events that came meanwhile follow
 *
 * @typedef {object} Steps
 * @property {'settled' | 'covered' | 'returning'} phase
 * @property {Step} step the one the history is at
 * @property {readonly StepEvent[]} waiting events that came while a dialog was open or on its way out, oldest first
 */

/**
 * `go`: to a place, which covers the list if `stacked`. `leave`: back to the list. `opened`, `closed`: the first
 * dialog, the last one. `popped`: the history is at another step now.
 * @typedef {{ type: 'go', place: Place, stacked: boolean } | { type: 'leave' } | { type: 'opened' } | { type: 'closed' }
 *   | { type: 'popped', state: unknown }} StepEvent
 */

/**
 * `back` leads to the step `to`. `arrive`: the place is another. `close`: the dialog.
 * @typedef {{ type: 'push' | 'replace', step: Step } | { type: 'back', to: Step } | { type: 'arrive', place: Place }
 *   | { type: 'close' }} StepAction
 */

/** @type {Step} */
const HOME = { place: { pane: 'home' }, pushed: false, dialog: false };

/**
 * @param {unknown} state of the history, which an older page may have written
 * @returns {{ steps: Steps, actions: StepAction[] }}
 */
export function firstSteps(state) {
  const step = stepOf(state);
  // The dialog was open when the page was reloaded, and is not any more.
  if (step.dialog) return { steps: { phase: 'returning', step, waiting: [] }, actions: [backFrom(step)] };
  return { steps: { phase: 'settled', step, waiting: [] }, actions: [] };
}

/**
 * @param {Steps} steps
 * @param {StepEvent} event
 * @returns {{ steps: Steps, actions: StepAction[] }}
 */
export function takeStep(steps, event) {
  if (event.type === 'popped') return popped(steps, stepOf(event.state));
  switch (steps.phase) {
    case 'returning':
      return { steps: { ...steps, waiting: [...steps.waiting, event] }, actions: [] };
    case 'covered':
      if (event.type === 'closed') return { steps: { ...steps, phase: 'returning' }, actions: [backFrom(steps.step)] };
      return { steps: { ...steps, waiting: [...steps.waiting, event] }, actions: [] };
    case 'settled':
      return moved(steps, event);
  }
}

/**
 * @param {Steps} steps
 * @param {StepEvent} event
 * @returns {{ steps: Steps, actions: StepAction[] }}
 */
function moved(steps, event) {
  const { step } = steps;
  /** @type {(type: 'push' | 'replace', next: Step) => { steps: Steps, actions: StepAction[] }} */
  const to = (type, next) => ({
    steps: { phase: 'settled', step: next, waiting: [] },
    actions: [{ type, step: next }, { type: 'arrive', place: next.place }],
  });
  switch (event.type) {
    case 'opened': {
      const over = { ...step, dialog: true };
      return { steps: { phase: 'covered', step: over, waiting: [] }, actions: [{ type: 'push', step: over }] };
    }
    case 'go': {
      if (isSame(step.place, event.place)) return { steps, actions: [] };
      const pushes = event.stacked && step.place.pane === 'home';
      return to(pushes ? 'push' : 'replace', { place: event.place, pushed: pushes || step.pushed, dialog: false });
    }
    case 'leave':
      if (step.place.pane === 'home') return { steps, actions: [] };
      if (step.pushed) return { steps: { ...steps, phase: 'returning' }, actions: [{ type: 'back', to: HOME }] };
      return to('replace', HOME);
    default:
      return { steps, actions: [] };
  }
}

/**
 * @param {Steps} steps
 * @param {Step} step
 * @returns {{ steps: Steps, actions: StepAction[] }}
 */
function popped(steps, step) {
  // 'Forward' leads to the step of a dialog that is gone, where there is nothing to see.
  if (step.dialog) return { steps: { ...steps, phase: 'returning', step }, actions: [backFrom(step)] };
  const isNew = !isSame(step.place, steps.step.place);
  let next = /** @type {Steps} */ ({ phase: 'settled', step, waiting: [] });
  /** @type {StepAction[]} */
  const actions = [];
  if (steps.phase === 'covered') actions.push({ type: 'close' });
  if (isNew) actions.push({ type: 'arrive', place: step.place });
  for (const event of steps.waiting) {
    const taken = takeStep(next, event);
    next = taken.steps;
    actions.push(...taken.actions);
  }
  return { steps: next, actions };
}

/**
 * Back from a dialog to the place under it.
 * @param {Step} step
 * @returns {StepAction}
 */
function backFrom(step) {
  return { type: 'back', to: { ...step, dialog: false } };
}

/**
 * @param {any} state
 * @returns {Step}
 */
function stepOf(state) {
  return { place: placeOf(state?.place), pushed: state?.pushed === true, dialog: state?.dialog === true };
}

/**
 * @param {any} place
 * @returns {Place}
 */
function placeOf(place) {
  if (place?.pane === 'add') return { pane: 'add' };
  if (place?.pane === 'conversation' && typeof place.peer === 'string') return { pane: 'conversation', peer: place.peer };
  return { pane: 'home' };
}

/**
 * @param {Place} one
 * @param {Place} other
 */
function isSame(one, other) {
  if (one.pane !== other.pane) return false;
  return one.pane !== 'conversation' || (other.pane === 'conversation' && one.peer === other.peer);
}
