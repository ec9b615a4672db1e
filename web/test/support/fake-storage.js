/**
 * @typedef {import('../../app/files/sinks/sink').SinkFile} SinkFile
 * @typedef {import('../../app/files/sinks/sink').SinkEvents} SinkEvents
 * @typedef {import('../../app/files/sinks/sink').Sink} Sink
 */

/**
 * Keeps received files in memory, with a delay.
 *
 * @implements {Storage}
 */
export class FakeStorage {
  /** @type {Map<string, Uint8Array>} Complete files by name. */
  files = new Map();
  /** @type {import('../../app/files/sinks/sink').Shortage | null} */
  short = null;
  /** The way a file fails: for want of room, or because the browser ends its download. @type {'storage' | 'stopped'} */
  breaksBy = 'storage';

  /**
   * @param {import('./virtual-clock.js').VirtualClock} clock
   * @param {() => number} delay of the next answer, in milliseconds; 0 is at once, before the call returns
   * @param {(file: SinkFile) => number} [breaksAt] bytes after which a file fails
   */
  constructor(clock, delay, breaksAt = () => Infinity) {
    this.clock = clock;
    this.delay = delay;
    this.breaksAt = breaksAt;
  }

  shortage() {
    return this.short;
  }

  reserve() {
    return { open: (/** @type {SinkFile} */ file, /** @type {SinkEvents} */ events) => this.#open(file, events), close() {} };
  }

  /**
   * @param {SinkFile} file
   * @param {SinkEvents} events
   * @returns {Sink}
   */
  #open(file, events) {
    /** @type {Uint8Array[]} */
    const chunks = [];
    let bytes = 0;
    let isOver = false;
    let busyUntil = 0;
    /** @param {() => void} action */
    const later = (action) => {
      const delay = this.delay();
      busyUntil = Math.max(busyUntil, this.clock.now()) + delay;
      const guarded = () => void (isOver || action());
      if (busyUntil <= this.clock.now()) guarded();
      else this.clock.after(busyUntil - this.clock.now(), guarded);
    };
    later(() => events.opened());
    return {
      write: (chunk) => {
        bytes += chunk.length;
        if (bytes > this.breaksAt(file)) {
          if (!isOver) events.failed(this.breaksBy);
          isOver = true;
          return;
        }
        chunks.push(chunk);
        later(() => events.taken(1));
      },
      finish: () =>
        later(() => {
          isOver = true;
          const whole = new Uint8Array(bytes);
          let offset = 0;
          for (const chunk of chunks) {
            whole.set(chunk, offset);
            offset += chunk.length;
          }
          this.files.set(file.name, whole);
          events.stored({ blob: new Blob([whole], { type: file.type }), handed() {}, drop() {} });
        }),
      abort: () => {
        isOver = true;
      },
    };
  }
}

/**
 * The storage of a browser for a page, in a map that outlives it.
 *
 * @param {Map<string, string>} map
 */
export function memory(map) {
  return /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => map.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void map.set(key, value),
    removeItem: (/** @type {string} */ key) => void map.delete(key),
  });
}

/** @typedef {import('../../app/files/sinks/sink').Storage} Storage */
