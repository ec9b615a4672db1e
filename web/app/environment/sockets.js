/**
 * WebSockets, and whether the browser refuses them: an add-on or a policy may.
 *
 * @typedef {object} Sockets
 * @property {(url: string, protocols: string[]) => WebSocket} open may throw
 * @property {() => boolean} areRefused whether the last one could not even be made
 */

/**
 * @param {Window & typeof globalThis} window
 * @returns {Sockets}
 */
export function browserSockets(window) {
  let areRefused = false;
  return {
    open: (url, protocols) => {
      areRefused = true;
      const socket = new window.WebSocket(url, protocols);
      areRefused = false;
      return socket;
    },
    areRefused: () => areRefused,
  };
}
