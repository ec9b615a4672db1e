import { fileAddress } from './environment/addresses.js';
import { interfaceEnvironment } from './environment/interface.js';
import { browserClock } from './environment/clock.js';
import { beforeNextFrame } from './environment/frames.js';
import { browserRandom } from './environment/random.js';
import { serverCheck } from './environment/server.js';
import { browserSockets } from './environment/sockets.js';
import { browserTabs } from './environment/tabs.js';
import { BlobSaver } from './files/sinks/download.js';
import { workerDownloads } from './files/sinks/service-worker.js';
import { BrowserStorage } from './files/sinks/storage.js';
import { attempt } from './core/util/attempt.js';
import { deviceKind } from './environment/device-kind.js';
import { keyStorage } from './environment/key-storage.js';

/**
 * The browser as the engine sees it: all of its I/O, which tests replace.
 *
 * @typedef {object} Environment
 * @property {import('./core/util/clock.js').Clock} clock
 * @property {import('./core/util/random.js').Random} random
 * @property {string} origin of the page, like `https://host:1234`
 * @property {import('./types').DeviceKind} kind
 * @property {(url: string, protocols: string[]) => WebSocket} createSocket may throw
 * @property {() => boolean} areSocketsRefused whether the last one could not even be made
 * @property {((configuration: RTCConfiguration) => RTCPeerConnection) | null} createConnection null where the browser
 *     has no WebRTC; may throw
 * @property {SubtleCrypto | null} subtle null where the browser offers no encryption: on plain HTTP
 * @property {import('./environment/tabs.js').Tabs | null} tabs null where they cannot be spoken to
 * @property {import('./environment/key-storage.js').KeyStorage} session
 * @property {import('./environment/key-storage.js').KeyStorage} local
 * @property {import('./files/sinks/sink').Storage} storage for received files
 * @property {(file: Blob, type: string) => string | null} addressOf an address of a file for a minute; null if refused
 * @property {{ save(file: Blob, name: string): boolean }} saver `save` returns whether the browser could be asked
 * @property {import('./environment/server.js').ServerCheck} server
 * @property {(action: () => void) => void} beforeNextFrame
 * @property {(action: () => void) => void} onWake the network came back or the page became visible
 * @property {(action: () => void) => void} onNetworkChange this device may have another address from now on
 * @property {(action: () => void) => void} onRevival this page was left, and the browser has kept it and shows it again
 * @property {() => void} reload
 */

/**
 * The browser the page runs in.
 *
 * A browser may have an ability and refuse it, by a setting, by a policy or in a private window, and some throw when it
 * is only named. So each is tried here or in `environment/`, and no other module names one. A refused one is missing from
 * then on, which costs the features that depend on it and nothing else.
 *
 * @param {Window & typeof globalThis} window
 * @returns {Environment & { interface: import('./environment/interface.js').InterfaceEnvironment }}
 */
export function browserEnvironment(window) {
  const { document, location } = window;
  const clock = browserClock(window);
  const random = browserRandom(window);
  const kind = attempt(() => deviceKind(window.navigator)) ?? 'desktop';
  const local = keyStorage(() => window.localStorage);
  const sockets = browserSockets(window);
  const reload = () => location.reload();
  /** @type {Environment['addressOf']} */
  const addressOf = (file, type) => fileAddress(window, clock, file, type);
  return {
    clock,
    random,
    origin: location.origin,
    kind,
    createSocket: sockets.open,
    areSocketsRefused: sockets.areRefused,
    createConnection: attempt(() => window.RTCPeerConnection)
      ? (configuration) => new window.RTCPeerConnection(configuration)
      : null,
    subtle: attempt(() => (window.isSecureContext ? window.crypto.subtle : null)) ?? null,
    tabs: browserTabs(window),
    session: keyStorage(() => window.sessionStorage),
    local,
    storage: new BrowserStorage({ downloads: workerDownloads(window, clock), kind, clock, random }),
    addressOf,
    saver: new BlobSaver(document, addressOf),
    server: serverCheck(window, clock),
    beforeNextFrame: (action) => beforeNextFrame(window, action),
    onWake: (action) => {
      window.addEventListener('online', action);
      window.addEventListener('pageshow', action);
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') action();
      });
    },
    onNetworkChange: (action) => watchNetwork(window, action),
    onRevival: (action) => {
      window.addEventListener('pageshow', ({ persisted }) => {
        if (persisted) action();
      });
    },
    reload,
    interface: interfaceEnvironment(window, { clock, local, reload }),
  };
}

/**
 * A device that goes from Wi-Fi to mobile data never goes offline; where the browser tells the kind of network, its
 * change is a sign as well. Its events about speeds are ignored.
 *
 * @param {Window} window
 * @param {() => void} action
 */
function watchNetwork(window, action) {
  window.addEventListener('online', action);
  const connection = attempt(
    () => /** @type {{ connection?: EventTarget & { type?: string } }} */ (window.navigator).connection,
  );
  let type = connection?.type;
  attempt(() =>
    connection?.addEventListener('change', () => {
      if (connection.type === type) return;
      type = connection.type;
      if (type !== 'none') action();
    }),
  );
}
