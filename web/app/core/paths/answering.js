import { callOver, directOnly, withoutWebRTC } from './call-errors.js';
import { DirectCall } from './direct-call.js';
import { judge } from './glare.js';

/** The called side leaves asking for the relay to the caller for this time, in milliseconds. */
const CALLEE_RELAY_DELAY = 6_000;

/**
 * @typedef {import('../../types').ErrorCode} ErrorCode
 * @typedef {import('./machine-types').Incoming} Incoming
 */

/** Takes the messages of the other device, and of the server about it, and decides about its calls. */
export class Answering {
  #context;
  #search;
  #news;

  /**
   * @param {import('./context.js').Context} context
   * @param {import('./search.js').Search} search
   * @param {import('./channel-news.js').ChannelNews} news
   */
  constructor(context, search, news) {
    this.#context = context;
    this.#search = search;
    this.#news = news;
  }

  /** @param {Exclude<Incoming, { type: 'end' }>} message from or about this device */
  received(message) {
    const isFromServer = message.type === 'error' && message.from === undefined;
    if (!isFromServer) this.#search.attempt?.heard();
    const { now, parts: { direct, relay } } = this.#context;
    switch (message.type) {
      case 'offer': return this.#offered(message.call, message.sdp);
      case 'answer': {
        if (direct?.call === message.call) this.#context.do(...direct.answered(message.sdp));
        return;
      }
      case 'candidate': {
        const { call, candidate, mid, line, ufrag } = message;
        if (direct?.call === call) this.#context.do({ type: 'direct-add', candidate: { candidate, mid, line, ufrag } });
        return;
      }
      case 'relay-request': return this.#relayRequested(message.call);
      case 'relay-ready': {
        if (relay?.call === message.call) this.#context.do(...relay.paired(message, now));
        return;
      }
      case 'error': return this.refused(message.call, message.code);
    }
  }

  /**
   * @param {string} call
   * @param {string} sdp
   */
  #offered(call, sdp) {
    const { direct } = this.#context.parts;
    const { isPolite, hasWebRTC } = this.#context.facts;
    const judgement = judge(call, direct, isPolite);
    if (judgement === 'known' && direct !== null) return this.#offeredAnew(direct, sdp);
    if (this.#context.endedCalls.has(call)) return this.#context.send(callOver(call));
    if (judgement === 'left aside') return direct?.crossed(this.#context.now);
    const isCrossed = direct?.isCalling === true;
    this.#context.dropDirect();
    if (!hasWebRTC) return this.#context.send(withoutWebRTC(call));
    this.#search.take(call, isCrossed);
    const answering = new DirectCall('callee');
    this.#context.createDirect(answering, call);
    this.#context.do(...answering.offered(sdp, isPolite, this.#context.now));
    this.#search.attempt?.scheduleRelay(this.#context.now + CALLEE_RELAY_DELAY);
  }

  /**
   * An offer about the path that is there: the other side restarts ICE.
   *
   * @param {DirectCall} direct
   * @param {string} sdp
   */
  #offeredAnew(direct, sdp) {
    const { isPolite } = this.#context.facts;
    this.#context.do(...direct.offered(sdp, isPolite, this.#context.now));
    this.#search.improvement.otherTried(isPolite, this.#context.now);
  }

  /** @param {string} call */
  #relayRequested(call) {
    if (!this.#search.mayRelay) return this.#context.send(directOnly(call));
    const { relay } = this.#context.parts;
    const judgement = judge(call, relay, this.#context.facts.isPolite);
    if (judgement === 'left aside') return relay?.crossed(this.#context.now);
    if (judgement === 'known') return;
    const isCrossed = relay?.isGlare === true;
    this.#context.dropRelay();
    this.#context.createRelay(call, 'accepter');
    this.#search.take(call, isCrossed);
  }

  /**
   * A call was refused, by the server or by the device, or came to nothing in time.
   *
   * @param {string | undefined} call
   * @param {ErrorCode} code
   */
  refused(call, code) {
    const { direct, relay } = this.#context.parts;
    // This may also be about the direct path, when that goes over TURN.
    const isAboutTurn = code === 'RELAY_REFUSED' && relay?.call !== call && this.#context.route !== 'direct';
    if (isAboutTurn) return this.#search.fail(code);
    if (call === undefined) return;
    // The other side has no such path any more: ours is dead.
    if (code === 'CALL_FAILED' && direct?.call === call && direct.wasOpen) return this.#news.directLost();
    const isDirect = direct?.call === call && direct.isOpening;
    const isRelay = relay?.call === call && relay.isWanted;
    if ((!isDirect && !isRelay) || this.#search.noted(code)) return;
    if (isDirect) {
      this.#context.dropDirect();
      return this.#search.fallBack();
    }
    this.#context.dropRelay();
    // The other device was not there to hear that we want the relay: whatever broke the path keeps it away, too.
    if (this.#context.state.name === 'troubled') this.#search.requestRelayLater();
    this.#search.checkExhausted();
  }
}
