import { SpeedMeter } from '../core/transfer/speed.js';

/** A person who sees nothing move for this time begins to wonder, in milliseconds. */
const STILL = 3_000;

/**
 * @typedef {import('../types').TransferEntry} TransferEntry
 * @typedef {import('../types').FileState} FileState
 * @typedef {Omit<TransferEntry, 'files' | 'speed' | 'remaining' | 'done' | 'total' | 'type'>} Fields
 */

/** What the interface sees of a transfer: a snapshot that is made anew only when something changed. */
export class TransferView {
  #fields;
  #files;
  #total;
  #done = 0;
  #clock;
  #onChange;
  #meter = new SpeedMeter();
  /** When it moved last, and the longest time between two moves of late. */
  #movedAt = 0;
  #pause = 0;
  /** @type {TransferEntry | null} */
  #snapshot = null;

  /**
   * @param {object} options
   * @param {Fields} options.fields
   * @param {FileState[]} options.files
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {(isProgress: boolean) => void} options.onChange
   */
  constructor({ fields, files, clock, onChange }) {
    this.#fields = fields;
    this.#files = files;
    this.#total = files.reduce((sum, file) => sum + file.size, 0);
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get id() {
    return this.#fields.id;
  }

  get direction() {
    return this.#fields.direction;
  }

  get status() {
    return this.#fields.status;
  }

  /** @returns {readonly FileState[]} */
  get files() {
    return this.#files;
  }

  /** @returns {TransferEntry} */
  get entry() {
    this.#snapshot ??= {
      type: 'transfer',
      ...this.#fields,
      files: [...this.#files],
      total: this.#total,
      done: this.#done,
      ...this.#pace(),
    };
    return this.#snapshot;
  }

  /** @param {Partial<Fields>} fields */
  update(fields) {
    const isSame = Object.entries(fields).every(([name, value]) => value === /** @type {any} */ (this.#fields)[name]);
    if (isSame) return;
    const isOther = fields.status !== undefined && fields.status !== this.#fields.status;
    if (isOther) this.#begin();
    this.#fields = { ...this.#fields, ...(isOther ? { hold: null } : {}), ...fields };
    this.#changed(false);
  }

  /**
   * @param {number} index
   * @param {Partial<FileState>} fields
   */
  updateFile(index, fields) {
    const file = this.#files[index];
    if (Object.entries(fields).every(([name, value]) => value === /** @type {any} */ (file)[name])) return;
    this.#files[index] = { ...file, ...fields };
    this.#changed(Object.keys(fields).every((name) => name === 'done'));
  }

  /** @param {number} done bytes in all that the receiver has acknowledged */
  progress(done) {
    this.#meter.add(this.#clock.now(), done);
    if (done === this.#done) return;
    this.#done = done;
    this.#moved();
    this.#changed(true);
  }

  /** When it moved last. */
  get movedAt() {
    return this.#movedAt;
  }

  /**
   * Whether it has not moved for so long that a person wonders. On a slow line there is little to be seen at a time.
   *
   * @param {number} now
   */
  isStill(now) {
    return now - this.#movedAt >= Math.max(STILL, 2 * this.#pause);
  }

  #begin() {
    this.#meter.reset();
    this.#movedAt = this.#clock.now();
    this.#pause = 0;
  }

  #moved() {
    const now = this.#clock.now();
    this.#pause = Math.max(now - this.#movedAt, this.#pause / 2);
    this.#movedAt = now;
    if (this.#fields.hold !== null) this.#fields = { ...this.#fields, hold: null };
  }

  /** Time has passed: speed is another, also when nothing else is. */
  tick() {
    if (this.#fields.status !== 'transferring') return;
    this.#meter.add(this.#clock.now(), this.#done);
    this.#changed(true);
  }

  #pace() {
    if (this.#fields.status !== 'transferring') return { speed: 0, remaining: null };
    const speed = Math.round(this.#meter.speed(this.#clock.now(), this.#done));
    return { speed, remaining: speed > 0 ? Math.ceil((this.#total - this.#done) / speed) : null };
  }

  /** @param {boolean} isProgress */
  #changed(isProgress) {
    this.#snapshot = null;
    this.#onChange(isProgress);
  }
}
