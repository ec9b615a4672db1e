/**
 * A device that is missing after the server came back may still be on its way back itself; after this time it has
 * left, in milliseconds.
 */
const RETURN_LIMIT = 6_000;

/**
 * @typedef {import('../types').DeviceInfo} DeviceInfo
 * @typedef {import('../types').ListedDevice} ListedDevice
 *
 * @typedef {object} DirectoryEvents
 * @property {() => void} changed
 * @property {(id: string) => void} left
 * @property {(id: string) => void} returned after it had left
 * @property {(id: string) => boolean} isOwnTab whether a device is another tab of this browser
 * @property {(id: string) => boolean} isKept whether a device that left stays in the list
 */

/** The devices around, newest first, and those that left but have something to show. */
export class Directory {
  #clock;
  #events;
  /** @type {Map<string, ListedDevice>} Oldest first. */
  #devices = new Map();
  /** @type {Map<string, () => void>} Devices the server has not named since it came back. */
  #missing = new Map();
  /** @type {Set<string>} Those of which it is not expected any more. */
  #lost = new Set();

  /**
   * @param {import('../util/clock.js').Clock} clock
   * @param {DirectoryEvents} events
   */
  constructor(clock, events) {
    this.#clock = clock;
    this.#events = events;
  }

  /** @returns {ListedDevice[]} */
  get devices() {
    return [...this.#devices.values()].reverse();
  }

  /** @param {string} id */
  device(id) {
    return this.#devices.get(id) ?? null;
  }

  /**
   * How a device was lost; null if it is there, or was never.
   *
   * @param {string} id
   * @returns {import('../types').Absence | null}
   */
  absence(id) {
    const device = this.#devices.get(id);
    if (device === undefined) return null;
    if (this.#missing.has(id) || this.#lost.has(id)) return device.via === 'code' ? 'lost-code' : 'lost';
    return device.present ? null : 'left';
  }

  /**
   * Everybody the server knows of at this moment.
   *
   * @param {readonly DeviceInfo[]} devices
   */
  welcome(devices) {
    const named = new Set(devices.map(({ id }) => id));
    for (const { id, present } of this.#devices.values()) {
      if (present && !named.has(id)) this.#miss(id);
    }
    for (const device of devices) this.#enter(device);
    this.#events.changed();
  }

  /** @param {import('../signaling/wire').Presence} presence */
  presence({ joined, changed, left }) {
    for (const device of [...joined, ...changed]) this.#enter(device);
    for (const id of left) this.#leave(id);
    this.#events.changed();
  }

  /**
   * A device turned out to be another tab of this browser.
   *
   * @param {string} id
   */
  foundOwnTab(id) {
    const device = this.#devices.get(id);
    if (device === undefined) return;
    this.#devices.set(id, { ...device, isOwnTab: true });
    this.#events.changed();
  }

  /** Drops the devices that left and have nothing to show any more. */
  sweep() {
    for (const { id, present } of this.#devices.values()) {
      if (present || this.#events.isKept(id)) continue;
      this.#devices.delete(id);
      this.#lost.delete(id);
    }
  }

  /** @param {DeviceInfo} device */
  #enter(device) {
    const known = this.#devices.get(device.id);
    this.#named(device.id);
    this.#lost.delete(device.id);
    // One that comes back is new to the person; one that changed keeps its place.
    if (known?.present === false) this.#devices.delete(device.id);
    this.#devices.set(device.id, { ...device, present: true, isOwnTab: this.#events.isOwnTab(device.id) });
    if (known?.present === false) this.#events.returned(device.id);
  }

  /** @param {string} id */
  #leave(id) {
    const device = this.#devices.get(id);
    this.#named(id);
    if (device === undefined || !device.present) return;
    this.#devices.set(id, { ...device, present: false });
    this.#events.left(id);
    this.sweep();
  }

  /** @param {string} id */
  #miss(id) {
    if (this.#missing.has(id)) return;
    const expire = () => {
      this.#lost.add(id);
      this.#leave(id);
      this.#events.changed();
    };
    this.#missing.set(id, this.#clock.after(RETURN_LIMIT, expire));
  }

  /** @param {string} id */
  #named(id) {
    this.#missing.get(id)?.();
    this.#missing.delete(id);
  }
}
