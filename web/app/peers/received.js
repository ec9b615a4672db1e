import { safeName } from '../core/transfer/names.js';

/** @typedef {import('./incoming.js').IncomingTransfer} IncomingTransfer */

/** The transfers that came from the other device, also those that have ended, for the files that this page holds. */
export class Received {
  #saving;
  #roomChanged;
  /** @type {Map<string, IncomingTransfer>} */
  #transfers = new Map();

  /**
   * @param {import('../files/saving/saving.js').Saving} saving
   * @param {() => void} roomChanged there is more room for files than before
   */
  constructor(saving, roomChanged) {
    this.#saving = saving;
    this.#roomChanged = roomChanged;
  }

  /** @param {IncomingTransfer} transfer */
  add(transfer) {
    this.#transfers.set(transfer.id, transfer);
  }

  /** @param {string} id */
  find(id) {
    return this.#transfers.get(id);
  }

  /** Offers that wait for this person. */
  get waitingOffers() {
    return [...this.#transfers.values()].filter(({ state }) => state === 'offered').length;
  }

  /**
   * Gives up an offer whose sender is not to be heard, in favour of one whose sender is.
   *
   * @returns {boolean} whether there was any
   */
  giveUpLostOffer() {
    const lost = [...this.#transfers.values()].find(({ state, link }) => state === 'offered' && link === null);
    lost?.fail('gave-up', 'us');
    return lost !== undefined;
  }

  /** Room for held files has changed; offers may fit now, or not any more. */
  checkRoom() {
    for (const transfer of this.#transfers.values()) transfer.checkRoom();
  }

  /**
   * @param {string} id
   * @param {number} file
   */
  save(id, file) {
    const transfer = this.find(id);
    if (transfer?.files.blob(file)) this.#saving.save(transfer, [file]);
  }

  /** @param {string} id */
  saveAll(id) {
    const transfer = this.find(id);
    if (transfer !== undefined) this.#saving.save(transfer, transfer.files.toSave);
  }

  /**
   * @param {string} id
   * @param {string} name of the archive
   */
  saveArchive(id, name) {
    const transfer = this.find(id);
    if (transfer !== undefined) this.#saving.saveArchive(transfer, transfer.files.all, safeName(name));
  }

  /** @param {string} id */
  stopSaving(id) {
    const transfer = this.find(id);
    if (transfer !== undefined) this.#saving.stop(transfer);
  }

  /**
   * The person is done with its files.
   *
   * @param {string} id
   */
  discard(id) {
    this.#letGo(id);
    this.#roomChanged();
  }

  /**
   * It is not shown any more.
   *
   * @param {string} id
   */
  forget(id) {
    this.#letGo(id);
    this.#transfers.delete(id);
  }

  /** None of them is shown any more. */
  clear() {
    for (const id of [...this.#transfers.keys()]) this.forget(id);
  }

  /** @param {string} id */
  #letGo(id) {
    const transfer = this.find(id);
    if (transfer === undefined) return;
    this.#saving.stop(transfer);
    transfer.files.discard();
  }
}
