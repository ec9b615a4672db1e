import { openableType } from '../core/transfer/openable.js';
import { fileStanding, standing } from '../core/transfer/standing.js';

/**
 * @typedef {import('../types').TransferEntry} TransferEntry
 * @typedef {import('../types').FileState} FileState
 * @typedef {Omit<TransferEntry, 'files' | 'speed' | 'remaining' | 'done' | 'total' | 'type'>} Fields
 *
 * @typedef {object} Subject A transfer, as far as it is seen. Everything is the transfer's own; nothing is kept here.
 * @property {string} id
 * @property {'in' | 'out'} direction
 * @property {number} at when it was offered, in milliseconds since 1970
 * @property {readonly import('../core/transfer/description.js').FileDescription[]} files
 * @property {import('../core/transfer/standing.js').Machine} machine
 * @property {import('../core/transfer/pace.js').Pace} pace
 * @property {import('../types').Route | null} route of the pipe it is bound to
 * @property {boolean} isPeerAway
 * @property {TransferEntry['refusal']} refusal
 * @property {boolean} isRetried
 * @property {Held | null} held of an incoming one
 *
 * @typedef {object} Held
 * @property {(file: number) => FileState['place']} place
 * @property {(file: number) => FileState['handed']} handedOver
 * @property {TransferEntry['handOver']} handOver
 * @property {boolean} hasArchiveFailed
 */

/** Places where a file cannot be opened any more. */
const GONE = new Set(['downloads', 'discarded', 'released']);

/**
 * The entry of a transfer: a snapshot of its machine and of everything else that is known of it. It is made anew only
 * when something changed, and files that did not change keep their identity.
 */
export class TransferView {
  #subject;
  #clock;
  #onChange;
  #total;
  #openable;
  /** @type {FileState[]} */
  #files;
  /** The files before this one have ended, as far as it was shown. */
  #open = 0;
  /** The furthest file that was shown as begun. */
  #furthest = -1;
  /** Chunks that were acknowledged when it was looked at last. */
  #acked = 0;
  /** Whether bytes of the files under way have moved since those were looked at. */
  #isStale = false;
  /** @type {Fields} */
  #fields;
  /** @type {TransferEntry | null} */
  #entry = null;

  /**
   * @param {Subject} subject
   * @param {import('../core/util/clock.js').Clock} clock
   * @param {(isProgress: boolean) => void} onChange `isProgress`: only bytes have moved
   */
  constructor(subject, clock, onChange) {
    this.#subject = subject;
    this.#clock = clock;
    this.#onChange = onChange;
    this.#total = subject.files.reduce((sum, { size }) => sum + size, 0);
    this.#openable = subject.files.map(({ type }) => openableType(type) !== null);
    this.#files = subject.files.map((_, index) => this.#projectFile(index));
    this.#fields = this.#project();
  }

  get id() {
    return this.#subject.id;
  }

  get direction() {
    return this.#subject.direction;
  }

  get status() {
    return this.#fields.status;
  }

  /** @returns {readonly FileState[]} */
  get files() {
    if (this.#isStale) {
      this.#isStale = false;
      for (let file = this.#open; file <= this.#furthest && file < this.#files.length; file += 1) this.#look(file);
    }
    return this.#files;
  }

  /** @returns {TransferEntry} */
  get entry() {
    this.#entry ??= {
      type: 'transfer',
      ...this.#fields,
      files: [...this.files],
      total: this.#total,
      done: this.#done,
      ...this.#projectPace(),
    };
    return this.#entry;
  }

