import { BlobSaver } from './sinks/download.js';
import { workerDownloads } from './sinks/service-worker.js';
import { BrowserStorage } from './sinks/storage.js';
import { systemClock } from './util/clock.js';
import { deviceKind } from './util/device-kind.js';
import { systemRandom } from './util/random.js';
import { beforeNextFrame } from './util/schedule.js';
import { keyStorage } from './util/storage.js';

/**
 * Everything the engine needs of the browser. Tests have another one.
 *
 * @typedef {object} Environment
 * @property {import('./util/clock.js').Clock} clock
 * @property {import('./util/random.js').Random} random
 * @property {string} origin of the page, like `https://host:1234`
 * @property {import('./types').DeviceKind} kind
 * @property {(url: string, protocols: string[]) => WebSocket} createSocket
 * @property {((configuration: RTCConfiguration) => RTCPeerConnection) | null} createConnection null where the browser
 *     has no WebRTC
 * @property {SubtleCrypto | null} subtle null where the browser offers no encryption: on plain HTTP
 * @property {BroadcastChannel | null} channel to the other tabs
 * @property {import('./util/storage.js').KeyStorage} session
 * @property {import('./util/storage.js').KeyStorage} local
 * @property {import('./sinks/sink').Storage} storage for received files
 * @property {{ save(file: Blob, name: string): void }} saver
 * @property {(action: () => void) => void} beforeNextFrame
 * @property {(action: () => void) => void} onWake the network came back or the page became visible
 * @property {(action: () => void) => void} onNetworkChange this device may have another address from now on
 * @property {() => void} reload
 */

/**
 * The browser the page runs in.
 *
 * @param {Window & typeof globalThis} window
 * @returns {Environment}
 */
export function browserEnvironment(window) {
  const { document, navigator, location } = window;
  const clock = systemClock;
  const random = systemRandom;
  const kind = deviceKind(navigator);
  return {
    clock,
    random,
    origin: location.origin,
    kind,
    createSocket: (url, protocols) => new WebSocket(url, protocols),
    createConnection: 'RTCPeerConnection' in window ? (options) => new RTCPeerConnection(options) : null,
    subtle: window.isSecureContext ? window.crypto.subtle : null,
    channel: 'BroadcastChannel' in window ? new BroadcastChannel('ferry.identity') : null,
    session: keyStorage(() => window.sessionStorage),
    local: keyStorage(() => window.localStorage),
    storage: new BrowserStorage({ downloads: workerDownloads(window, clock), kind, clock, random }),
    saver: new BlobSaver(document, clock),
    beforeNextFrame,
    onWake: (action) => {
      window.addEventListener('online', action);
      window.addEventListener('pageshow', action);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') action();
      });
    },
    onNetworkChange: (action) => watchNetwork(window, action),
    reload: () => location.reload(),
  };
}

/**
 * A device that goes from Wi-Fi to mobile data never goes offline; where the browser tells the kind of network, its
 * change is a sign as well. Its other news, of speeds, are none.
 *
 * @param {Window} window
 * @param {() => void} action
 */
function watchNetwork(window, action) {
  window.addEventListener('online', action);
  const { connection } = /** @type {{ connection?: EventTarget & { type?: string } }} */ (window.navigator);
  let type = connection?.type;
  connection?.addEventListener?.('change', () => {
    if (connection.type === type) return;
    type = connection.type;
    if (type !== 'none') action();
  });
}
