import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HandOver } from '../app/files/saving/hand-over.js';

/** @typedef {import('../app/files/saving/hand-over.js').HandOverEvent<string>} Event */

/** A hand-over, and a clock that goes to whenever it is due. */
class Run {
  /** @type {HandOver<string>} */
  machine = new HandOver();
  now = 0;
  /** @type {{ at: number, action: import('../app/files/saving/hand-over.js').HandOverAction<string> }[]} */
  log = [];

  /** @param {Event} event */
  step(event) {
    for (const action of this.machine.step(event, this.now)) this.log.push({ at: this.now, action });
  }

  /**
   * @param {string} job
   * @param {number} count
   * @param {number} [size] bytes of each file
   */
  ask(job, count, size = 0) {
    this.step({ type: 'ask', job, files: Array.from({ length: count }, (_, file) => ({ file, size })) });
  }

  /**
   * @param {number} [limit] milliseconds
   * @param {(due: number) => number} [late] when the timer fires
   */
  run(limit = Infinity, late = (due) => due) {
    while (this.machine.due !== null && this.machine.due <= limit) {
      this.now = Math.max(this.now, late(this.machine.due));
      this.step({ type: 'tick' });
    }
  }

  /** @param {string} type */
  times(type) {
    return this.log.filter(({ action }) => action.type === type).map(({ at }) => at);
  }

  /** @param {string} job */
  handed(job) {
    return this.log.flatMap(({ action }) => (action.type === 'hand' && action.job === job ? [action.file] : []));
  }
}

/**
 * Chromium takes ten downloads, and no more until over a second after the first of them.
 *
 * @param {number[]} times
 */
function takenByChromium(times) {
  let start = -Infinity;
  let count = 0;
  return times.filter((time) => {
    if (count === 0) start = time;
    if (count < 10) count += 1;
    else if (time - start > 1000) [start, count] = [time, 1];
    else return false;
    return true;
  }).length;
}

test('the first file goes at once, and of 4,000 the browser takes every one within eight minutes', () => {
  const run = new Run();
  run.ask('a', 4000);
  assert.deepEqual(run.handed('a'), [0]);
  run.run();
  assert.deepEqual(run.handed('a'), Array.from({ length: 4000 }, (_, file) => file));
  assert.equal(takenByChromium(run.times('hand')), 4000);
  assert.ok((run.times('hand').at(-1) ?? Infinity) < 8 * 60_000);
});

test('a hidden tab, whose timers come once a second, hands over five a second and loses none', () => {
  const run = new Run();
  run.ask('a', 300);
  run.run(Infinity, (due) => Math.ceil(due / 1000) * 1000);
  assert.equal(run.handed('a').length, 300);
  assert.equal(takenByChromium(run.times('hand')), 300);
  assert.ok((run.times('hand').at(-1) ?? Infinity) <= 60_000);
});

test('a tab whose timers are late at random loses no file', () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    let state = seed;
    const random = () => (state = (state * 48_271) % 0x7fff_ffff) / 0x7fff_ffff;
    const run = new Run();
    run.ask('a', 120);
    run.run(Infinity, (due) => due + random() * 700);
    assert.equal(takenByChromium(run.times('hand')), 120, `seed ${seed}`);
  }
});

test('progress is told with every file, and the end with the last', () => {
  const run = new Run();
  run.ask('a', 3);
  assert.deepEqual(run.machine.progress('a'), { done: 1, total: 3 });
  run.run(110);
  assert.deepEqual(run.machine.progress('a'), { done: 2, total: 3 });
  run.run();
  assert.equal(run.machine.progress('a'), null);
  assert.deepEqual(run.times('moved').length + run.times('ended').length, 4);
});

test('a job that was stopped hands over no more, and can be asked for again', () => {
  const run = new Run();
  run.ask('a', 300);
  run.run(4_000);
  const before = run.handed('a').length;
  assert.ok(before > 30 && before < 45);
  run.step({ type: 'stop', job: 'a' });
  assert.equal(run.machine.progress('a'), null);
  run.run(60_000);
  assert.equal(run.handed('a').length, before);
  run.ask('a', 2);
  run.run();
  assert.equal(run.handed('a').length, before + 2);
});

test('one file that is saved meanwhile does not wait for three hundred others', () => {
  const run = new Run();
  run.ask('a', 300);
  run.run(2_000);
  run.ask('b', 1);
  run.run(3_200);
  assert.deepEqual(run.handed('b'), [0]);
  run.run();
  assert.equal(run.handed('a').length, 300);
  assert.equal(takenByChromium(run.times('hand')), 301);
});

test('a file asked for twice while it waits is handed over once', () => {
  const run = new Run();
  run.ask('a', 3);
  run.ask('a', 3);
  run.run();
  assert.deepEqual(run.handed('a').sort(), [0, 0, 1, 2]);
});

test('a large file counts as being read for as long as a slow disk takes to write it', () => {
  const run = new Run();
  run.ask('small', 1, 1_000);
  run.ask('large', 1, 1_000_000_000);
  run.run();
  const read = run.log.flatMap(({ at, action }) => (action.type === 'read' ? [{ job: action.job, at }] : []));
  assert.deepEqual(read.map(({ job }) => job), ['small', 'large']);
  assert.ok(read[0].at < 3_000 && read[1].at > 50_000 && read[1].at < 60_000);
  assert.equal(run.machine.due, null);
});
