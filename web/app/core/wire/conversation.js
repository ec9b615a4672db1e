import {
  integer, isBoolean, list, matching, nullable, oneOf, optional, parseObject, record, text,
} from '../util/check.js';
import { LONGEST_PART, LONGEST_TEXT, MOST_FILES, MOST_NAMED } from '../transfer/limits.js';

/** Version of the conversation's protocol. */
export const PROTOCOL = 1;

const id = matching(/^[A-Za-z0-9_-]{8}$/);
const file = integer(0, MOST_FILES - 1);
const count = integer(0);
const round = optional(integer(0));

/** Details of a reason. Unknown ones of a newer page are no error: the reason alone says enough. */
const cause = optional(text(64));

/** A power of two from 1,024 to 1,048,576. */
const payload = oneOf(...Array.from({ length: 11 }, (_, exponent) => 1024 << exponent));

const manifestFile = record({
  name: text(255, 1),
  size: integer(0),
  type: text(127),
  modified: nullable((value) => Number.isSafeInteger(value)),
  path: optional(text(1024)),
});

/** No page of a manifest holds more than one message can carry; the shortest entry has some fifty bytes. */
const files = list(manifestFile, 2_000);

/** @type {Readonly<Record<string, import('../util/check.js').Check>>} */
const shapes = {
  'hello': record({
    protocol: integer(0),
    maxPayload: payload,
    instance: optional(matching(/^[A-Za-z0-9_-]{22}$/)),
    receiving: optional(list(id, MOST_NAMED)),
  }),
  'ping': record({}),
  'pong': record({}),
  'text': record({ id, part: integer(0), parts: integer(1, LONGEST_TEXT), text: text(LONGEST_PART) }),
  'text-received': record({ id }),
  'offer': record({ id, round, count: integer(1, MOST_FILES), total: integer(0), files, more: isBoolean }),
  'offer-files': record({ id, files, more: isBoolean }),
  'accept': record({ id, payload, acked: count, granted: count }),
  'decline': record({ id, reason: oneOf('declined', 'busy', 'too-large', 'invalid'), cause }),
  'credit': record({ id, acked: count, granted: count }),
  'file-end': record({ id, file, chunks: count, reason: optional(oneOf('unreadable', 'changed')) }),
  'file-failed': record({ id, file, reason: oneOf('storage', 'invalid') }),
  'complete': record({ id }),
  'cancel': record({ id, reason: oneOf('cancelled', 'failed', 'unknown', 'protocol'), cause }),
  'move': record({ id, round }),
  'resume': record({ id, round, payload, acked: count, granted: count }),
};

/**
 * A control message as it was decoded. `foreign`: of a type this version does not know, to be ignored. `broken`: not as
 * the protocol says; `id` is the transfer it was about, if that much can be read.
 *
 * @typedef {{ kind: 'message', message: import('./conversation-types').ControlMessage }
 *     | { kind: 'foreign' }
 *     | { kind: 'broken', id: string | null }} Decoded
 */

/**
 * @param {string} json
 * @returns {Decoded}
 */
export function decodeControl(json) {
  const message = parseObject(json);
  if (message === null || typeof message.type !== 'string') return { kind: 'broken', id: null };
  if (!Object.hasOwn(shapes, message.type)) return { kind: 'foreign' };
  if (shapes[message.type](message)) return { kind: 'message', message: /** @type {any} */ (message) };
  return { kind: 'broken', id: id(message.id) ? /** @type {string} */ (message.id) : null };
}
