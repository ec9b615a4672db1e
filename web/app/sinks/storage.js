import { BlobSink } from './blob.js';
import { StreamSink } from './stream.js';

/** @typedef {import('./sink').Storage} Storage */

/**
 * Most bytes this page holds at once where files cannot go straight into the downloads. Chromium keeps up to 2 GB of
 * blobs in memory on a desktop; Safari on iOS ends a tab that holds much more than this.
 */
const MOST_HELD_DESKTOP = 2_000_000_000;
const MOST_HELD_MOBILE = 500_000_000;

/** Smaller files of a batch are held: a download of its own for each of a hundred small files helps nobody. */
const SMALL = 1024 * 1024;

/**
 * Decides where each received file goes, and keeps count of what the page holds.
 *
 * @implements {Storage}
 */
export class BrowserStorage {
  #downloads;
  #clock;
  #random;
  #mostHeld;
  #held = 0;

  /**
   * @param {object} options
   * @param {import('./stream.js').Downloads | null} options.downloads
   * @param {import('../types').DeviceKind} options.kind
   * @param {import('../util/clock.js').Clock} options.clock
   * @param {import('../util/random.js').Random} options.random
   */
  constructor({ downloads, kind, clock, random }) {
    this.#downloads = downloads;
    this.#clock = clock;
    this.#random = random;
    this.#mostHeld = kind === 'phone' || kind === 'tablet' ? MOST_HELD_MOBILE : MOST_HELD_DESKTOP;
  }

  /** @param {readonly import('./sink').SinkFile[]} files */
  limit(files) {
    const isAlone = files.length === 1;
    const held = files.filter((file) => !this.#streams(file, isAlone)).reduce((sum, file) => sum + file.size, 0);
    const room = Math.max(0, this.#mostHeld - this.#held);
    return held <= room ? null : room;
  }

  /**
   * @param {import('./sink').SinkFile} file
   * @param {boolean} isAlone the only one of its transfer
   * @param {import('./sink').SinkEvents} events
   * @returns {import('./sink').Sink}
   */
  open(file, isAlone, events) {
    if (!this.#streams(file, isAlone) || this.#downloads === null) return this.#hold(file, events);
    /** @type {import('./sink').Sink} */
    let sink = new StreamSink({
      file,
      downloads: this.#downloads,
      clock: this.#clock,
      random: this.#random,
      events,
      onUnavailable: () => (sink = this.#hold(file, events)),
    });
    return {
      write: (bytes) => sink.write(bytes),
      finish: () => sink.finish(),
      abort: () => sink.abort(),
    };
  }

  /** @param {number} bytes */
  released(bytes) {
    this.#held = Math.max(0, this.#held - bytes);
  }

  /**
   * @param {import('./sink').SinkFile} file
   * @param {boolean} isAlone
   */
  #streams(file, isAlone) {
    return this.#downloads?.isRefused === false && (isAlone || file.size >= SMALL);
  }

  /**
   * @param {import('./sink').SinkFile} file
   * @param {import('./sink').SinkEvents} events
   * @returns {import('./sink').Sink}
   */
  #hold(file, events) {
    if (this.#held + file.size > this.#mostHeld) {
      events.failed('storage');
      return { write: () => undefined, finish: () => undefined, abort: () => undefined };
    }
    this.#held += file.size;
    const sink = new BlobSink(file.type, {
      ...events,
      failed: (reason) => {
        this.released(file.size);
        events.failed(reason);
      },
    });
    let isHeld = true;
    return {
      write: (bytes) => sink.write(bytes),
      finish: () => {
        isHeld = false;
        sink.finish();
      },
      abort: () => {
        sink.abort();
        if (isHeld) this.released(file.size);
        isHeld = false;
      },
    };
  }
}
