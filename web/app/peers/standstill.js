import { PING_SPACE } from '../core/times.js';

/** The other side has to be heard within this time after it was asked, in milliseconds: some round trips of a slow line. */
const LIMIT = 5_000;

/** A message that comes so soon after the last move may have been on its way with it, in milliseconds. */
const ECHO = 1_000;

/** Without any byte on its way for this time a pipe stands still, in milliseconds. */
const DRY = 3_000;

/** @typedef {import('../channels/pipe').Pipe} Pipe */

/**
 * Signs of life on a pipe. They tell a line on which nothing comes through from another device that has nothing to
 * say: that is asked by `ping`, and anything that comes then is an answer. docs/protocol.md, Standing still.
 *
 *   heard ──(asked)──► asked ──(nothing for 5 s)──► silent
 *     ▲                  │ heard                      │ heard
 *     └──────────────────┴────────────────────────────┘
 */
export class Life {
  #pipe;
  #outlet;
  /** @type {number | null} When it was asked first since something came last; null: it was not asked since. */
  #askedAt = null;
  #wasAsked = false;
  #answersPing = false;
  #lastAnswer = -Infinity;
  #heardAt = -Infinity;
  /** Bytes of frames that have left the browser, and when the last of them did. */
  #left = { bytes: 0, at: -Infinity };

  /**
   * @param {Pipe} pipe
   * @param {import('../channels/outlet.js').Outlet} outlet of it
   */
  constructor(pipe, outlet) {
    this.#pipe = pipe;
    this.#outlet = outlet;
  }

  /** Whether a `ping` has ever gone out here: the first one shows whether the other side answers at all. */
  get wasAsked() {
    return this.#wasAsked;
  }

  /**
   * Something came.
   *
   * @param {number} now
   */
  heard(now) {
    this.#askedAt = null;
    this.#heardAt = now;
  }

  /** Whether the other side answers a `ping` if it hears one: it did before, or is as new as that. */
  get answersPing() {
    return this.#answersPing;
  }

  /** A `pong` came, or a `hello` of a page that answers. */
  provedNew() {
    this.#answersPing = true;
  }

  /** @param {number} now when a `ping` goes out */
  asked(now) {
    this.#wasAsked = true;
    this.#askedAt ??= now;
  }

  /**
   * Whether a `ping` that came is to be answered.
   *
   * @param {number} now
   */
  mayAnswer(now) {
    if (now - this.#lastAnswer < PING_SPACE) return false;
    this.#lastAnswer = now;
    return true;
  }

  /**
   * Whether the other side is there, though nothing has moved since `movedAt`. One that is too old to answer may be.
   *
   * @param {number} now
   * @param {number} movedAt
   * @returns {'there' | 'unknown' | 'silent'}
   */
  voice(now, movedAt) {
    if (!this.#answersPing) return 'there';
    if (this.#askedAt !== null && now - this.#askedAt >= LIMIT) return 'silent';
    return this.#heardAt - movedAt >= ECHO ? 'there' : 'unknown';
  }

  /**
   * How sent bytes leave the browser: all have left (`empty`), some do (`draining`), or none do (`stuck`).
   *
   * @param {number} now
   * @returns {'empty' | 'draining' | 'stuck'}
   */
  outflow(now) {
    const { buffered } = this.#pipe;
    const bytes = this.#outlet.handed - buffered;
    if (bytes > this.#left.bytes) this.#left = { bytes, at: now };
    if (buffered === 0) return 'empty';
    return now - this.#left.at < DRY ? 'draining' : 'stuck';
  }
}

/**
 * Finds out for each transfer that stands still for whom it waits. To be called about once a second.
 *
 * @param {readonly import('./transfers.js').AnyTransfer[]} transfers
 * @param {number} now milliseconds
 */
export function watchStandstill(transfers, now) {
  for (const transfer of transfers) {
    const { link, pace } = transfer;
    if (link === null || transfer.view.status !== 'transferring') continue;
    link.life.outflow(now);
    const isStill = pace.isStill(now);
    transfer.waitFor(isStill ? transfer.hold(now) : null);
    if (isStill || !link.life.wasAsked) {
      link.life.asked(now);
      link.say({ type: 'ping' });
    }
  }
}
