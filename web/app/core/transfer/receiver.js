import { Intake } from './intake.js';
import { sideOf } from './origin.js';
import { cancelledBy } from './outcome.js';

/**
 * @typedef {import('../wire/conversation-types').TransferMessage} TransferMessage
 * @typedef {import('../wire/conversation-types').FileEndMessage} FileEndMessage
 * @typedef {import('../wire/conversation-types').CancelMessage} CancelMessage
 * @typedef {import('../../types').TransferError} TransferError
 * @typedef {import('./outcome.js').Outcome} Outcome
 * @typedef {import('./frame.js').Frame} Frame
 *
 * @typedef {{ type: 'offered' | 'moved', round?: number }
 *     | { type: 'unbound' | 'stopped' | 'cancel' | 'violation' }
 *     | { type: 'accept', payload: number, isBound: boolean }
 *     | { type: 'decline', reason: import('../wire/conversation-types').DeclineReason }
 *     | { type: 'frame', frame: Frame }
 *     | { type: 'message', message: FileEndMessage | CancelMessage }
 *     | { type: 'opened' | 'stored' | 'not-stored', file: number }
 *     | { type: 'taken', file: number, chunks: number }
 *     | { type: 'fail', error: TransferError, by?: 'us' | 'them' | null }} ReceiverEvent
 * `offered`, `moved`: the sender offers it, again if it has not seen an answer, or goes on, on the pipe that it has from
 * now on; `round` as in the message. `unbound`: its pipe is gone. `accept`: the person said yes; `payload`: bytes of a
 * full chunk; `isBound`: there is a pipe, else the answer follows when the offer comes again. `decline`: the person, or
 * the page for them, said no. `message`: the sender said this. `opened`: the sink of `file` can be written to; `taken`:
 * it has taken further `chunks`; `stored`: the file is where it belongs; `not-stored`: it cannot be stored. `stopped`:
 * the browser has ended the download: its person did, or the disk is full, and it does not say which. `cancel`: the
 * person does not want it any more. `fail`: no pipe will come, for this cause; `by` where the cause alone does not say
 * on which side it lies. `violation`: the other side broke the protocol.
 *
 * @typedef {import('./intake.js').IntakeAction} IntakeAction
 * @typedef {{ type: 'say', message: TransferMessage }
 *     | IntakeAction
 *     | { type: 'end', outcome: Outcome }} ReceiverAction
 * @typedef {Extract<ReceiverEvent, { type: 'frame' | 'opened' | 'taken' | 'stored' | 'not-stored' }>
 *     | { type: 'message', message: FileEndMessage }} IntakeEvent
 */

/** @type {ReadonlyMap<number, TransferError>} */
const NO_FAILURES = new Map();

/**
 * The receiving side of a transfer, without sinks and pipes. A value: events in, actions out. docs/protocol.md, Transfers.
 *
 *            accept                every file is stored or failed
 *   offered ─────────► receiving ─────────────────────────────────► ended
 *      │                │     ▲                                       ▲
 *      │        unbound │     │ moved, offered                        │
 *      │                ▼     │                                       │
 *      └──────────────► adrift ───────────────────────────────────────┘
 *        accept, not bound
 *
 *   offered: `decline` and `cancel` end it.
 *   Every state: `cancel`, `fail`, `violation`, `stopped` and 'cancel' of the sender end it.
 *
 * `adrift`: was accepted, has no pipe; sinks go on with what they have. From `accept` on there is an `Intake`.
 */
export class Receiver {
  /** @type {'offered' | 'receiving' | 'adrift' | 'ended'} */
  #state = 'offered';
  #sizes;
  /** The number of the newest offer or move. */
  #round = -1;
  /** @type {Intake | null} From `accept` on. */
  #intake = null;
  /** @type {Outcome | null} */
  #outcome = null;
  /** @type {TransferMessage | null} */
  #lastWord = null;

  /**
   * @param {string} id
   * @param {readonly number[]} sizes of the files, in bytes
   */
  constructor(id, sizes) {
    this.id = id;
    this.#sizes = sizes;
  }

  get state() {
    return this.#state;
  }

  /** How it ended, null while it has not. */
  get outcome() {
    return this.#outcome;
  }

  /** Null until it is accepted. */
  get layout() {
    return this.#intake?.layout ?? null;
  }

  /** Chunks that are in their sinks. */
  get acked() {
    return this.#intake?.acked ?? 0;
  }

  /** The file that is being received, -1 before its first chunk; the files before it have ended. */
  get furthest() {
    return this.#intake?.furthest ?? -1;
  }

  /** @returns {ReadonlyMap<number, TransferError>} files that failed, here or there, with the cause */
  get failures() {
    return this.#intake?.failures ?? NO_FAILURES;
  }

  /** Whether the sender has sent what it may, so that it is for the sinks here to go on. */
  get isBehind() {
    return this.#intake?.isBehind === true;
  }

  /** The answer to a sender that asks again after the end: the last message, and what has to be known before it. */
  get lastWords() {
    return this.#lastWord === null ? [] : [...(this.#intake?.notStoredMessages ?? []), this.#lastWord];
  }

  /**
   * Pipes are not ordered to each other: a message on one that the sender has left since means nothing.
   *
   * @param {number | undefined} round of an offer or a move
   * @returns {boolean} whether it is the newest so far
   */
  isNews(round) {
    return round === undefined || round > this.#round;
  }

