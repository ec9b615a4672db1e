import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { PathMachine } from '../app/core/paths/machine.js';
import { formatted, scenarios, traceOf } from './traces/paths.js';

const folder = new URL('../../Fixtures/paths/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.trace.json'));

for (const file of files) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const { title, machines } = JSON.parse(text);

  test(`the path machine does what the trace says (${file}): ${title}`, () => {
    for (const { name, prefix, facts, steps } of machines) {
      const machine = new PathMachine(prefix, facts);
      for (const [index, { at, event, actions, state, deadline }] of steps.entries()) {
        const done = JSON.parse(JSON.stringify(machine.step(event, at)));
        const place = `${name}, step ${index}: ${JSON.stringify(event)}`;
        assert.deepEqual(done, actions, place);
        assert.deepEqual([machine.state.name, machine.deadline], [state, deadline], place);
      }
    }
  });
}

test('the traces are those of the scenarios: scripts/record-traces records them anew', () => {
  assert.deepEqual(files.toSorted(), Object.keys(scenarios).map((name) => `${name}.trace.json`).toSorted());
  for (const [name, scenario] of Object.entries(scenarios)) {
    assert.equal(formatted(traceOf(scenario)), readFileSync(new URL(`${name}.trace.json`, folder), 'utf8'), name);
  }
});

test('the traces meet every event and every action of the machine', () => {
  const steps = files.flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')).machines)
    .flatMap((machine) => machine.steps);
  const events = new Set(steps.map(({ event }) => event.type));
  const actions = new Set(steps.flatMap((step) => step.actions).map(({ type }) => type));
  const types = readFileSync(new URL('../app/core/paths/machine-types.d.ts', import.meta.url), 'utf8');
  const named = (/** @type {string} */ start, /** @type {string} */ end) =>
    [...types.slice(types.indexOf(start), types.indexOf(end)).matchAll(/ \| \{ type: '([a-z-]+)'/g)].map((match) => match[1]);
  const missing = [
    ...named('export type PathEvent', '/** An action: something is to be done. */').filter((type) => !events.has(type)),
    ...named('export type PathAction', '/** The reason to look for a path').filter((type) => !actions.has(type)),
  ];
  assert.deepEqual(missing, []);
});
