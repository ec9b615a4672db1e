/** A candidate of type `relay` in an SDP attribute or alone (RFC 8839, 5.1), with its priority, address and port. */
const RELAY = /^(?:a=)?candidate:\S+ \d+ \S+ (\d+) (\S+) (\d+) typ relay\b/i;

/**
 * By the type preference, which is the priority's upper byte, browsers put relays they reach over TCP and TLS last:
 * Chromium and Safari give UDP 2, TCP 1, TLS 0; Firefox UDP 5 and the others 0.
 */
const LEAST_OVER_UDP = 2;

/** Addresses remembered; a browser has a few for each connection. */
const MOST = 64;

/** @typedef {'udp' | 'tcp'} Leg TLS counts as the TCP it goes over, since Firefox does not tell them apart. */

/**
 * The TURN relays among the addresses that another device names. They are remembered, since a check that arrives through
 * a relay before that is named seems to come from an address of the device itself. Where relays are not wanted, they are
 * left out.
 */
export class RemoteRelays {
  #isAllowed;
  /** @type {{ address: string, port: number, leg: Leg }[]} */
  #relays = [];

  /** @param {() => boolean} isAllowed whether relays may be used */
  constructor(isAllowed) {
    this.#isAllowed = isAllowed;
  }

  /**
   * Leaves the relays out of a session description, where they are not wanted.
   *
   * @param {string} sdp
   */
  description(sdp) {
    return sdp
      .split('\r\n')
      .filter((line) => this.candidate(line))
      .join('\r\n');
  }

  /**
   * @param {string} line
   * @returns {boolean} whether it is wanted
   */
  candidate(line) {
    const match = RELAY.exec(line);
    if (match === null) return true;
    const leg = Number(match[1]) >>> 24 >= LEAST_OVER_UDP ? 'udp' : 'tcp';
    const relay = { address: match[2], port: Number(match[3]), leg: /** @type {Leg} */ (leg) };
    if (this.#relays.length < MOST && !this.has(relay.address, relay.port)) this.#relays.push(relay);
    return this.#isAllowed();
  }

  /**
   * Whether an address that was found on the way is one of them.
   *
   * @param {string} address as statistics show it, which may hide it
   * @param {number} port
   */
  has(address, port) {
    return this.leg(address, port) !== null;
  }

  /**
   * The protocol over which the other device reaches one of them; null if the address is none of them.
   *
   * @param {string} address as statistics show it, which may hide it
   * @param {number} port
   */
  leg(address, port) {
    const isShown = address !== '' && !address.startsWith('(');
    const found = this.#relays.find((relay) => relay.port === port && (!isShown || relay.address === address));
    return found?.leg ?? null;
  }
}
