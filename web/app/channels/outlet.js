import { FRAME_HEADER, PREFERRED_PAYLOAD } from '../core/wire/limits.js';
import { writeHeader } from '../core/transfer/frame.js';

/**
 * @typedef {import('./pipe').Pipe} Pipe
 *
 * @typedef {object} Chunk
 * @property {number} file
 * @property {number} sequence
 * @property {Uint8Array} bytes
 *
 * @typedef {object} Feeder A transfer that sends through this pipe.
 * @property {string} id
 * @property {() => Chunk | null} peek the next chunk, null while there is nothing to send
 * @property {() => void} sent the chunk of the last `peek` is on its way
 */

/**
 * Sends the chunks of several transfers through one pipe, one of each in turn, as fast as the browser takes them. A chunk
 * costs one copy, into a buffer that is used again and again.
 *
 *            pump                    enough is buffered
 *   idle ───────────► pumping ──────────────────────────► waiting for `low`
 *    ▲                 │   ▲                                     │
 *    └─────────────────┘   └─────────────────────────────────────┘
 *   no feeder has a chunk                 pump
 */
export class Outlet {
  #pipe;
  #buffer;
  /** @type {Feeder[]} The first is next. */
  #feeders = [];
  #isPumping = false;
  #handed = 0;

  /** @param {Pipe} pipe */
  constructor(pipe) {
    this.#pipe = pipe;
    this.#buffer = new Uint8Array(pipe.headroom + FRAME_HEADER + PREFERRED_PAYLOAD);
  }

  /** Bytes of frames that were handed to the browser. */
  get handed() {
    return this.#handed;
  }

  /** @param {Feeder} feeder */
  add(feeder) {
    if (!this.#feeders.includes(feeder)) this.#feeders.push(feeder);
  }

  /** @param {Feeder} feeder */
  remove(feeder) {
    this.#feeders = this.#feeders.filter((other) => other !== feeder);
  }

  /** Sends until the browser has enough or there is nothing to send. */
  pump() {
    // A feeder may end or get credit while it is asked.
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      while (this.#round());
    } finally {
      this.#isPumping = false;
    }
  }

  /** @returns {boolean} whether another round makes sense */
  #round() {
    let hasSent = false;
    for (const feeder of [...this.#feeders]) {
      if (this.#pipe.buffered >= this.#pipe.highWatermark) {
        this.#pipe.notifyWhenLow();
        return false;
      }
      if (this.#send(feeder)) hasSent = true;
    }
    return hasSent;
  }

  /** @param {Feeder} feeder */
  #send(feeder) {
    const chunk = feeder.peek();
    if (chunk === null) return false;
    const start = this.#pipe.headroom;
    const end = start + FRAME_HEADER + chunk.bytes.length;
    writeHeader(this.#buffer.subarray(start), feeder.id, chunk.file, chunk.sequence);
    this.#buffer.set(chunk.bytes, start + FRAME_HEADER);
    if (!this.#pipe.sendFrame(this.#buffer.subarray(0, end))) return false;
    this.#handed += end;
    feeder.sent();
    return true;
  }
}
