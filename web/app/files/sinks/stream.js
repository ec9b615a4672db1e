import { identifier } from '../../core/util/random.js';

/** @typedef {import('./sink').Sink} Sink */

/** Time for the worker to take the file and for the browser to ask for it, in milliseconds. */
const START_LIMIT = 5_000;

/**
 * Pause between two messages to the worker, in milliseconds: the browser stops one that hears nothing for 30 seconds.
 */
const KEEPALIVE = 10_000;

/** Time after which the frame that began the download is removed, in milliseconds. */
const FRAME_LIFE = 30_000;

/**
 * @typedef {{ postMessage(message: unknown, transfer?: Transferable[]): void }} Postable
 *
 * @typedef {object} Downloads The browser as a stream needs it.
 * @property {boolean} isRefused the browser is known to have no worker for this page
 * @property {() => MessageChannel} openChannel
 * @property {() => Promise<Postable | null>} worker the active service worker, null if there is none
 * @property {(path: string) => () => void} navigate begins the download at `path`; the result cleans up
 */

/**
 * A file that goes straight into the browser's downloads: the service worker answers the download with a stream, which
 * is fed through a port and takes more as the browser writes.
 *
 *   starting ──started──► open ──finish──► finishing ──done──► ended, stored
 *      │                    └──cancelled────────┴────────────► ended, failed
 *      └──no worker, or START_LIMIT──► ended, unavailable
 *
 * `abort` leads to `ended` from everywhere.
 *
 * @implements {Sink}
 */
export class StreamSink {
  /** @type {'starting' | 'open' | 'finishing' | 'ended'} */
  #state = 'starting';
  #file;
  #downloads;
  #clock;
  #events;
  #onUnavailable;
  #channel;
  #path;
  #cancelLimit;
  /** Removes the frame that asks for the download, once there is one. */
  #removeFrame = () => {};
  /** @type {Postable | null} */
  #worker = null;

  /**
   * @param {object} options
   * @param {import('./sink').SinkFile} options.file
   * @param {Downloads} options.downloads
   * @param {import('../../core/util/clock.js').Clock} options.clock
   * @param {import('../../core/util/random.js').Random} options.random
   * @param {import('./sink').SinkEvents} options.events
   * @param {() => void} options.onUnavailable the download did not start; no byte was written yet
   */
  constructor({ file, downloads, clock, random, events, onUnavailable }) {
    this.#file = file;
    this.#downloads = downloads;
    this.#clock = clock;
    this.#events = events;
    this.#onUnavailable = onUnavailable;
    this.#channel = downloads.openChannel();
    this.#path = `/download/${identifier(random, 22)}/${encodeURIComponent(file.name)}`;
    this.#channel.port1.onmessage = (event) => this.#received(event.data);
    this.#cancelLimit = clock.after(START_LIMIT, () => this.#unavailable());
    this.#start();
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    if (this.#state === 'open') this.#say({ type: 'chunk', bytes }, [bytes.buffer]);
  }

  finish() {
    if (this.#state !== 'open') return;
    this.#state = 'finishing';
    this.#say({ type: 'end' });
  }

  abort() {
    if (this.#state === 'ended') return;
    this.#say({ type: 'abort' });
    this.#end();
  }

  async #start() {
    this.#worker = await this.#downloads.worker();
    if (this.#state !== 'starting') return;
    if (this.#worker === null) return this.#unavailable();
    const { name, size } = this.#file;
    this.#worker.postMessage({ type: 'download', path: this.#path, name, size }, [this.#channel.port2]);
  }

  /** @param {{ type: string, chunks?: number }} message from our own worker */
  #received(message) {
    if (this.#state === 'ended') return;
    switch (message.type) {
      case 'ready': return void (this.#removeFrame = this.#downloads.navigate(this.#path));
      case 'started': return this.#started();
      case 'taken': return this.#events.taken(message.chunks ?? 0);
      case 'done': return this.#stored();
      case 'cancelled': return this.#cancelled();
    }
  }

  #started() {
    if (this.#state !== 'starting') return;
    this.#state = 'open';
    this.#cancelLimit();
    this.#clock.after(FRAME_LIFE, this.#removeFrame);
    this.#keepAlive();
    this.#events.opened();
  }

  #keepAlive() {
    if (this.#state === 'ended') return;
    this.#worker?.postMessage({ type: 'keepalive' });
    this.#clock.after(KEEPALIVE, () => this.#keepAlive());
  }

  #stored() {
    if (this.#state !== 'finishing') return;
    this.#end();
    this.#events.stored(null);
  }

  #cancelled() {
    this.#end();
    this.#events.failed('stopped');
  }

  #unavailable() {
    if (this.#state !== 'starting') return;
    this.abort();
    this.#onUnavailable();
  }

  #end() {
    // A frame still loads if the download has only just begun; its own timer removes it.
    if (this.#state === 'starting') {
      this.#cancelLimit();
      this.#removeFrame();
    }
    this.#state = 'ended';
    this.#channel.port1.onmessage = null;
    this.#channel.port1.close();
  }

  /**
   * @param {object} message
   * @param {Transferable[]} [transfer]
   */
  #say(message, transfer = []) {
    this.#channel.port1.postMessage(message, transfer);
  }
}
