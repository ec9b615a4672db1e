import { decodeBase64Url, encodeBase64Url } from '../core/util/base64url.js';
import { RelayCipher } from './relay-cipher.js';
import { deriveRelayKeys, makeRelayKeyPair } from './relay-keys.js';
import { RelayPath } from './relay.js';

/** Time from asking for a relay, or agreeing to it, until the server has made the pairing, in milliseconds. */
const LIMIT = 10_000;

/**
 * @typedef {import('../core/wire/signaling-types').RelayReady} RelayReady
 * @typedef {import('./relay-keys.js').RelayKeyPair} RelayKeyPair
 *
 * @typedef {object} PairingEvents
 * @property {(pipe: import('./pipe').Pipe) => void} open
 * @property {(reason: import('./relay.js').RelayEnd) => void} end
 * @property {() => void} limit the server made no pairing in time
 */

/** One relay from the wish for it to its end. */
export class Pairing {
  /** @type {'wanted' | 'opening' | 'open' | 'closed'} */
  #state = 'wanted';
  #options;
  #cancelLimit;
  /** @type {Promise<RelayKeyPair | null>} */
  #keys;
  /** @type {RelayPath | null} */
  #path = null;

  /**
   * @param {object} options
   * @param {string} options.call
   * @param {import('./relay-keys.js').RelayRole} options.role
   * @param {SubtleCrypto | null} options.subtle null where the browser offers no encryption
   * @param {import('../core/util/clock.js').Clock} options.clock
   * @param {(message: import('../core/wire/signaling-types').CallMessage) => void} options.signal
   * @param {PairingEvents} options.events
   */
  constructor(options) {
    const { call, role, subtle, clock, events } = options;
    this.call = call;
    this.role = role;
    this.#options = options;
    this.#cancelLimit = clock.after(LIMIT, events.limit);
    this.#keys = subtle === null ? Promise.resolve(null) : makeRelayKeyPair(subtle).catch(() => null);
    void this.#say();
  }

  get isOpen() {
    return this.#state === 'open';
  }

  /** The pipe, once it is opening. */
  get path() {
    return this.#path;
  }

  /** Whether the server has not made the pairing yet. */
  get isWanted() {
    return this.#state === 'wanted';
  }

  /**
   * The server has made the pairing.
   *
   * @param {RelayReady} message
   * @param {{ own: string, peer: string }} ids of both devices
   * @param {(token: string) => WebSocket} create opens the socket; may throw
   */
  async ready(message, ids, create) {
    const { clock, events } = this.#options;
    this.#cancelLimit();
    this.#state = 'opening';
    try {
      const cipher = await this.#cipher(message, ids);
      if (this.#state !== 'opening') return;
      this.#path = new RelayPath({
        create: () => create(message.token),
        cipher,
        clock,
        events: { open: (pipe) => this.#opened(pipe), end: events.end },
      });
    } catch {
      events.end('broken');
    }
  }

  /** Says once more what the other side may not have heard. */
  repeat() {
    void this.#say();
  }

  close() {
    this.#state = 'closed';
    this.#cancelLimit();
    this.#path?.close();
  }

  /** @param {import('./pipe').Pipe} pipe */
  #opened(pipe) {
    this.#state = 'open';
    this.#options.events.open(pipe);
  }

  /** Asks for the relay or agrees to it, with our key. */
  async #say() {
    const { call, role, signal } = this.#options;
    const keys = await this.#keys;
    if (this.#state !== 'wanted') return;
    const type = role === 'requester' ? 'relay-request' : 'relay-accept';
    signal(keys === null ? { type, call } : { type, call, key: encodeBase64Url(keys.publicKey) });
  }

  /**
   * Null if one of the two has no key. Rejects if the other's is none.
   *
   * @param {RelayReady} message
   * @param {{ own: string, peer: string }} ids
   */
  async #cipher({ key, pairing }, { own, peer }) {
    const { role, subtle } = this.#options;
    const keys = await this.#keys;
    if (keys === null || subtle === null || !key || pairing === undefined) return null;
    const otherKey = decodeBase64Url(key) ?? new Uint8Array();
    const isRequester = role === 'requester';
    const agreement = {
      requester: isRequester ? own : peer,
      accepter: isRequester ? peer : own,
      pairing,
      requesterKey: isRequester ? keys.publicKey : otherKey,
      accepterKey: isRequester ? otherKey : keys.publicKey,
    };
    const { requester, accepter } = await deriveRelayKeys(subtle, agreement, keys.privateKey, otherKey);
    return isRequester ? new RelayCipher(subtle, requester, accepter) : new RelayCipher(subtle, accepter, requester);
  }
}
