import { HandOver } from './hand-over.js';
import { makeArchive } from './archive.js';

/**
 * @typedef {import('./hand-over.js').HandOverEvent<Job>} HandOverEvent
 * @typedef {import('./held-files.js').HeldFiles} HeldFiles
 *
 * @typedef {object} Job Files handed over one by one, or as one archive.
 * @property {HeldFiles} source
 * @property {{ blob: Blob, name: string, files: number[] } | null} archive
 */

/**
 * Saves held files for the whole page: the browser takes only so many downloads from it at a time. `HandOver` decides
 * when each goes. An archive is made before:
 *
 *   (none) ──saveArchive──► making ──made──► handed over like a file ──► (none)
 *                             └──stop, or a file cannot be read──► (none)
 */
export class Saving {
  #clock;
  #saver;
  #roomChanged;
  /** @type {HandOver<Job>} */
  #machine = new HandOver();
  /** @type {WeakMap<HeldFiles, Job>} Files handed over one by one. */
  #jobs = new WeakMap();
  /** @type {Map<HeldFiles, AbortController>} Archives being made. */
  #archives = new Map();
  #cancelTimer = () => {};

  /**
   * @param {import('../../core/util/clock.js').Clock} clock
   * @param {import('../../environment.js').Environment['saver']} saver
   * @param {() => void} roomChanged saved files may make room for others
   */
  constructor(clock, saver, roomChanged) {
    this.#roomChanged = roomChanged;
    this.#clock = clock;
    this.#saver = saver;
  }

  /**
   * Hands files over one after the other.
   *
   * @param {HeldFiles} source
   * @param {readonly number[]} files
   */
  save(source, files) {
    const job = this.#jobs.get(source) ?? { source, archive: null };
    this.#jobs.set(source, job);
    source.archived(false);
    this.#step({ type: 'ask', job, files: files.map((file) => ({ file, size: source.files[file].size })) });
  }

  /**
   * Makes one archive of files and hands it over.
   *
   * @param {HeldFiles} source
   * @param {readonly number[]} files
   * @param {string} name of the archive
   */
  async saveArchive(source, files, name) {
    if (this.#archives.has(source)) return;
    const controller = new AbortController();
    this.#archives.set(source, controller);
    source.archived(false);
    const blob = await makeArchive(source, files, this.#clock.date(), controller.signal, (done, total) =>
      source.handingOver({ form: 'archive', done, total }),
    ).catch(() => null);
    // The person has stopped it meanwhile.
    if (this.#archives.get(source) !== controller) return;
    this.#archives.delete(source);
    source.handingOver(null);
    source.archived(blob === null);
    if (blob === null) return;
    const job = { source, archive: { blob, name, files: [...files] } };
    this.#step({ type: 'ask', job, files: [{ file: 0, size: blob.size }] });
  }

  /**
   * Stops saving the files of a transfer.
   *
   * @param {HeldFiles} source
   */
  stop(source) {
    this.#archives.get(source)?.abort();
    if (this.#archives.delete(source)) source.handingOver(null);
    const job = this.#jobs.get(source);
    if (job !== undefined) this.#step({ type: 'stop', job });
  }

  /** @param {HandOverEvent} event */
  #step(event) {
    for (const action of this.#machine.step(event, this.#clock.now())) this.#perform(action);
    this.#cancelTimer();
    const { due } = this.#machine;
    if (due !== null) this.#cancelTimer = this.#clock.after(due - this.#clock.now(), () => this.#step({ type: 'tick' }));
  }

  /** @param {import('./hand-over.js').HandOverAction<Job>} action */
  #perform(action) {
    const { job } = action;
    const { source, archive } = job;
    switch (action.type) {
      case 'hand': {
        const blob = archive?.blob ?? source.blob(action.file);
        // Null: the file was discarded or released meanwhile.
        const name = archive?.name ?? source.files[action.file].name;
        if (blob !== null && this.#saver.save(blob, name)) this.#mark(action.file, job, 'begun');
        return;
      }
      case 'read':
        this.#mark(action.file, job, 'done');
        return this.#roomChanged();
      case 'moved':
      case 'ended':
        if (archive === null) this.#show(job);
    }
  }

  /**
   * @param {number} file
   * @param {Job} job
   * @param {'begun' | 'done'} handed
   */
  #mark(file, { source, archive }, handed) {
    for (const each of archive?.files ?? [file]) source.handed(each, handed);
  }

  /** @param {Job} job */
  #show(job) {
    const progress = this.#machine.progress(job);
    job.source.handingOver(progress && { form: 'files', ...progress });
  }
}
