import { DirectChannel } from '../channels/direct.js';
import { RelayChannel } from '../channels/relay.js';

/**
 * @typedef {import('../channels/pipe').Pipe} Pipe
 * @typedef {import('../channels/report').Report} Report
 * @typedef {import('../core/paths/machine-types').ChannelAction} ChannelAction
 * @typedef {import('../core/paths/machine-types').ChannelEvent} ChannelEvent
 * @typedef {import('../core/paths/machine-types').PathName} PathName
 * @typedef {import('./peer-world').PeerWorld} PeerWorld
 */

/**
 * The two channels to one other device, each of which is there or not. They are made, closed and used as the path machine
 * decides; nothing is decided here.
 */
export class Channels {
  #world;
  #happened;
  /** @type {DirectChannel | null} */
  #direct = null;
  /** @type {RelayChannel | null} */
  #relay = null;
  #cancelObtaining = () => {};

  /**
   * @param {PeerWorld} world
   * @param {(event: ChannelEvent) => void} happened takes the events of the channels
   */
  constructor(world, happened) {
    this.#world = world;
    this.#happened = happened;
  }

  /** The direct one, null while there is none. */
  get direct() {
    return this.#direct;
  }

  /**
   * @param {PathName} path
   * @returns {(Pipe & { listen: (heard: () => void) => void }) | null}
   */
  pipe(path) {
    return (path === 'direct' ? this.#direct : this.#relay)?.pipe ?? null;
  }

  /** @param {ChannelAction} action */
  perform(action) {
    switch (action.type) {
      case 'obtain-servers': return this.#obtainServers();
      case 'direct-create': return this.#createDirect(action.call, action.role);
      case 'direct-offer': return this.#direct?.offer();
      case 'direct-answer': return this.#direct?.answer(action.sdp);
      case 'direct-accept': return this.#direct?.accept(action.sdp);
      case 'direct-add': return this.#direct?.add(action.candidate);
      case 'direct-describe': return this.#direct?.describe();
      case 'direct-restart': return this.#direct?.restart(this.#world.servers.known());
      case 'direct-look': return this.#direct?.look();
      case 'direct-reroute': return this.#reroute(action.route);
      case 'direct-close': return this.#closeDirect();
      case 'relay-create': return this.#createRelay(action.call, action.role);
      case 'relay-connect': return this.#connectRelay(action.ready);
      case 'relay-close': return this.#closeRelay();
    }
  }

  #obtainServers() {
    this.#cancelObtaining();
    this.#cancelObtaining = this.#world.servers.obtain(() => this.#happened({ type: 'servers' }));
  }

  /**
   * @param {string} call
   * @param {import('../core/paths/machine-types').Role} role
   */
  #createDirect(call, role) {
    const { createConnection, servers, conditions } = this.#world;
    if (createConnection === null) return this.#happened({ type: 'direct-refused', call });
    try {
      this.#direct = new DirectChannel({
        create: createConnection,
        servers: servers.known,
        role,
        mayRelay: () => !conditions().isDirectOnly,
        report: this.#reporter(call),
      });
    } catch {
      this.#happened({ type: 'direct-refused', call });
    }
  }

  /** @param {'direct' | 'turn'} route */
  #reroute(route) {
    const pipe = this.#direct?.pipe;
    if (pipe) pipe.route = route;
  }

  #closeDirect() {
    const direct = this.#direct;
    this.#direct = null;
    this.#cancelObtaining();
    direct?.close();
  }

  /**
   * @param {string} call
   * @param {import('../core/paths/machine-types').RelayRole} role
   */
  #createRelay(call, role) {
    const { subtle, clock } = this.#world;
    this.#relay = new RelayChannel({ role, subtle, clock, report: this.#reporter(call) });
  }

  /** @param {import('../core/wire/signaling-types').RelayReady} ready */
  #connectRelay(ready) {
    const { ids, createRelaySocket } = this.#world;
    void this.#relay?.connect(ready, { own: ids.own(), peer: ids.peer }, createRelaySocket);
  }

  #closeRelay() {
    const relay = this.#relay;
    this.#relay = null;
    relay?.close();
  }

  /**
   * @param {string} call of the channel that reports
   * @returns {(report: Report) => void}
   */
  #reporter(call) {
    return (report) => this.#happened(/** @type {ChannelEvent} */ ({ ...report, call }));
  }
}
