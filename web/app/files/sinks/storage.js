import { BlobSink } from './blob.js';
import { Holdings } from './holdings.js';
import { StreamSink } from './stream.js';

/** @typedef {import('./sink').Storage} Storage */
/** @typedef {import('./sink').Space} Space */
/** @typedef {import('./sink').Sink} Sink */
/** @typedef {import('./sink').SinkFile} SinkFile */
/** @typedef {import('./sink').SinkEvents} SinkEvents */

/**
 * Most bytes this page holds at once where files cannot go straight into the downloads. Chromium keeps up to 2 GB of
 * blobs in memory on a desktop; Safari on iOS ends a tab that holds much more than this.
 */
const MOST_HELD_DESKTOP = 2_000_000_000;
const MOST_HELD_MOBILE = 500_000_000;

/** Smaller files of a batch are held: a download of its own for each of a hundred small files helps nobody. */
const SMALL = 1024 * 1024;

/** A sink for which there is no room. @type {Sink} */
const NOWHERE = { write: () => undefined, finish: () => undefined, abort: () => undefined };

/**
 * Decides where each received file goes, and keeps count of what the page holds.
 *
 * @implements {Storage}
 */
export class BrowserStorage {
  #downloads;
  #clock;
  #random;
  #holdings;

  /**
   * @param {object} options
   * @param {import('./stream.js').Downloads | null} options.downloads
   * @param {import('../../types').DeviceKind} options.kind
   * @param {import('../../core/util/clock.js').Clock} options.clock
   * @param {import('../../core/util/random.js').Random} options.random
   */
  constructor({ downloads, kind, clock, random }) {
    this.#downloads = downloads;
    this.#clock = clock;
    this.#random = random;
    this.#holdings = new Holdings(kind === 'phone' || kind === 'tablet' ? MOST_HELD_MOBILE : MOST_HELD_DESKTOP);
  }

  /** @param {readonly SinkFile[]} files */
  shortage(files) {
    return this.#holdings.shortage(this.#heldBytes(files));
  }

  /**
   * @param {readonly SinkFile[]} files
   * @returns {Space}
   */
  reserve(files) {
    const bytes = this.#heldBytes(files);
    let left = this.#holdings.promise(bytes) ? bytes : 0;
    const isAlone = files.length === 1;
    return {
      open: (file, events) => {
        if (this.#streams(file, isAlone)) return this.#stream(file, events);
        const isPromised = left >= file.size;
        if (isPromised) left -= file.size;
        return this.#hold(file, isPromised, events);
      },
      close: () => {
        this.#holdings.giveBack(left);
        left = 0;
      },
    };
  }

  /** @param {readonly SinkFile[]} files */
  #heldBytes(files) {
    const isAlone = files.length === 1;
    return files.filter((file) => !this.#streams(file, isAlone)).reduce((sum, file) => sum + file.size, 0);
  }

  /**
   * @param {SinkFile} file
   * @param {boolean} isAlone the only one of its transfer
   */
  #streams(file, isAlone) {
    return this.#downloads?.isRefused === false && (isAlone || file.size >= SMALL);
  }

  /**
   * @param {SinkFile} file
   * @param {SinkEvents} events
   * @returns {Sink}
   */
  #stream(file, events) {
    /** @type {Sink} */
    let sink = new StreamSink({
      file,
      downloads: /** @type {import('./stream.js').Downloads} */ (this.#downloads),
      clock: this.#clock,
      random: this.#random,
      events,
      onUnavailable: () => (sink = this.#hold(file, false, events)),
    });
    return {
      write: (bytes) => sink.write(bytes),
      finish: () => sink.finish(),
      abort: () => sink.abort(),
    };
  }

  /**
   * @param {SinkFile} file
   * @param {boolean} isPromised room for it was kept
   * @param {SinkEvents} events
   * @returns {Sink}
   */
  #hold({ size, type }, isPromised, events) {
    if (!isPromised && !this.#holdings.promise(size)) {
      events.failed('storage');
      return NOWHERE;
    }
    let isPending = true;
    const giveUp = () => {
      if (isPending) this.#holdings.giveBack(size);
      isPending = false;
    };
    const sink = new BlobSink(type, {
      ...events,
      stored: (blob) => {
        isPending = false;
        const holding = this.#holdings.keep(size, events.released);
        events.stored({ blob, handed: () => holding.handed(), drop: () => holding.drop() });
      },
      failed: (reason) => {
        giveUp();
        events.failed(reason);
      },
    });
    return {
      write: (bytes) => sink.write(bytes),
      finish: () => sink.finish(),
      abort: () => {
        sink.abort();
        giveUp();
      },
    };
  }
}
