import { decodeBase64Url, encodeBase64Url } from '../core/util/base64url.js';
import { RelayCipher } from './relay-cipher.js';
import { deriveRelayKeys, makeRelayKeyPair } from './relay-keys.js';
import { RelayPipe } from './relay-pipe.js';

/** Subprotocol of the relay socket; the token goes beside it. docs/protocol.md, Relay. */
export const SUBPROTOCOL = 'ferry.relay.1';

/**
 * @typedef {import('../core/wire/signaling-types').RelayReady} RelayReady
 * @typedef {import('./relay-keys.js').RelayKeyPair} RelayKeyPair
 * @typedef {import('./report').Report} Report
 */

/**
 * One relay: its key, its socket and its encryption. It does what the path machine says and reports what comes of it; it
 * decides nothing.
 */
export class RelayChannel {
  #role;
  #subtle;
  #clock;
  #report;
  /** @type {Promise<RelayKeyPair | null>} */
  #keys;
  /** @type {RelayPipe | null} */
  #pipe = null;
  #isClosed = false;

  /**
   * @param {object} options
   * @param {import('./relay-keys.js').RelayRole} options.role
   * @param {SubtleCrypto | null} options.subtle null where the browser offers no encryption
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {(report: Report) => void} options.report
   */
  constructor({ role, subtle, clock, report }) {
    this.#role = role;
    this.#subtle = subtle;
    this.#clock = clock;
    this.#report = (/** @type {Report} */ event) => {
      if (!this.#isClosed) report(event);
    };
    this.#keys = subtle === null ? Promise.resolve(null) : makeRelayKeyPair(subtle).catch(() => null);
    void this.#tellKey();
  }

  /** The socket, null until it is opened. */
  get pipe() {
    return this.#pipe;
  }

  /**
   * Opens the socket of the pairing that the server has made.
   *
   * @param {RelayReady} ready
   * @param {{ own: string, peer: string }} ids of both devices
   * @param {(token: string) => WebSocket} create opens the socket; may throw
   */
  async connect(ready, ids, create) {
    try {
      const cipher = await this.#cipher(ready, ids);
      if (this.#isClosed) return;
      this.#pipe = new RelayPipe({
        create: () => create(ready.token),
        cipher,
        clock: this.#clock,
        events: {
          open: () => this.#report({ type: 'relay-opened', isEncrypted: cipher !== null }),
          end: (reason) => this.#report({ type: 'relay-ended', reason }),
        },
      });
    } catch {
      this.#report({ type: 'relay-ended', reason: 'broken' });
    }
  }

  close() {
    this.#isClosed = true;
    this.#pipe?.close();
  }

  async #tellKey() {
    const keys = await this.#keys;
    this.#report({ type: 'relay-key', key: keys && encodeBase64Url(keys.publicKey) });
  }

  /**
   * Makes the cipher of a pairing: null if one of the two has no key. Rejects if the other's is no key.
   *
   * @param {RelayReady} ready
   * @param {{ own: string, peer: string }} ids
   */
  async #cipher({ key, pairing }, { own, peer }) {
    const keys = await this.#keys;
    if (keys === null || this.#subtle === null || !key || pairing === undefined) return null;
    const otherKey = decodeBase64Url(key) ?? new Uint8Array();
    const isRequester = this.#role === 'requester';
    const agreement = {
      requester: isRequester ? own : peer,
      accepter: isRequester ? peer : own,
      pairing,
      requesterKey: isRequester ? keys.publicKey : otherKey,
      accepterKey: isRequester ? otherKey : keys.publicKey,
    };
    const { requester, accepter } = await deriveRelayKeys(this.#subtle, agreement, keys.privateKey, otherKey);
    const [seal, open] = isRequester ? [requester, accepter] : [accepter, requester];
    return new RelayCipher(this.#subtle, seal, open);
  }
}
