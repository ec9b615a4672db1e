/** Bytes an encrypted message is longer: the tag of AES-GCM. */
export const TAG_LENGTH = 16;

/** Length of a nonce: four zero bytes and the number of the message in eight, big-endian. */
const NONCE_LENGTH = 12;

/**
 * Encrypts the messages of this side of a relay and decrypts those of the other. docs/protocol.md, Encryption.
 *
 * A message's number is fixed when it is handed over, so that many may be on their way at once. They must be sent, and
 * handed over, in order.
 */
export class RelayCipher {
  #subtle;
  #sealKey;
  #openKey;
  #sealed = 0;
  #opened = 0;

  /**
   * @param {SubtleCrypto} subtle
   * @param {CryptoKey} sealKey of this side
   * @param {CryptoKey} openKey of the other side
   */
  constructor(subtle, sealKey, openKey) {
    this.#subtle = subtle;
    this.#sealKey = sealKey;
    this.#openKey = openKey;
  }

  /**
   * @param {BufferSource} message copied before this returns
   * @returns {Promise<ArrayBuffer>} the message encrypted, with its tag
   */
  seal(message) {
    const number = this.#sealed++;
    return this.#subtle.encrypt({ name: 'AES-GCM', iv: nonce(number) }, this.#sealKey, message);
  }

  /**
   * @param {BufferSource} sealed the next message of the other side
   * @returns {Promise<ArrayBuffer>} rejects if it is not that message, whole and unchanged
   */
  open(sealed) {
    const number = this.#opened++;
    return this.#subtle.decrypt({ name: 'AES-GCM', iv: nonce(number) }, this.#openKey, sealed);
  }
}

/** @param {number} number */
function nonce(number) {
  const bytes = new Uint8Array(NONCE_LENGTH);
  // The first four bytes stay zero.
  new DataView(bytes.buffer).setBigUint64(NONCE_LENGTH - 8, BigInt(number));
  return bytes;
}
