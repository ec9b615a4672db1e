import { deviceOf } from '../ui/summary.js';

/** @typedef {import('../ui/summary.js').Device} Device */

/**
 * The devices as they were last seen: a conversation that is open stays open after its device has left.
 * @param {import('../types.js').Engine} engine
 */
export function createLastSeen(engine) {
  /** @type {Map<string, Device>} */
  const seen = new Map();

  return {
    /**
     * Finds a device that is listed, or that was until it left.
     * @param {string} peer
     * @returns {Device | null}
     */
    find(peer) {
      const device = deviceOf(engine.state, peer);
      if (device) return device;
      const last = seen.get(peer);
      return last ? { ...last, present: false } : null;
    },
    /**
     * Remembers the devices that are listed, and the one whose conversation is open.
     * @param {readonly Device[]} devices
     * @param {string | null} open
     */
    update(devices, open) {
      const last = open === null ? undefined : seen.get(open);
      seen.clear();
      if (last) seen.set(last.id, last);
      for (const device of devices) seen.set(device.id, device);
    },
  };
}
