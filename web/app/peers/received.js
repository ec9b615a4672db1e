import { safeName } from '../core/transfer/names.js';

/**
 * The files that came from the other device and that this page holds: saved, discarded, or let go when they are not shown
 * any more.
 */
export class Received {
  #transfers;
  #saving;
  #roomChanged;

  /**
   * @param {import('./transfers.js').Transfers} transfers
   * @param {import('../files/saving/saving.js').Saving} saving
   * @param {() => void} roomChanged there is more room for files than before
   */
  constructor(transfers, saving, roomChanged) {
    this.#transfers = transfers;
    this.#saving = saving;
    this.#roomChanged = roomChanged;
  }

  /**
   * The bytes of a file, if this page holds them.
   *
   * @param {string} id
   * @param {number} file
   */
  blob(id, file) {
    return this.#held(id)?.blob(file) ?? null;
  }

  /**
   * @param {string} id
   * @param {number} file
   */
  save(id, file) {
    const held = this.#held(id);
    if (held?.blob(file)) this.#saving.save(held, [file]);
  }

  /** @param {string} id */
  saveAll(id) {
    const held = this.#held(id);
    if (held !== null) this.#saving.save(held, held.toSave);
  }

  /**
   * @param {string} id
   * @param {string} name of the archive
   */
  saveArchive(id, name) {
    const held = this.#held(id);
    if (held !== null) this.#saving.saveArchive(held, held.all, safeName(name));
  }

  /** @param {string} id */
  stopSaving(id) {
    const held = this.#held(id);
    if (held !== null) this.#saving.stop(held);
  }

  /**
   * The person is done with its files.
   *
   * @param {string} id
   */
  discard(id) {
    this.letGo(id);
    this.#roomChanged();
  }

  /** @param {string} id of a transfer that is not shown any more */
  letGo(id) {
    const held = this.#held(id);
    if (held === null) return;
    this.#saving.stop(held);
    held.discard();
  }

  /** None of them is shown any more. */
  clear() {
    for (const { id } of this.#transfers.all) this.letGo(id);
  }

  /** @param {string} id */
  #held(id) {
    return this.#transfers.find(id)?.held ?? null;
  }
}
