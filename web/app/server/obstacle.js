/** Attempts in a row that come to nothing before a reason is looked for: a server that restarts misses one. */
const PATIENCE = 2;

/**
 * Finds out why there is no connection to the server: the browser refuses to make one; this device is in no network; or
 * the server is there, and something between lets no WebSocket through. The server counts as there if it answered before
 * an attempt that fails all the same; one that comes back just then is none of that.
 *
 *     clear --attempts fail--> looking --it answers, and the next attempt fails--> 'no-websocket'
 *       ^                         |  ^                                                    |
 *       +------- welcome ---------+  +-------------- it does not answer ------------------+
 */
export class Obstacle {
  #check;
  #areSocketsRefused;
  #onChange;
  /** @type {import('../types').Obstacle | null} */
  #found = null;
  #failures = 0;
  /** Whether an attempt is under way that has not led to a welcome. */
  #isTrying = false;
  /** Whether the server answered a plain request before the attempt under way, and by now. */
  #answered = { before: false, now: false };
  /** Counts what makes an answer that is still to come worthless. */
  #turn = 0;

  /**
   * @param {Pick<import('../environment.js').Environment, 'server' | 'areSocketsRefused'>} environment
   * @param {(obstacle: import('../types').Obstacle | null) => void} onChange
   */
  constructor({ server, areSocketsRefused }, onChange) {
    this.#check = server;
    this.#areSocketsRefused = areSocketsRefused;
    this.#onChange = onChange;
  }

  /** @param {import('./client.js').SignalingStatus} status */
  statusChanged(status) {
    switch (status) {
      case 'claiming':
        this.#isTrying = true;
        this.#answered.before = this.#answered.now;
        return;
      case 'waiting': return this.#failed();
      case 'greeting':
      case 'idle': return;
      default: return this.#clear();
    }
  }

  #failed() {
    if (this.#isTrying) this.#failures += 1;
    this.#isTrying = false;
    if (this.#areSocketsRefused()) return this.#find('sockets-refused');
    if (this.#check.isDeviceOffline()) return this.#find('device-offline');
    const isBlocked = this.#answered.before && this.#failures > PATIENCE;
    this.#find(isBlocked ? 'no-websocket' : null);
    if (this.#failures >= PATIENCE) void this.#ask();
  }

  async #ask() {
    const turn = (this.#turn += 1);
    const isAnswering = await this.#check.isAnswering();
    if (turn !== this.#turn) return;
    this.#answered.now = isAnswering;
    if (!isAnswering && this.#found === 'no-websocket') this.#find(null);
  }

  #clear() {
    this.#turn += 1;
    this.#failures = 0;
    this.#isTrying = false;
    this.#answered = { before: false, now: false };
    this.#find(null);
  }

  /** @param {import('../types').Obstacle | null} obstacle */
  #find(obstacle) {
    if (obstacle === this.#found) return;
    this.#found = obstacle;
    if (obstacle === 'no-websocket') this.#check.noteBlocked();
    this.#onChange(obstacle);
  }
}
