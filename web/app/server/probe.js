/** Time for the server's answer, in milliseconds; gathering has ended long before where there is one. */
const LIMIT = 10_000;

/**
 * Pause between two probes, in milliseconds. A device that was away for more than a few seconds has lost its rooms, and
 * the page cannot know whether its address is another one now; so each greeting asks for a probe, but a signaling
 * socket that comes and goes makes no more than one a minute.
 */
const PAUSE = 60_000;

/**
 * Shows the server our address of the other family: a connection that only gathers, with one server, and is closed.
 * docs/protocol.md, One household.
 */
export class Probe {
  #clock;
  #createConnection;
  #last = -Infinity;
  #cancelNext = () => {};

  /**
   * @param {import('../core/util/clock.js').Clock} clock
   * @param {((configuration: RTCConfiguration) => RTCPeerConnection) | null} createConnection
   */
  constructor(clock, createConnection) {
    this.#clock = clock;
    this.#createConnection = createConnection;
  }

  /**
   * Asks the server that the greeting names for this, if any.
   *
   * @param {import('../core/wire/signaling-types').IceServer | null | undefined} server
   */
  welcomed(server) {
    this.#cancelNext();
    if (!server) return;
    const wait = Math.max(0, this.#last + PAUSE - this.#clock.now());
    this.#cancelNext = this.#clock.after(wait, () => this.#ask(server));
  }

  /** @param {import('../core/wire/signaling-types').IceServer} server */
  async #ask(server) {
    this.#last = this.#clock.now();
    try {
      // Only the Allocate request matters here; other candidates would take ports that calls may need.
      const connection = this.#createConnection?.({ iceServers: [server], iceTransportPolicy: 'relay' });
      if (connection === undefined) return;
      const cancelLimit = this.#clock.after(LIMIT, () => connection.close());
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState !== 'complete') return;
        cancelLimit();
        connection.close();
      };
      connection.createDataChannel('probe');
      await connection.setLocalDescription();
    } catch {
      // Without a probe the device has the room of one address, as it had before.
    }
  }
}
