/** Failed attempts in a row after which a reason is looked for: while a server restarts, one fails. */
const PATIENCE = 2;

/**
 * Finds out why there is no connection to the server: the browser refuses to make one; this device is in no network; or
 * something between page and server passes no WebSocket. To tell the last from a server that is away, a plain request
 * must have been answered before an attempt that fails all the same; a server that comes back just then is no obstacle.
 *
 *   clear ──claiming──► trying ──waiting──► failed ──claiming──► trying …
 *     ▲                    │                  │
 *     └──────welcome───────┴──────────────────┘
 *
 * In `failed` the obstacle is `sockets-refused` or `device-offline` if the browser says so. It is `no-websocket` after
 * more than `PATIENCE` failures, if the server had answered a plain request before the last of them.
 */
export class Obstacle {
  #check;
  #areSocketsRefused;
  #onChange;
  /** @type {import('../types').Obstacle | null} */
  #found = null;
  /** @type {'clear' | 'trying' | 'failed'} */
  #phase = 'clear';
  #failures = 0;
  /** Whether the server answered a plain request before the attempt under way, and by now. */
  #answered = { before: false, now: false };
  /** Number of the last question; answers to earlier ones are ignored. */
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
        this.#phase = 'trying';
        this.#answered.before = this.#answered.now;
        return;
      case 'waiting': return this.#failed();
      case 'greeting':
      case 'idle': return;
      default: return this.#clear();
    }
  }

  #failed() {
    if (this.#phase === 'trying') this.#failures += 1;
    this.#phase = 'failed';
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
    this.#phase = 'clear';
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
