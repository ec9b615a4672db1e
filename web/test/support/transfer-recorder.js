import { Receiver } from '../../app/core/transfer/receiver.js';
import { Sender } from '../../app/core/transfer/sender.js';

/**
 * A step of a trace, as Fixtures/transfer/README.md describes it.
 *
 * @typedef {object} TraceStep
 * @property {number} at milliseconds
 * @property {'sender' | 'receiver'} machine
 * @property {any} event
 * @property {any[]} [actions]
 * @property {string} state
 * @property {number} acked
 */

/**
 * An event or an action as it stands in a trace: bytes are there as their length.
 *
 * @param {any} value
 * @returns {any}
 */
export function written(value) {
  const lengths = (/** @type {string} */ _, /** @type {any} */ inner) => {
    if (!(inner?.payload instanceof Uint8Array)) return inner;
    const { payload, transfer: _id, ...rest } = inner;
    return { ...rest, length: payload.length };
  };
  return JSON.parse(JSON.stringify(value, lengths));
}

/**
 * Writes down every event of the sending and the receiving machine while `action` runs.
 *
 * @param {{ now: () => number }} clock
 * @param {() => Promise<void>} action
 * @returns {Promise<TraceStep[]>}
 */
export async function record(clock, action) {
  /** @type {TraceStep[]} */
  const steps = [];
  const note = (/** @type {Sender | Receiver} */ machine, /** @type {any} */ event, /** @type {any[]} */ actions) => {
    const name = machine instanceof Sender ? 'sender' : 'receiver';
    const { state, acked } = machine;
    steps.push(written({ at: clock.now(), machine: name, event, actions, state, acked }));
  };
  const restore = [watchSender(note, steps), watchReceiver(note)];
  try {
    await action();
  } finally {
    for (const each of restore) each();
  }
  return steps;
}

/** @typedef {(machine: any, event: any, actions?: any[]) => void} Note */

/**
 * @param {Note} note
 * @param {TraceStep[]} steps
 */
function watchSender(note, steps) {
  const { step, next, sent } = Sender.prototype;
  Sender.prototype.step = function (event) {
    const actions = step.call(this, event);
    note(this, event, actions);
    return actions;
  };
  Sender.prototype.next = function () {
    const found = next.call(this);
    const last = steps.filter(({ machine }) => machine === 'sender').at(-1);
    // It is asked often while there is nothing to send; once is enough to know.
    if (found === null && last?.event.type !== 'next') note(this, { type: 'next', step: null });
    return found;
  };
  Sender.prototype.sent = function (done) {
    sent.call(this, done);
    note(this, { type: 'sent', step: done });
  };
  return () => void Object.assign(Sender.prototype, { step, next, sent });
}

/** @param {Note} note */
function watchReceiver(note) {
  const { step, isNews } = Receiver.prototype;
  Receiver.prototype.step = function (event) {
    const actions = step.call(this, event);
    note(this, event, actions);
    return actions;
  };
  Receiver.prototype.isNews = function (round) {
    const isNew = isNews.call(this, round);
    if (!isNew) note(this, { type: 'outdated', round });
    return isNew;
  };
  return () => void Object.assign(Receiver.prototype, { step, isNews });
}
