import { attempt } from '../core/util/attempt.js';

/** Time for the server's answer, in milliseconds. */
const LIMIT = 5_000;

/**
 * Questions about the server that can be answered without its socket.
 *
 * @typedef {object} ServerCheck
 * @property {() => boolean} isDeviceOffline the browser says that this device is in no network
 * @property {() => Promise<boolean>} isAnswering whether the server answers a plain request; never rejects
 * @property {() => void} noteBlocked says in the browser's console that no socket opens though the server answers, to
 *     whoever runs the server and looks there
 */

const BLOCKED =
  'Ferry: /healthz answers, but the WebSocket at /signal does not open. Something between this page and the server does ' +
  'not pass WebSockets. A proxy in front of the server has to pass upgrades on /signal and /relay: see README.md, ' +
  '"On a public server". A VPN, a filter or a virus scanner on this device may be in the way as well.';

/**
 * @param {Window & typeof globalThis} window
 * @param {import('../core/util/clock.js').Clock} clock
 * @returns {ServerCheck}
 */
export function serverCheck(window, clock) {
  return {
    isDeviceOffline: () => attempt(() => window.navigator.onLine) === false,
    isAnswering: async () => {
      const controller = new AbortController();
      const cancel = clock.after(LIMIT, () => controller.abort());
      try {
        const response = await window.fetch('/healthz', { cache: 'no-store', signal: controller.signal });
        // The page of a captive portal is an answer as well, but not the server's.
        return response.ok && (await response.text()).trim() === 'ok';
      } catch {
        return false;
      } finally {
        cancel();
      }
    },
    noteBlocked: () => window.console.warn(BLOCKED),
  };
}
