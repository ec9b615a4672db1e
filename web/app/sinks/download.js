import { safeName } from './names.js';

/** After this time the browser has begun to read what it saves, in milliseconds. */
const READING_BEGUN = 60_000;

/** Between two saved files, in milliseconds: browsers drop downloads that are asked for all at once. */
const PAUSE = 250;

/** Saves files the page holds by the only way open on every origin: a link with `download`. */
export class BlobSaver {
  #document;
  #clock;
  #nextFree = 0;

  /**
   * @param {Document} document
   * @param {import('../util/clock.js').Clock} clock
   */
  constructor(document, clock) {
    this.#document = document;
    this.#clock = clock;
  }

  /**
   * @param {Blob} file
   * @param {string} name
   */
  save(file, name) {
    const now = this.#clock.now();
    const start = Math.max(now, this.#nextFree);
    this.#nextFree = start + PAUSE;
    if (start === now) this.#click(file, name);
    else this.#clock.after(start - now, () => this.#click(file, name));
  }

  /**
   * @param {Blob} file
   * @param {string} name
   */
  #click(file, name) {
    const link = this.#document.createElement('a');
    // Without a type of its own the browser keeps the name as it is instead of mending its extension.
    link.href = URL.createObjectURL(file.slice(0, file.size, 'application/octet-stream'));
    link.download = safeName(name);
    link.rel = 'noopener';
    link.hidden = true;
    this.#document.body.append(link);
    link.click();
    link.remove();
    this.#clock.after(READING_BEGUN, () => URL.revokeObjectURL(link.href));
  }
}
