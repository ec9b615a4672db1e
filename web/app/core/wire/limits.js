/** Longest control message, in bytes of UTF-8. docs/protocol.md, Pipes. */
export const LONGEST_CONTROL = 60_000;

/**
 * The payload this page proposes, in bytes. Larger messages gain nothing on a data channel, and on both pipes a smaller
 * message lets concurrent transfers take turns.
 */
export const PREFERRED_PAYLOAD = 65_536;

/** Smallest `maxPayload` a device may have. docs/protocol.md, Opening. */
export const LEAST_PAYLOAD = 1_024;

/** Bytes of a frame before its payload. docs/protocol.md, Frames. */
export const FRAME_HEADER = 16;

/**
 * Bytes buffered in the browser: up to `high` it is given more, and once it is down to `low` it is given more again. A
 * data channel gets enough never to run dry. On the relay control messages wait behind the data, so it gets less.
 */
export const DIRECT_WATERMARKS = { high: 4 * 1024 * 1024, low: 1024 * 1024 };
export const RELAY_WATERMARKS = { high: 1024 * 1024, low: 512 * 1024 };

/** Most bytes kept for a handler that is not there yet: an offer with the longest manifest and some texts. */
export const LARGEST_BACKLOG = 8 * 1024 * 1024;

/** Most bytes that may wait to be decrypted: twice the credit, which bounds what an honest sender has on its way. */
export const MOST_UNDECRYPTED = 16 * 1024 * 1024;

/**
 * The largest payload of a frame for messages of `maxMessageSize` bytes: a power of two up to what this page proposes.
 *
 * @param {number} maxMessageSize
 */
export function payloadWithin(maxMessageSize) {
  let payload = PREFERRED_PAYLOAD;
  while (payload > LEAST_PAYLOAD && payload + FRAME_HEADER > maxMessageSize) payload /= 2;
  return payload;
}
