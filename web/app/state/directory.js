import { RELOAD, RETURN } from '../core/times.js';

/**
 * @typedef {import('../types').DeviceInfo} DeviceInfo
 * @typedef {import('../types').ListedDevice} ListedDevice
 *
 * @typedef {object} DirectoryEvents
 * @property {() => void} changed
 * @property {(id: string, isClosed: boolean) => void} left `isClosed`: its page was closed, and did not come back
 * @property {(id: string) => void} returned after it had left
 * @property {(id: string) => boolean} isOwnTab whether a device is another tab of this browser
 * @property {(id: string, away: 'closed' | 'lost') => void} away its socket has ended, and it has not left yet
 * @property {(id: string) => void} back its socket has ended and it is there again
 * @property {(id: string, instance: string) => void} renewed its page is another one than before
 * @property {(id: string) => boolean} isKept whether a device that left stays in the list
 */

/**
 * The devices around, newest first, and those that left but have something to show.
 *
 *   here ──its socket has ended──► away ──it is named again──► here
 *                                   └──its page was closed, and RELOAD has passed──► left
 *   here, away ──the server is back without it──► missing ──RETURN has passed──► left, as lost
 *   here, away, missing ──the server says so──► left ──it is named again──► here
 */
export class Directory {
  #clock;
  #events;
  /** @type {Map<string, ListedDevice>} Oldest first. */
  #devices = new Map();
  /**
   * Devices that are expected back for a while. `missing`: the server has not named it since it came back. `closing`:
   * its page was closed a moment ago, and may be reloaded.
   *
   * @type {Map<string, { why: 'missing' | 'closing', cancel: () => void }>}
   */
  #expected = new Map();
  /** @type {Set<string>} Devices that were missing until they were not expected any more. */
  #lost = new Set();

  /**
   * @param {import('../core/util/clock.js').Clock} clock
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
   * The way in which a device was lost; null if it is there, or never was.
   *
   * @param {string} id
   * @returns {import('../types').Absence | null}
   */
  absence(id) {
    const device = this.#devices.get(id);
    if (device === undefined) return null;
    if (this.#expected.get(id)?.why === 'missing' || this.#lost.has(id)) return device.via === 'code' ? 'lost-code' : 'lost';
    return device.present ? null : 'left';
  }

  /**
   * The last known relation of a device to the server. `away`: it has lost its socket, and within seconds it will be
   * back or have left.
   *
   * @param {string} id
   * @returns {'here' | 'away' | 'left'}
   */
  whereabouts(id) {
    const device = this.#devices.get(id);
    if (device?.present === false) return 'left';
    return device?.away === undefined ? 'here' : 'away';
  }

  /**
   * Takes over the list of all devices that the server knows at this moment.
   *
   * @param {readonly DeviceInfo[]} devices
   */
  welcome(devices) {
    const named = new Set(devices.map(({ id }) => id));
    for (const { id, present } of this.#devices.values()) {
      if (present && !named.has(id)) this.#miss(id);
    }
    for (const device of devices) this.#enter(doubted(device));
    this.#events.changed();
  }

  /** @param {import('../core/wire/signaling-types').Presence} presence */
  presence({ joined, changed, left }) {
    for (const device of [...joined, ...changed]) this.#enter(device);
    for (const id of left) this.#leave(id);
    this.#events.changed();
  }

  /**
   * Marks a device as another tab of this browser.
   *
   * @param {string} id
   */
  foundOwnTab(id) {
    const device = this.#devices.get(id);
    if (device === undefined) return;
    this.#devices.set(id, { ...device, isOwnTab: true });
    this.#events.changed();
  }

  /**
   * Stops expecting devices, as the server is gone and tells of none. Their sockets may have ended by the same cause as
   * ours: a proxy that restarts closes all of them as if their pages were closed.
   */
  serverLost() {
    for (const [id, { why }] of this.#expected) if (why === 'closing') this.#unexpect(id);
    for (const [id, { away, ...device }] of this.#devices) {
      if (device.present && away !== undefined) this.#devices.set(id, device);
    }
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
    const { id, instance, away } = device;
    const known = this.#devices.get(id);
    this.#unexpect(id);
    this.#lost.delete(id);
    // The server keeps the place of a device that has closed its page for longer than we expect it back.
    const isGone = known?.present === false && known.away === 'closed' && away === 'closed';
    // A device that comes back goes to the top of the list; one that changed keeps its place.
    if (known?.present === false && !isGone) this.#devices.delete(id);
    this.#devices.set(id, { ...device, present: !isGone, isOwnTab: this.#events.isOwnTab(id) });
    if (isGone) return;
    if (away === 'closed') this.#expect(id, 'closing', RELOAD, () => this.#expire(id));
    if (known?.instance !== undefined && instance !== undefined && known.instance !== instance) {
      this.#events.renewed(id, instance);
    }
    if (known?.present === false) this.#events.returned(id);
    if (away !== undefined) this.#events.away(id, away);
    else if (known?.present === true && known.away !== undefined) this.#events.back(id);
  }

  /** @param {string} id */
  #leave(id) {
    const device = this.#devices.get(id);
    this.#unexpect(id);
    if (device === undefined || !device.present) return;
    this.#devices.set(id, { ...device, present: false });
    this.#events.left(id, device.away === 'closed');
    this.sweep();
  }

  /**
   * Counts a device as left before the server says so.
   *
   * @param {string} id
   */
  #expire(id) {
    this.#leave(id);
    this.#events.changed();
  }

  /** @param {string} id */
  #miss(id) {
    if (this.#expected.has(id)) return;
    this.#expect(id, 'missing', RETURN, () => {
      this.#lost.add(id);
      this.#expire(id);
    });
  }

  /**
   * @param {string} id
   * @param {'missing' | 'closing'} why
   * @param {number} limit milliseconds
   * @param {() => void} expired
   */
  #expect(id, why, limit, expired) {
    this.#expected.set(id, { why, cancel: this.#clock.after(limit, expired) });
  }

  /** @param {string} id */
  #unexpect(id) {
    this.#expected.get(id)?.cancel();
    this.#expected.delete(id);
  }
}

/**
 * A device as `welcome` names it. Its socket may have ended by the same cause as ours, so its page was not certainly
 * closed.
 *
 * @param {DeviceInfo} device
 * @returns {DeviceInfo}
 */
function doubted(device) {
  return device.away === 'closed' ? { ...device, away: 'lost' } : device;
}
