import { Pace } from '../core/transfer/pace.js';
import { standing } from '../core/transfer/standing.js';
import { HeldFiles } from '../files/saving/held-files.js';
import { TransferView } from '../state/transfer-view.js';

/**
 * @typedef {import('./link.js').Link} Link
 * @typedef {import('../types').TransferEntry} TransferEntry
 *
 * @typedef {object} TransferWorld
 * @property {import('../core/util/clock.js').Clock} clock
 * @property {(isProgress: boolean) => void} changed its entry is another; `isProgress`: only bytes have moved
 * @property {(transfer: any) => void} ended it has ended; `transfer` is of the class that was made in this world
 */

/**
 * A machine that decides, and from which it follows how the transfer stands.
 *
 * @template Event
 * @template Action
 * @typedef {import('../core/transfer/standing.js').Machine & { id: string, step: (event: Event) => Action[] }} Decider
 */

/**
 * Everything that is known of one transfer: its machine, the link it is bound to, how it moves, the files it holds, and
 * a view of all that. Actions are performed here in the order in which they were decided; the two directions differ in
 * what they do for them.
 *
 * @abstract
 * @template {{ type: string }} Event
 * @template {{ type: string }} Action
 */
export class Transfer {
  pace = new Pace();
  /** @type {TransferEntry['refusal']} Why an offer cannot be accepted here. */
  refusal = null;
  /** The other device was not with the server when it was looked for last. */
  isPeerAway = false;
  /** The files of it that had not arrived were offered again. */
  isRetried = false;
  #world;
  /** @type {Link | null} */
  #link = null;
  #status;
  /** @type {Action[]} */
  #queue = [];
  #isRunning = false;

  /**
   * @param {object} options
   * @param {Decider<Event, Action>} options.machine
   * @param {'in' | 'out'} options.direction
   * @param {readonly import('../core/transfer/description.js').FileDescription[]} options.files
   * @param {TransferWorld} options.world
   */
  constructor({ machine, direction, files, world }) {
    this.machine = machine;
    this.direction = direction;
    this.files = files;
    this.at = world.clock.date();
    this.held = direction === 'in' ? new HeldFiles(files, (file) => this.#heldChanged(file)) : null;
    this.#world = world;
    this.view = new TransferView(this, world.clock, world.changed);
    this.#status = this.view.status;
  }

  get id() {
    return this.machine.id;
  }

  get state() {
    return this.machine.state;
  }

  get isOver() {
    return this.state === 'ended';
  }

  /** The pipe it is bound to, null while it has none. */
  get link() {
    return this.#link;
  }

  get route() {
    return this.#link?.pipe.route ?? null;
  }

  /**
   * Lets the machine decide, and does it.
   *
   * @param {Event} event
   */
  step(event) {
    const { state } = this;
    this.#queue.push(...this.machine.step(event));
    this.#run();
    if (this.state !== state) this.refresh();
  }

  /** Something that the view shows may be another. */
  refresh() {
    const { status } = standing(this.machine, this.direction, this.files.length);
    if (status !== this.#status) this.pace.begin(this.#world.clock.now());
    this.#status = status;
    this.view.refresh();
  }

  /**
   * It is bound to another link from now on, or to none.
   *
   * @param {Link | null} link
   */
  use(link) {
    this.#link = link;
  }

  /** @param {Partial<Pick<Transfer<any, any>, 'refusal' | 'isPeerAway' | 'isRetried'>>} facts that are others than before */
  change(facts) {
    Object.assign(this, facts);
    this.refresh();
  }

  /** @param {import('../types').Hold | null} hold for whom it waits */
  waitFor(hold) {
    this.pace.waitFor(hold);
    this.refresh();
  }

  /** Some time has passed, so speed is another. */
  tick() {
    if (this.#status !== 'transferring') return;
    this.pace.tick(this.#world.clock.now());
    this.view.tick();
  }

  /**
   * Does what the machine has decided; a direction adds what only it can do.
   *
   * @param {Action} _action
   */
  perform(_action) {}

  /** Lets go of whatever it needed while it was under way. */
  close() {}

  #run() {
    // An action may cause the next event before it returns; what that leads to waits for its turn, and goes no deeper.
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      for (let action = this.#queue.shift(); action !== undefined; action = this.#queue.shift()) this.#perform(action);
    } finally {
      this.#isRunning = false;
    }
  }

  /** @param {Action} action */
  #perform(action) {
    if (action.type === 'progress') this.#progressed();
    this.perform(action);
    if (action.type === 'end') this.#end();
  }

  #progressed() {
    const { layout, acked } = this.machine;
    if (layout === null) return;
    this.pace.moved(this.#world.clock.now(), layout.bytes(acked));
    this.view.progressed();
  }

  #end() {
    this.close();
    this.#link = null;
    this.refresh();
    this.#world.ended(this);
  }

  /** @param {number | null} file */
  #heldChanged(file) {
    if (file === null) this.refresh();
    else this.view.refreshFile(file);
  }
}
