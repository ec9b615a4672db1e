import { isBetterPath } from './path-kind.js';

/**
 * @typedef {import('./path-kind.js').PathKind} PathKind
 * @typedef {import('../../types').ErrorCode} ErrorCode
 */

/**
 * What the server calls reasons that only the page knows.
 *
 * @type {Partial<Record<ErrorCode, ErrorCode>>}
 */
const PUBLIC_REASONS = { RELAY_FORGED: 'CALL_FAILED', NOT_CONNECTED: 'CALL_TIMEOUT', CONFIG_REFUSED: 'CALL_FAILED' };

/** Tells the server which path a call of this device led to. docs/protocol.md, `path`. */
export class PathReporter {
  #clock;
  #say;
  /**
   * When our call began; null: there is none, or it was the other device that called.
   *
   * @type {number | null}
   */
  #start = null;
  /** @type {PathKind | null} */
  #best = null;

  /**
   * @param {import('../util/clock.js').Clock} clock
   * @param {(report: import('../wire/signaling-types').PathReport) => void} say
   */
  constructor(clock, say) {
    this.#clock = clock;
    this.#say = say;
  }

  /** This device calls. */
  called() {
    this.#start = this.#clock.now();
    this.#best = null;
  }

  /** The other device has called at once, and its call counts. */
  yielded() {
    this.#start = null;
  }

  /** @param {PathKind} path on which things come through */
  reached(path) {
    if (this.#best !== null && !isBetterPath(path, this.#best)) return;
    this.#best = path;
    this.#tell({ path });
  }

  /** @param {ErrorCode} error */
  failed(error) {
    this.#tell({ path: 'none', reason: PUBLIC_REASONS[error] ?? error });
    this.#start = null;
  }

  /** @param {{ path: PathKind | 'none', reason?: ErrorCode }} report */
  #tell(report) {
    if (this.#start === null) return;
    this.#say({ type: 'path', ...report, elapsed: Math.round(this.#clock.now() - this.#start) });
  }
}
