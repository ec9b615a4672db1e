import { directOnly, timedOut, withoutWebRTC } from './call-errors.js';

/**
 * @typedef {import('./direct-call.js').DirectNews} DirectNews
 * @typedef {import('./machine-types').ChannelEvent} ChannelEvent
 * @typedef {import('./machine-types').PathAction} PathAction
 * @typedef {import('./relay-call.js').RelayCall} RelayCall
 */

/** Takes what the channels report, and draws the consequences for the search. */
export class ChannelNews {
  #it;
  #search;

  /**
   * @param {import('./workings.js').Workings} workings
   * @param {import('./search.js').Search} search
   */
  constructor(workings, search) {
    this.#it = workings;
    this.#search = search;
  }

  /** @param {ChannelEvent} event */
  reported(event) {
    const { direct, relay } = this.#it.parts;
    switch (event.type) {
      case 'servers': return this.#serversKnown();
      case 'direct-refused': return direct?.call === event.call ? this.#directRefused(event.call) : undefined;
      case 'relay-key': return relay?.call === event.call ? this.#it.do(...relay.keyed(event.key)) : undefined;
      case 'relay-opened': return relay?.call === event.call ? this.#relayOpened(relay, event.isEncrypted) : undefined;
      case 'relay-ended': return relay?.call === event.call ? this.relayEnded(event.reason) : undefined;
      default: if (direct?.call === event.call) this.direct(direct.reported(event, this.#it.facts, this.#it.now));
    }
  }

  #serversKnown() {
    const { direct } = this.#it.parts;
    if (direct?.phase === 'starting') this.#it.createDirect(direct, this.#it.newCall());
    else if (direct !== null) this.#it.do(...direct.renewed(this.#it.now));
  }

  /**
   * Does what a direct call says, and takes notice of what has become of it.
   *
   * @param {(PathAction | DirectNews)[]} results
   */
  direct(results) {
    // It may be open or troubled now.
    this.#it.become({});
    for (const result of results) {
      if (result.type === 'ended') this.#directEnded(result.reason);
      else if (result.type !== 'now') this.#it.do(result);
      else this.#directIs(result.is);
    }
  }

  /** @param {Extract<DirectNews, { type: 'now' }>['is']} news */
  #directIs(news) {
    switch (news) {
      case 'opened': return this.#directOpened();
      case 'alone': return this.#search.attempt === null ? undefined : this.#search.requestRelay();
      case 'rerouted': return this.#reportDirect();
      case 'troubled': return this.#directTroubled();
      case 'recovered': return this.#it.do({ type: 'recovered' });
    }
  }

  #directOpened() {
    const { relay } = this.#it.parts;
    if (relay !== null && !relay.isOpen) this.#it.dropRelay();
    this.#reportDirect();
    this.#it.do({ type: 'attach', path: 'direct' });
  }

  #reportDirect() {
    const kind = this.#it.parts.direct?.kind;
    if (kind) this.#it.do(...this.#search.reporter.reached(kind, this.#it.now));
  }

  #directTroubled() {
    // Whatever took the path away may have taken the way to the server as well.
    this.#it.do({ type: 'doubt-server' });
    if (this.#it.isWanted) this.#search.requestRelay();
    this.#it.do({ type: 'trouble' });
  }

  /** @param {import('./direct-call.js').DirectEnd} reason */
  #directEnded(reason) {
    const call = this.#it.parts.direct?.call ?? '';
    this.#it.dropDirect();
    if (reason === 'timeout') this.#it.send(timedOut(call));
    if (reason === 'relayed') this.#it.send(directOnly(call));
    this.#search.fallBack();
    this.#search.pathLost();
  }

  /** @param {string} call for which the browser makes no connection */
  #directRefused(call) {
    const isTheirs = this.#it.parts.direct?.role === 'callee';
    this.#it.isRefused = true;
    this.#it.dropDirect();
    if (isTheirs) this.#it.send(withoutWebRTC(call));
    if (this.#search.attempt?.call === call) this.#it.become({ goal: null });
    this.#search.fallBack();
    this.#search.pathLost();
  }

  /** The direct path that was open is over. */
  directLost() {
    this.#it.dropDirect();
    this.#search.pathLost();
  }

  /**
   * @param {RelayCall} relay
   * @param {boolean} isEncrypted
   */
  #relayOpened(relay, isEncrypted) {
    relay.opened(isEncrypted);
    this.#it.become({});
    this.#it.do(...this.#search.reporter.reached('relay', this.#it.now), { type: 'attach', path: 'relay' });
  }

  /** @param {Extract<ChannelEvent, { type: 'relay-ended' }>['reason']} reason */
  relayEnded(reason) {
    this.#it.dropRelay();
    // Another relay of the same server would be no better.
    if (reason === 'forged' && this.#it.best === null) return this.#search.fail('RELAY_FORGED');
    this.#search.checkExhausted();
    this.#search.pathLost();
  }
}
