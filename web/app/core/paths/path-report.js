import { isBetterPath } from './path-kind.js';

/**
 * @typedef {import('./path-kind.js').PathKind} PathKind
 * @typedef {import('../../types').ErrorCode} ErrorCode
 * @typedef {import('./machine-types').PathAction} PathAction
 */

/**
 * The server's names for reasons that only the page knows.
 *
 * @type {Partial<Record<ErrorCode, ErrorCode>>}
 */
const PUBLIC_REASONS = { RELAY_FORGED: 'CALL_FAILED', NOT_CONNECTED: 'CALL_TIMEOUT', CONFIG_REFUSED: 'CALL_FAILED' };

/** Decides what the server is told of the path a call of this device led to. docs/protocol.md, `path`. */
export class PathReporter {
  /**
   * The time at which our call began; null: there is none, or it was the other device that called.
   *
   * @type {number | null}
   */
  #start = null;
  /** @type {PathKind | null} */
  #best = null;

  /**
   * This device calls.
   *
   * @param {number} now
   */
  called(now) {
    this.#start = now;
    this.#best = null;
  }

  /** Leaves the reports to the other device: it has called at the same time, and its call counts. */
  yielded() {
    this.#start = null;
  }

  /**
   * @param {PathKind} path on which things come through
   * @param {number} now
   * @returns {PathAction[]}
   */
  reached(path, now) {
    if (this.#best !== null && !isBetterPath(path, this.#best)) return [];
    this.#best = path;
    return this.#report({ path }, now);
  }

  /**
   * @param {ErrorCode} error
   * @param {number} now
   * @returns {PathAction[]}
   */
  failed(error, now) {
    const report = this.#report({ path: 'none', reason: PUBLIC_REASONS[error] ?? error }, now);
    this.#start = null;
    return report;
  }

  /**
   * @param {{ path: PathKind | 'none', reason?: ErrorCode }} report
   * @param {number} now
   * @returns {PathAction[]}
   */
  #report(report, now) {
    if (this.#start === null) return [];
    return [{ type: 'report', report: { type: 'path', ...report, elapsed: Math.round(now - this.#start) } }];
  }
}