  /**
   * @param {ReceiverEvent} event
   * @returns {ReceiverAction[]}
   */
  step(event) {
    if (this.#state === 'ended') return [];
    switch (event.type) {
      case 'offered': return this.#offered(event.round);
      case 'moved': return this.#moved(event.round);
      case 'unbound':
        if (this.#state === 'receiving') this.#state = 'adrift';
        return [];
      case 'accept': return this.#accept(event.payload, event.isBound);
      case 'decline': return this.#decline(event.reason);
      case 'stopped': return this.#endWith('cancelled', { status: 'failed', error: 'stopped', by: 'us' }, 'stopped');
      case 'cancel':
        if (this.#state === 'offered') return this.#decline('declined');
        return this.#endWith('cancelled', { status: 'cancelled', error: null, by: 'us' });
      case 'fail': {
        const { error, by = sideOf(error, 'in') } = event;
        return this.#endWith('failed', { status: 'failed', error, by });
      }
      case 'violation': return this.#violated();
      case 'message': {
        const { message } = event;
        return message.type === 'cancel' ? this.#end(cancelledBy(message)) : this.#take({ type: 'message', message });
      }
      default: return this.#take(event);
    }
  }

  /**
   * @param {number} payload
   * @param {boolean} isBound
   * @returns {ReceiverAction[]}
   */
  #accept(payload, isBound) {
    if (this.#state !== 'offered') return [];
    this.#intake = new Intake(this.id, this.#sizes, payload);
    this.#state = isBound ? 'receiving' : 'adrift';
    const open = /** @type {const} */ ({ type: 'open', file: 0 });
    const message = this.#numbers('accept', this.#intake);
    return isBound ? [this.#say(message), open] : [open];
  }

  /**
   * @param {import('../wire/conversation-types').DeclineReason} reason
   * @returns {ReceiverAction[]}
   */
  #decline(reason) {
    if (this.#state !== 'offered') return [];
    const message = this.#say({ type: 'decline', id: this.id, reason });
    return [message, ...this.#end({ status: 'declined', error: reason, by: 'us' })];
  }

  /**
   * @param {number} [round]
   * @returns {ReceiverAction[]}
   */
  #offered(round) {
    this.#round = round ?? this.#round;
    if (this.#intake === null) return [];
    if (this.#intake.hasBegun) return this.#violated();
    this.#state = 'receiving';
    return [this.#say(this.#numbers('accept', this.#intake))];
  }

  /**
   * @param {number} [round]
   * @returns {ReceiverAction[]}
   */
  #moved(round) {
    this.#round = round ?? this.#round;
    if (this.#intake === null) return this.#violated();
    this.#state = 'receiving';
    this.#intake.move(round ?? null);
    const numbers = this.#numbers('resume', this.#intake);
    const resume = round === undefined ? numbers : { ...numbers, round };
    return [...[...this.#intake.notStoredMessages, resume].map((message) => this.#say(message)), { type: 'progress' }];
  }

  /**
   * Goes on with what has come, or with what a sink says.
   *
   * @param {IntakeEvent} event
   * @returns {ReceiverAction[]}
   */
  #take(event) {
    const intake = this.#intake;
    const isFromSender = event.type === 'frame' || event.type === 'message';
    if (intake === null || (isFromSender && this.#state !== 'receiving')) return [];
    /** @type {ReceiverAction[]} */
    const actions = [];
    const result = feed(intake, event, /** @type {IntakeAction[]} */ (actions));
    for (const action of actions) if (action.type === 'say') this.#lastWord = action.message;
    if (result === 'violation') {
      actions.push(...this.#violated());
    } else if (result === 'complete') {
      actions.push(this.#say({ type: 'complete', id: this.id }), ...this.#end({ status: 'complete', error: null, by: null }));
    } else if (this.#state === 'receiving') {
      const credit = intake.takeDueCredit();
      if (credit !== null) actions.push(this.#say({ type: 'credit', id: this.id, ...credit }));
    }
    return actions;
  }

  /**
   * @param {'accept' | 'resume'} type
   * @param {Intake} intake
   */
  #numbers(type, intake) {
    return { type, id: this.id, payload: intake.layout.payload, ...intake.credit() };
  }

  /** The other side broke the protocol. */
  #violated() {
    return this.#endWith('protocol', { status: 'failed', error: 'protocol', by: 'us' });
  }

  /**
   * This side ends it, and says so.
   *
   * @param {import('../wire/conversation-types').CancelReason} reason
   * @param {Outcome} outcome
   * @param {string} [cause]
   */
  #endWith(reason, outcome, cause) {
    const message = this.#say({ type: 'cancel', id: this.id, reason, ...(cause === undefined ? {} : { cause }) });
    return [message, ...this.#end(outcome)];
  }

  /**
   * @param {Outcome} outcome
   * @returns {ReceiverAction[]}
   */
  #end(outcome) {
    this.#state = 'ended';
    this.#outcome = outcome;
    this.#intake?.close();
    return [{ type: 'end', outcome }];
  }

  /**
   * @param {TransferMessage} message
   * @returns {ReceiverAction}
   */
  #say(message) {
    this.#lastWord = message;
    return { type: 'say', message };
  }
}

/**
 * @param {Intake} intake
 * @param {IntakeEvent} event
 * @param {IntakeAction[]} actions
 */
function feed(intake, event, actions) {
  switch (event.type) {
    case 'frame': return intake.frame(event.frame, actions);
    case 'message': return intake.fileEnded(event.message, actions);
    case 'opened': return intake.opened(event.file, actions);
    case 'taken': return intake.taken(event.file, event.chunks, actions);
    case 'stored': return intake.stored(event.file, actions);
    case 'not-stored': return intake.notStored(event.file, actions);
  }
}