  /** Something of the whole transfer may be another than before. */
  refresh() {
    const before = this.#fields;
    this.#fields = this.#project();
    if (isSame(before, this.#fields)) return;
    if (this.#subject.machine.outcome !== null && before.status !== this.#fields.status) {
      for (let file = this.#open; file < this.#files.length; file += 1) this.#look(file);
    }
    this.#changed(false);
  }

  /**
   * Something of one file may be another than before.
   *
   * @param {number} file
   */
  refreshFile(file) {
    if (this.#look(file)) this.#changed(false);
  }

  /** More is acknowledged, or another file has begun. */
  progressed() {
    const { machine } = this.#subject;
    const isFurther = machine.furthest > this.#furthest;
    if (!isFurther && machine.acked === this.#acked) return;
    this.#furthest = Math.max(this.#furthest, machine.furthest);
    this.#acked = machine.acked;
    this.#isStale = true;
    let hasEnded = false;
    while (this.#open < machine.furthest && this.#isOver(this.#open)) {
      this.#look(this.#open);
      this.#open += 1;
      hasEnded = true;
    }
    // It waits for nobody any more.
    if (this.#fields.hold !== null) this.#fields = this.#project();
    this.#changed(!isFurther && !hasEnded);
  }

  /** Time has passed: speed is another, also when nothing else is. */
  tick() {
    this.#changed(true);
  }

  /** @param {number} file */
  #isOver(file) {
    const { machine, direction } = this.#subject;
    const { status } = fileStanding(machine, direction, file);
    return status === 'complete' || status === 'failed';
  }

  /**
   * Looks at a file again.
   *
   * @param {number} file
   * @returns {boolean} whether it is another than before
   */
  #look(file) {
    const before = this.#files[file];
    const now = this.#projectFile(file);
    if (isSame(before, now)) return false;
    this.#files[file] = now;
    return true;
  }

  /** Bytes in all that the receiver has acknowledged. */
  get #done() {
    const { layout, acked } = this.#subject.machine;
    return layout === null ? 0 : layout.bytes(acked);
  }

  /** @returns {Fields} */
  #project() {
    const { id, direction, at, machine, files, pace, route, isPeerAway, refusal, isRetried, held } = this.#subject;
    const { status, error, by } = standing(machine, direction, files.length);
    const hasPath = status === 'offered' || status === 'transferring';
    return {
      id,
      direction,
      at,
      status,
      error,
      by,
      path: hasPath ? route : null,
      hold: status === 'transferring' ? pace.hold : null,
      isPeerAway,
      refusal: status === 'offered' ? refusal : null,
      retried: isRetried,
      handOver: held?.handOver ?? null,
      archiveFailed: held?.hasArchiveFailed === true,
    };
  }

  /**
   * @param {number} index
   * @returns {FileState}
   */
  #projectFile(index) {
    const { machine, direction, files, held } = this.#subject;
    const { name, size, type, modified } = files[index];
    const { status, error, by } = fileStanding(machine, direction, index);
    const { layout, acked } = machine;
    // Chunks of a file that failed are still counted, but its bytes are thrown away.
    const moved = layout === null || status === 'failed' ? 0 : layout.bytesOfFile(index, acked);
    const place = direction === 'out' ? 'source' : (held?.place(index) ?? 'none');
    return {
      index,
      name,
      size,
      type,
      modified,
      done: status === 'complete' ? size : moved,
      status,
      error,
      by,
      place,
      handed: held?.handedOver(index) ?? 'never',
      openable: this.#openable[index] && !GONE.has(place),
    };
  }

  #projectPace() {
    if (this.status !== 'transferring') return { speed: 0, remaining: null };
    const speed = this.#subject.pace.speed(this.#clock.now());
    return { speed, remaining: speed > 0 ? Math.ceil((this.#total - this.#done) / speed) : null };
  }

  /** @param {boolean} isProgress */
  #changed(isProgress) {
    this.#entry = null;
    this.#onChange(isProgress);
  }
}

/**
 * Whether two snapshots say the same.
 *
 * @template {object} Snapshot
 * @param {Snapshot} one
 * @param {Snapshot} other
 */
function isSame(one, other) {
  return Object.entries(one).every(([name, value]) => value === /** @type {any} */ (other)[name]);
}
