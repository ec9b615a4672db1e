import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { Receiver } from '../app/core/transfer/receiver.js';
import { Sender } from '../app/core/transfer/sender.js';
import { fixture } from './support/fixtures.js';
import { written } from './support/transfer-recorder.js';
import { scenarios, traceOf } from './traces/transfers.js';

const names = readdirSync(new URL('../../Fixtures/transfer/', import.meta.url))
  .filter((name) => name.endsWith('.trace.json'))
  .map((name) => name.slice(0, -'.trace.json'.length));

/** An event as the machine gets it: frames of a trace have a length instead of bytes. @param {any} event */
function revived(event) {
  if (event.type !== 'frame') return event;
  const { length, ...frame } = event.frame;
  return { type: 'frame', frame: { ...frame, payload: new Uint8Array(length) } };
}

/**
 * Gives one event to its machine, and compares what it does.
 *
 * @param {Sender} sender
 * @param {Receiver} receiver
 * @param {any} step
 */
function replay(sender, receiver, { machine: name, event, actions, state, acked }) {
  const machine = name === 'sender' ? sender : receiver;
  if (event.type === 'next') assert.equal(sender.next(), null);
  else if (event.type === 'outdated') assert.equal(receiver.isNews(event.round), false);
  else if (event.type === 'sent') {
    assert.deepEqual(sender.next(), event.step);
    sender.sent(event.step);
  } else assert.deepEqual(written(machine.step(revived(event))), actions);
  assert.deepEqual([machine.state, machine.acked], [state, acked]);
}

for (const name of names) {
  test(`the trace '${name}' is what the machines do`, () => {
    const { id, sizes, steps } = fixture(`transfer/${name}.trace.json`);
    const sender = new Sender(id, sizes);
    const receiver = new Receiver(id, sizes);
    for (const step of steps) replay(sender, receiver, step);
  });
}

test('the traces are those of the scenarios; scripts/record-traces records them anew', async () => {
  assert.deepEqual(names.sort(), Object.keys(scenarios).sort());
  for (const [name, scenario] of Object.entries(scenarios)) {
    assert.deepEqual(await traceOf(scenario), fixture(`transfer/${name}.trace.json`), name);
  }
});

test('in each trace the transfer has ended, on both sides that were there', () => {
  for (const name of names) {
    const { steps } = fixture(`transfer/${name}.trace.json`);
    const last = new Map(steps.map((/** @type {any} */ { machine, state }) => [machine, state]));
    if (name === 'reloaded') last.delete('sender');
    if (name === 'credit-shrinks') last.delete('receiver');
    assert.deepEqual([...new Set(last.values())], ['ended'], name);
  }
});
