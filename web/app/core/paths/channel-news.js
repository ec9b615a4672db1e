import { directOnly, timedOut, withoutWebRTC } from './call-errors.js';

/**
 * @typedef {import('./direct-call.js').DirectNews} DirectNews
 * @typedef {import('./machine-types').ChannelEvent} ChannelEvent
 * @typedef {import('./machine-types').PathAction} PathAction
 * @typedef {import('./relay-call.js').RelayCall} RelayCall
 */

/** Takes the reports of the channels, and draws their consequences for the search. */
export class ChannelNews {
  #context;
  #search;

  /**
   * @param {import('./context.js').Context} context
   * @param {import('./search.js').Search} search
   */
  constructor(context, search) {
    this.#context = context;
    this.#search = search;
  }

  /** @param {ChannelEvent} event */
  reported(event) {
    const { facts, now, parts: { direct, relay } } = this.#context;
    switch (event.type) {
      case 'servers': return this.#serversKnown();
      case 'direct-refused': return direct?.call === event.call ? this.#directRefused(event.call) : undefined;
      case 'relay-key': return relay?.call === event.call ? this.#context.do(...relay.keyed(event.key)) : undefined;
      case 'relay-opened': return relay?.call === event.call ? this.#relayOpened(relay, event.isEncrypted) : undefined;
      case 'relay-ended': return relay?.call === event.call ? this.relayEnded(event.reason) : undefined;
      default: if (direct?.call === event.call) this.direct(direct.reported(event, facts, now));
    }
  }

  #serversKnown() {
    const { direct } = this.#context.parts;
    if (direct?.phase === 'starting') this.#context.createDirect(direct, this.#context.newCall());
    else if (direct !== null) this.#context.do(...direct.renewed(this.#context.now));
  }

  /**
   * Performs the actions of a direct call, and draws the consequences of a change in it.
   *
   * @param {(PathAction | DirectNews)[]} results
   */
  direct(results) {
    // It may be open or troubled now.
    this.#context.become({});
    for (const result of results) {
      if (result.type === 'ended') this.#directEnded(result.reason);
      else if (result.type !== 'now') this.#context.do(result);
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
      case 'recovered': return this.#context.do({ type: 'recovered' });
    }
  }

  #directOpened() {
    const { relay } = this.#context.parts;
    if (relay !== null && !relay.isOpen) this.#context.dropRelay();
    this.#reportDirect();
    this.#context.do({ type: 'attach', path: 'direct' });
  }

  #reportDirect() {
    const kind = this.#context.parts.direct?.kind;
    if (kind) this.#context.do(...this.#search.reporter.reached(kind, this.#context.now));
  }

  #directTroubled() {
    // Whatever took the path away may have taken the way to the server as well.
    this.#context.do({ type: 'doubt-server' });
    if (this.#context.isWanted) this.#search.requestRelay();
    this.#context.do({ type: 'trouble' });
  }

  /** @param {import('./direct-call.js').DirectEnd} reason */
  #directEnded(reason) {
    const call = this.#context.parts.direct?.call ?? '';
    this.#context.dropDirect();
    if (reason === 'timeout') this.#context.send(timedOut(call));
    if (reason === 'relayed') this.#context.send(directOnly(call));
    this.#search.fallBack();
    this.#search.pathLost();
  }

  /** @param {string} call for which the browser makes no connection */
  #directRefused(call) {
    const isTheirs = this.#context.parts.direct?.role === 'callee';
    this.#context.isRefused = true;
    this.#context.dropDirect();
    if (isTheirs) this.#context.send(withoutWebRTC(call));
    this.#search.untake(call);
    this.#search.fallBack();
    this.#search.pathLost();
  }

  /** Gives up the direct path, which was open. */
  directLost() {
    this.#context.dropDirect();
    this.#search.pathLost();
  }

  /**
   * @param {RelayCall} relay
   * @param {boolean} isEncrypted
   */
  #relayOpened(relay, isEncrypted) {
    relay.opened(isEncrypted);
    this.#context.become({});
    this.#context.do(...this.#search.reporter.reached('relay', this.#context.now), { type: 'attach', path: 'relay' });
  }

  /** @param {Extract<ChannelEvent, { type: 'relay-ended' }>['reason']} reason */
  relayEnded(reason) {
    this.#context.dropRelay();
    // Another relay of the same server would be no better.
    if (reason === 'forged' && this.#context.best === null) return this.#search.fail('RELAY_FORGED');
    this.#search.checkExhausted();
    this.#search.pathLost();
  }
}
