import { attempt } from '../../core/util/attempt.js';

/** Time for the worker to be ready, in milliseconds; after that the page holds the file. */
const READY_LIMIT = 4_000;

/** Safari 18.2 and 18.3 on iOS lose downloads that come from a service worker (WebKit pull request 41998). */
const BROKEN = /(iPhone|iPad|Macintosh).*Version\/18\.[23](\.\d+)? .*Safari/;

/**
 * The browser's side of `StreamSink`: the service worker that answers downloads and the frame that asks for them.
 *
 * @param {Window & typeof globalThis} window
 * @param {import('../../core/util/clock.js').Clock} clock
 * @returns {import('./stream.js').Downloads | null} null where there are no service workers, as on plain HTTP, and
 *     where they or their channels are refused
 */
export function workerDownloads(window, clock) {
  const container = attempt(() => (window.isSecureContext ? window.navigator.serviceWorker : null));
  if (!container || attempt(() => BROKEN.test(window.navigator.userAgent))) return null;
  if (attempt(() => new window.MessageChannel()) === null) return null;
  const registering = attempt(() => container.register('/sw.js', { scope: '/', updateViaCache: 'none' }));
  if (registering === null) return null;
  let isRefused = false;
  const registration = registering.catch(() => {
    isRefused = true;
    return null;
  });
  return {
    get isRefused() {
      return isRefused;
    },
    openChannel: () => new window.MessageChannel(),
    worker: async () => {
      const limit = new Promise((resolve) => clock.after(READY_LIMIT, () => resolve(null)));
      const ready = registration.then((registered) => (registered === null ? null : container.ready));
      const registered = await Promise.race([ready, /** @type {Promise<null>} */ (limit)]);
      return registered?.active ?? null;
    },
    navigate: (path) => {
      const frame = window.document.createElement('iframe');
      frame.hidden = true;
      frame.title = '';
      frame.src = path;
      window.document.body.append(frame);
      return () => frame.remove();
    },
  };
}
