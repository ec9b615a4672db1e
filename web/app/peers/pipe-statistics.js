import { ThroughputMeter } from '../channels/throughput.js';

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('../channels/direct.js').DirectChannel} DirectChannel
 */

/** Measures what goes through the pipes of one device, for the inspector. */
export class PipeStatistics {
  /** @type {Set<Pipe>} */
  #pipes = new Set();
  /** Bytes through pipes that are closed. */
  #closedBytes = 0;
  #throughput;

  /**
   * @param {import('../core/util/clock.js').Clock} clock
   * @param {() => boolean} isBusy whether a transfer is under way
   */
  constructor(clock, isBusy) {
    this.#throughput = new ThroughputMeter({ clock, total: () => this.#total, isBusy });
  }

  /** @param {Pipe} pipe that has opened */
  add(pipe) {
    this.#pipes.add(pipe);
  }

  /** Bytes are moving. */
  measure() {
    this.#throughput.run();
  }

  /**
   * @param {Pipe | null} pipe in use
   * @param {DirectChannel | null} direct its channel, null if it is a relay
   * @returns {Promise<Omit<import('../types').Inspection, 'refusal'> | null>}
   */
  async inspect(pipe, direct) {
    if (pipe === null) return null;
    const { route: path } = pipe;
    const throughput = this.#throughput.read();
    if (direct !== null) return { path, ...(await direct.statistics()), throughput };
    const { sent, received } = pipe.counters;
    return {
      path,
      local: null,
      remote: null,
      roundTrip: null,
      bytesSent: sent,
      bytesReceived: received,
      throughput,
      protocol: path === 'encrypted' ? 'WebSocket, AES-GCM' : 'WebSocket',
      state: 'open',
    };
  }

  get #total() {
    for (const pipe of this.#pipes) {
      if (pipe.isOpen) continue;
      this.#closedBytes += pipe.counters.sent + pipe.counters.received;
      this.#pipes.delete(pipe);
    }
    return [...this.#pipes].reduce((sum, { counters }) => sum + counters.sent + counters.received, this.#closedBytes);
  }
}
