import { encodeUtf8 } from '../core/util/utf8.js';

/** The curve of the ephemeral keys. docs/protocol.md, Encryption. */
const ECDH = { name: 'ECDH', namedCurve: 'P-256' };

/** Length of the x coordinate that two keys have in common, in bits. */
const SECRET_BITS = 256;

/**
 * The side of a pairing a device is on.
 *
 * @typedef {'requester' | 'accepter'} RelayRole
 *
 * @typedef {object} RelayKeyPair A key of this device, made for one pairing.
 * @property {CryptoKey} privateKey cannot be read, only used
 * @property {Uint8Array} publicKey the uncompressed point, 65 bytes
 *
 * @typedef {object} RelayAgreement Everything both sides must agree on for their keys to be the same.
 * @property {string} requester ID of the device that asked for the relay
 * @property {string} accepter ID of the one that agreed
 * @property {string} pairing as the server named it
 * @property {Uint8Array} requesterKey
 * @property {Uint8Array} accepterKey
 */

/**
 * @param {SubtleCrypto} subtle
 * @returns {Promise<RelayKeyPair>}
 */
export async function makeRelayKeyPair(subtle) {
  const { privateKey, publicKey } = await subtle.generateKey(ECDH, false, ['deriveBits']);
  return { privateKey, publicKey: new Uint8Array(await subtle.exportKey('raw', publicKey)) };
}

/**
 * The bytes that the keys are bound to, so that nothing of one pairing fits another, and neither side can be taken for
 * the other.
 *
 * @param {RelayAgreement} agreement
 */
export function relayTranscript({ requester, accepter, pairing, requesterKey, accepterKey }) {
  const label = encodeUtf8(`ferry relay 1\0${requester}${accepter}${pairing}`);
  const transcript = new Uint8Array(label.length + requesterKey.length + accepterKey.length);
  transcript.set(label);
  transcript.set(requesterKey, label.length);
  transcript.set(accepterKey, label.length + requesterKey.length);
  return transcript;
}

/**
 * Derives the keys with which each side encrypts its messages (HKDF, RFC 5869).
 *
 * @param {SubtleCrypto} subtle
 * @param {RelayAgreement} agreement
 * @param {CryptoKey} privateKey of this side
 * @param {Uint8Array} otherKey the other side's public key; rejects if it is no point on the curve
 * @returns {Promise<Record<RelayRole, CryptoKey>>}
 */
export async function deriveRelayKeys(subtle, agreement, privateKey, otherKey) {
  const publicKey = await subtle.importKey('raw', otherKey, ECDH, true, []);
  const secret = await subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, SECRET_BITS);
  const source = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const salt = await subtle.digest('SHA-256', relayTranscript(agreement));
  const derive = (/** @type {RelayRole} */ role) => {
    const parameters = { name: 'HKDF', hash: 'SHA-256', salt, info: encodeUtf8(`ferry relay 1 ${role}`) };
    return subtle.deriveKey(parameters, source, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  };
  const [requester, accepter] = await Promise.all([derive('requester'), derive('accepter')]);
  return { requester, accepter };
}
