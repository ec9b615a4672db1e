/** A candidate of type `relay` in an SDP attribute or alone (RFC 8839, 5.1), with its address and port. */
const RELAY = /^(?:a=)?candidate:\S+ \d+ \S+ \d+ (\S+) (\d+) typ relay\b/i;

/** Addresses remembered; a browser has a few for each connection. */
const MOST = 64;

/**
 * The TURN relays among the addresses another device names. They are remembered, since checks that arrive through one
 * before it is named look like coming from an address of the device itself, and left out where relays are not wanted.
 */
export class RemoteRelays {
  #isAllowed;
  /** @type {{ address: string, port: number }[]} */
  #relays = [];

  /** @param {() => boolean} isAllowed whether relays may be used */
  constructor(isAllowed) {
    this.#isAllowed = isAllowed;
  }

  /**
   * A session description without what is not wanted.
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
    const relay = { address: match[1], port: Number(match[2]) };
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
    const isShown = address !== '' && !address.startsWith('(');
    return this.#relays.some((relay) => relay.port === port && (!isShown || relay.address === address));
  }
}
