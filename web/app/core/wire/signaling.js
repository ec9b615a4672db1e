import {
  integer, isBoolean, list, matching, nullable, oneOf, optional, parseObject, record, text,
} from '../util/check.js';

/** Version of the protocol this page speaks. */
export const PROTOCOL = 1;

/** Subprotocol of the signaling socket. */
export const SUBPROTOCOL = 'ferry.signal.1';

/** Longest session description of an offer or answer, in bytes. */
export const LONGEST_SDP = 32_768;

const id = matching(/^[A-Za-z0-9_-]{22}$/);
const call = matching(/^[A-Za-z0-9_-]{1,32}$/);
const errorCode = matching(/^[A-Z_]{1,64}$/);
const url = text(2048, 1);
const roomKind = oneOf('lan', 'public', 'cgnat', 'none');

/** 65 bytes in base64url. docs/protocol.md, Encryption. */
const relayKey = optional(nullable(matching(/^[A-Za-z0-9_-]{87}$/)));

const device = record({
  id,
  name: text(64, 1),
  kind: oneOf('phone', 'tablet', 'desktop', 'terminal'),
  webrtc: isBoolean,
  availability: oneOf('open', 'busy'),
  via: oneOf('room', 'code'),
  instance: optional(matching(/^[A-Za-z0-9_-]{22}$/)),
  away: optional(oneOf('closed', 'lost')),
});

/** Members of a room and devices joined by code; far above what the server allows by default. */
const devices = list(device, 4096);

const iceServer = record({
  urls: (value) => url(value) || list(url, 16)(value),
  username: optional(text(512)),
  credential: optional(text(512)),
});

const server = record({
  version: text(128),
  urls: list(url, 64),
  secureUrls: list(url, 64),
  relay: isBoolean,
  turn: optional(isBoolean),
  probe: optional(nullable(iceServer)),
  iceServers: list(iceServer, 16),
  publicGrouping: isBoolean,
  ownAuthority: isBoolean,
});

/** A device's error has `from` and `call`; the server's own may have `peer` and `call`. */
const error = record({
  code: errorCode,
  message: text(512),
  from: optional(id),
  peer: optional(id),
  call: optional(call),
});

/** @type {Readonly<Record<string, import('../util/check.js').Check>>} */
const shapes = {
  'welcome': record({
    protocol: oneOf(PROTOCOL),
    id,
    token: text(256, 1),
    you: device,
    room: record({ kind: roomKind, reason: nullable(text(64)) }),
    devices,
    server,
  }),
  'presence': record({ joined: devices, changed: devices, left: list(id, 4096) }),
  'urls': record({ urls: list(url, 64), secureUrls: list(url, 64) }),
  'offer': record({ from: id, call, sdp: text(LONGEST_SDP) }),
  'answer': record({ from: id, call, sdp: text(LONGEST_SDP) }),
  'candidate': record({
    from: id,
    call,
    candidate: text(1024),
    mid: nullable(text(16)),
    line: nullable(integer(0, 65_535)),
    ufrag: nullable(text(256)),
  }),
  'relay-request': record({ from: id, call, key: relayKey }),
  'error': error,
  'end': record({ from: id }),
  'relay-ready': record({
    peer: id,
    call,
    token: matching(/^[A-Za-z0-9_-]{43}$/),
    bytes: integer(0),
    pairing: optional(matching(/^[A-Za-z0-9_-]{22}$/)),
    key: relayKey,
  }),
  'turn': record({ peer: id, iceServers: list(iceServer, 16), seconds: integer(0) }),
  'code': record({ code: text(64, 1), expires: integer(0) }),
  'code-joined': record({ peer: device }),
  'code-ended': record({ reason: oneOf('wrong-guess', 'expired', 'cancelled', 'used') }),
  'pong': record({}),
};

/**
 * The message in a text from the signaling server; null if it is none of this protocol, which is then ignored, so that
 * an older page gets along with a newer server.
 *
 * @param {unknown} json
 * @returns {import('./signaling-types').ServerMessage | null}
 */
export function decodeServerMessage(json) {
  const message = parseObject(json);
  if (message === null || typeof message.type !== 'string' || !Object.hasOwn(shapes, message.type)) return null;
  return shapes[message.type](message) ? /** @type {any} */ (message) : null;
}

/** @param {import('./signaling-types').ClientMessage} message */
export function encodeClientMessage(message) {
  return JSON.stringify(message);
}
