/**
 * Answers the downloads of received files with streams that the page feeds. It caches nothing: all other requests go to
 * the network as if this worker were not there.
 *
 * The page announces a download (`download`, with a port), this worker says `ready`, the page lets a frame ask for the
 * path, and the stream begins (`started`). Through the port come `chunk`s, `end` or `abort`; back go `taken` with a
 * number of chunks, `done`, or `cancelled` when the browser ended the download: a person stopped it, or the disk is
 * full, and the worker is not told which.
 *
 *   announced ──fetch──► started ──end, and the last chunk is taken──► done
 *       │                   ├──abort──► an error for the browser
 *       │                   └──the browser ends it──► cancelled
 *       └──abort, or too many newer ones──► forgotten
 */

/// <reference lib="webworker" />

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** Announced downloads that nobody has asked for yet. A page announces one at a time for each transfer. */
const MOST_ANNOUNCED = 64;

/** Bytes that the browser may read ahead of writing them. */
const READ_AHEAD = 1024 * 1024;

/** Size of the groups in which taken chunks are told, in bytes. */
const GROUP = 256 * 1024;

/** @typedef {{ name: string, size: number, port: MessagePort }} Download */

/** @type {Map<string, Download>} By path. */
const announced = new Map();

worker.addEventListener('message', (event) => {
  // A `keepalive` has no other use: any message keeps this worker alive.
  if (event.data?.type !== 'download') return;
  const { path, name, size } = event.data;
  const [port] = event.ports;
  if (announced.size >= MOST_ANNOUNCED) announced.delete([...announced.keys()][0]);
  announced.set(path, { name, size, port });
  port.onmessage = (message) => {
    if (message.data.type === 'abort') announced.delete(path);
  };
  port.postMessage({ type: 'ready' });
});

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  const download = url.origin === worker.location.origin ? announced.get(url.pathname) : undefined;
  if (download === undefined || event.request.method !== 'GET') return;
  announced.delete(url.pathname);
  event.respondWith(new Response(stream(download), { headers: headers(download) }));
  download.port.postMessage({ type: 'started' });
});

/**
 * @param {Download} download
 * @returns {ReadableStream<Uint8Array>}
 */
function stream({ port }) {
  /** @type {Uint8Array[]} Chunks the browser has not asked for. The page's credit bounds them. */
  const chunks = [];
  let hasEnded = false;
  let taken = { chunks: 0, bytes: 0 };
  /** @type {(() => void) | null} Set while the browser waits for more. */
  let wanted = null;

  const tell = () => {
    if (taken.chunks > 0) port.postMessage({ type: 'taken', chunks: taken.chunks });
    taken = { chunks: 0, bytes: 0 };
  };

  /**
   * @param {ReadableStreamDefaultController<Uint8Array>} controller
   * @returns {Promise<void> | void}
   */
  const feed = (controller) => {
    const chunk = chunks.shift();
    if (chunk !== undefined) {
      taken = { chunks: taken.chunks + 1, bytes: taken.bytes + chunk.length };
      if (taken.bytes >= GROUP || chunks.length === 0) tell();
      controller.enqueue(chunk);
    } else if (hasEnded) {
      controller.close();
      port.postMessage({ type: 'done' });
    } else {
      return new Promise((resolve) => (wanted = () => resolve(feed(controller))));
    }
  };

  const wake = () => {
    const resume = wanted;
    wanted = null;
    resume?.();
  };

  return new ReadableStream(
    {
      start(controller) {
        port.onmessage = ({ data }) => {
          if (data.type === 'chunk') chunks.push(data.bytes);
          if (data.type === 'end') hasEnded = true;
          if (data.type === 'abort') return controller.error(new Error('The transfer has ended.'));
          wake();
        };
      },
      pull: feed,
      cancel() {
        port.onmessage = null;
        port.postMessage({ type: 'cancelled' });
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: READ_AHEAD }),
  );
}

/** @param {Download} download */
function headers({ name, size }) {
  return {
    'Content-Type': 'application/octet-stream',
    'Content-Length': String(size),
    'Content-Disposition': `attachment; filename*=UTF-8''${extendedValue(name)}`,
    'Content-Security-Policy': "default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
}

/**
 * Percent-encoded as RFC 8187 has it, which leaves fewer characters alone than `encodeURIComponent`.
 *
 * @param {string} name
 */
function extendedValue(name) {
  return encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
