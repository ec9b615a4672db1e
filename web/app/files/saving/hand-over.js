/**
 * Hands files to the browser's downloads at the pace it takes them. A value: events in, actions out.
 *
 *            ask                      the last file was handed, or stop
 *   (no job) ───► waiting ──► handing ─────────────────────────────────► (no job)
 *                    ▲          │
 *                    └── tick ──┘   at most ten within `WINDOW`
 *
 * Chromium drops, without a word, every download beyond ten that a page asks for within a second. Firefox takes more,
 * but cuts a file short when its page is closed while it is still read. So each file that was handed counts as being
 * read for a while: a page is not told when that is over.
 *
 * @template Job
 * @typedef {{ type: 'hand' | 'read', job: Job, file: number } | { type: 'moved' | 'ended', job: Job }} HandOverAction
 *     `hand` this file over now; `read`: the browser has it by now; `moved`: its progress is another; `ended`: nothing
 *     of it is left to hand over
 */

/**
 * @template Job
 * @typedef {{ type: 'ask', job: Job, files: readonly { file: number, size: number }[] }
 *   | { type: 'stop', job: Job } | { type: 'tick' }} HandOverEvent
 */

/** Downloads that Chromium takes from a page within a second. */
const BURST = 10;

/** A second, and the time by which the browser's clock may be behind ours, in milliseconds. */
const WINDOW = 1_100;

/** Pause between two files, in milliseconds. */
const STEP = WINDOW / BURST;

/** Longest time for the browser to begin with a file, in milliseconds. */
const BEGINNING = 2_000;

/** The slowest disk a file is expected to be written to, in bytes a millisecond: a memory card. */
const SLOWEST_WRITING = 20_000;

/** @template Job */
export class HandOver {
  /** @type {Map<Job, { waiting: { file: number, size: number }[], done: number, total: number }>} In their order. */
  #jobs = new Map();
  /** @type {{ job: Job, file: number, until: number }[]} */
  #reading = [];
  /**
   * Times at which the last ten files were handed over.
   *
   * @type {number[]}
   */
  #recent = [];
  /** Time for the next file at the steady pace. Files that a late timer has held up follow at once. */
  #planned = 0;

  /** @param {Job} job */
  progress(job) {
    const found = this.#jobs.get(job);
    return found === undefined ? null : { done: found.done, total: found.total };
  }

  /** Time at which the next `tick` is due, null if nothing waits. */
  get due() {
    const times = this.#reading.map(({ until }) => until);
    if (this.#jobs.size > 0) times.push(this.#next);
    return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time));
  }

  /**
   * @param {HandOverEvent<Job>} event
   * @param {number} now milliseconds
   * @returns {HandOverAction<Job>[]}
   */
  step(event, now) {
    /** @type {HandOverAction<Job>[]} */
    const actions = [];
    switch (event.type) {
      case 'ask':
        if (this.#jobs.size === 0) this.#planned = Math.max(this.#planned, now);
        this.#ask(event.job, event.files);
        actions.push({ type: 'moved', job: event.job });
        break;
      case 'stop':
        if (this.#jobs.delete(event.job)) actions.push({ type: 'ended', job: event.job });
        break;
      case 'tick':
    }
    return [...actions, ...this.#settle(now), ...this.#hand(now)];
  }

  /**
   * @param {Job} job
   * @param {readonly { file: number, size: number }[]} files
   */
  #ask(job, files) {
    const found = this.#jobs.get(job) ?? { waiting: [], done: 0, total: 0 };
    const known = new Set(found.waiting.map(({ file }) => file));
    const fresh = files.filter(({ file }) => !known.has(file));
    const waiting = [...found.waiting, ...fresh];
    if (waiting.length > 0) this.#jobs.set(job, { ...found, waiting, total: found.total + fresh.length });
  }

  /** Time from which the next file may be handed over. */
  get #next() {
    const earliest = this.#recent.length < BURST ? -Infinity : this.#recent[0] + WINDOW;
    return Math.max(this.#planned, earliest);
  }

  /**
   * Hands over the smallest job first: one file does not wait for the three hundred of another job.
   *
   * @param {number} now
   */
  #hand(now) {
    /** @type {HandOverAction<Job>[]} */
    const actions = [];
    while (this.#jobs.size > 0 && this.#next <= now) {
      const [job, state] = [...this.#jobs].reduce((least, entry) =>
        entry[1].waiting.length < least[1].waiting.length ? entry : least,
      );
      const [{ file, size }, ...waiting] = state.waiting;
      this.#recent = [...this.#recent, now].slice(-BURST);
      this.#planned += STEP;
      this.#reading = this.#reading.filter((other) => other.job !== job || other.file !== file);
      this.#reading.push({ job, file, until: now + BEGINNING + size / SLOWEST_WRITING });
      actions.push({ type: 'hand', job, file });
      if (waiting.length === 0) this.#jobs.delete(job);
      else this.#jobs.set(job, { ...state, waiting, done: state.done + 1 });
      actions.push({ type: waiting.length === 0 ? 'ended' : 'moved', job });
    }
    return actions;
  }

  /** @param {number} now */
  #settle(now) {
    const over = this.#reading.filter(({ until }) => until <= now);
    if (over.length > 0) this.#reading = this.#reading.filter(({ until }) => until > now);
    return over.map(({ job, file }) => /** @type {const} */ ({ type: 'read', job, file }));
  }
}
