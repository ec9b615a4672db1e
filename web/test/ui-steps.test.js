import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNavigation } from '../app/ui/navigation.js';
import { firstSteps, takeStep } from '../app/ui/steps.js';

/** @typedef {import('../app/ui/steps.js').Place} Place */

/** @type {Place} */
const home = { pane: 'home' };
/** @type {Place} */
const ben = { pane: 'conversation', peer: 'ben' };

/** A page and the history of its tab, which goes back a moment after it was asked to. */
class Tab {
  /** @type {unknown[]} */
  entries = [null];
  at = 0;
  isLeaving = false;
  /** @type {Place[]} */
  places = [];
  closed = 0;
  steps = firstSteps(null).steps;

  /** @param {import('../app/ui/steps.js').StepEvent} event */
  take(event) {
    const taken = takeStep(this.steps, event);
    this.steps = taken.steps;
    for (const action of taken.actions) this.#perform(action);
  }

  /** @param {import('../app/ui/steps.js').StepAction} action */
  #perform(action) {
    if (action.type === 'push') this.entries.splice((this.at += 1), Infinity, action.step);
    else if (action.type === 'replace') this.entries[this.at] = action.step;
    else if (action.type === 'back') this.isLeaving = true;
    else if (action.type === 'close') this.closed += 1;
    else this.places.push(action.place);
  }

  /** @param {number} by */
  travel(by) {
    this.at += by;
    this.take({ type: 'popped', state: this.entries[this.at] });
    this.settle();
  }

  settle() {
    while (this.isLeaving) {
      this.isLeaving = false;
      this.at -= 1;
      this.take({ type: 'popped', state: this.entries[this.at] });
    }
  }
}

test('back closes a dialog before the conversation under it', () => {
  const tab = new Tab();
  tab.take({ type: 'go', place: ben, stacked: true });
  tab.take({ type: 'opened' });
  tab.travel(-1);
  assert.equal(tab.closed, 1);
  assert.deepEqual(tab.places, [ben]);
  tab.travel(-1);
  assert.deepEqual(tab.places, [ben, home]);
  assert.equal(tab.at, 0);
});

test('a dialog that was closed leaves no step behind, and forward does not bring it back', () => {
  const tab = new Tab();
  tab.take({ type: 'go', place: ben, stacked: true });
  tab.take({ type: 'opened' });
  tab.take({ type: 'closed' });
  tab.settle();
  assert.deepEqual([tab.at, tab.closed, tab.places.length], [1, 0, 1]);
  tab.travel(1);
  assert.deepEqual([tab.at, tab.closed, tab.places.length], [1, 0, 1]);
  tab.travel(-1);
  assert.deepEqual(tab.places.at(-1), home);
});

test('a place that a closing dialog leads to is shown once the dialog is gone from the history', () => {
  const tab = new Tab();
  tab.take({ type: 'opened' });
  tab.take({ type: 'closed' });
  tab.take({ type: 'go', place: ben, stacked: true });
  assert.deepEqual(tab.places, []);
  tab.settle();
  assert.deepEqual(tab.places, [ben]);
  tab.travel(-1);
  assert.deepEqual([tab.places.at(-1), tab.at], [home, 0]);
});

test('a page that was reloaded under a dialog goes back to the step below it', () => {
  const first = firstSteps({ place: ben, pushed: true, dialog: true });
  assert.deepEqual(first.actions, [{ type: 'back', to: { place: ben, pushed: true, dialog: false } }]);
  const opened = takeStep(first.steps, { type: 'opened' });
  assert.deepEqual(opened.actions, []);
  const settled = takeStep(opened.steps, { type: 'popped', state: { place: ben, pushed: true } });
  assert.deepEqual(settled.actions.map(({ type }) => type), ['push']);
});

test('in two columns a place takes the step of the one before, and a step of an older page is home', () => {
  const tab = new Tab();
  tab.take({ type: 'go', place: ben, stacked: false });
  assert.equal(tab.at, 0);
  tab.take({ type: 'leave' });
  assert.deepEqual(tab.places, [ben, home]);
  assert.deepEqual(firstSteps({ place: { pane: 'conversation', peer: 7 } }).steps.step.place, home);
});

test('a browser that refuses steps is not led out of the page', () => {
  /** @type {any[]} */
  const replaced = [];
  let left = 0;
  /** @type {import('../app/ui/steps.js').Place[]} */
  const places = [];
  const navigation = createNavigation({
    stacked: () => true,
    moved: (place) => places.push(place),
    closeDialog: () => undefined,
    trail: {
      state: () => null,
      push: () => undefined,
      replace: (state) => void replaced.push(state),
      back: () => ((left += 1), true),
      onArrive: () => undefined,
    },
    signal: new AbortController().signal,
  });
  navigation.go(ben);
  navigation.dialogOpened();
  navigation.dialogClosed();
  navigation.leave();
  assert.deepEqual(places, [ben, home]);
  assert.equal(left, 0);
});
