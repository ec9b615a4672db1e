import { callOver, directOnly, withoutWebRTC } from './call-errors.js';
import { DirectCall } from './direct-call.js';
import { judge } from './glare.js';
import { Pause } from './pause.js';

/** The called side leaves asking for the relay to the caller for this time, in milliseconds. */
const CALLEE_RELAY_DELAY = 6_000;

/**
 * @typedef {import('../../types').ErrorCode} ErrorCode
 * @typedef {import('./machine-types').Incoming} Incoming
 */

/** Takes the messages of the other device, and of the server about it, and decides about its calls. */
export class Answering {
  #it;
  #search;
  #news;

  /**
   * @param {import('./workings.js').Workings} workings
   * @param {import('./search.js').Search} search
   * @param {import('./channel-news.js').ChannelNews} news
   */
  constructor(workings, search, news) {
    this.#it = workings;
    this.#search = search;
    this.#news = news;
  }

  /** @param {Exclude<Incoming, { type: 'end' }>} message from or about this device */
  received(message) {
    const isFromServer = message.type === 'error' && message.from === undefined;
    if (!isFromServer) this.#search.attempt?.heard();
    const { direct, relay } = this.#it.parts;
    switch (message.type) {
      case 'offer': return this.#offered(message.call, message.sdp);
      case 'answer': return direct?.call === message.call ? this.#it.do(...direct.answered(message.sdp)) : undefined;
      case 'candidate': {
        const { call, candidate, mid, line, ufrag } = message;
        if (direct?.call === call) this.#it.do({ type: 'direct-add', candidate: { candidate, mid, line, ufrag } });
        return;
      }
      case 'relay-request': return this.#relayRequested(message.call);
      case 'relay-ready': return relay?.call === message.call ? this.#it.do(...relay.paired(message, this.#it.now)) : undefined;
      case 'error': return this.refused(message.call, message.code);
    }
  }

  /**
   * @param {string} call
   * @param {string} sdp
   */
  #offered(call, sdp) {
    const { direct } = this.#it.parts;
    const { isPolite, hasWebRTC } = this.#it.facts;
    const judgement = judge(call, direct, isPolite);
    if (judgement === 'known' && direct !== null) return this.#offeredAnew(direct, sdp);
    if (this.#it.endedCalls.has(call)) return this.#it.send(callOver(call));
    if (judgement === 'left aside') return direct?.crossed(this.#it.now);
    const isCrossed = direct?.isCalling === true;
    this.#it.dropDirect();
    if (!hasWebRTC) return this.#it.send(withoutWebRTC(call));
    const answering = new DirectCall('callee');
    this.#it.createDirect(answering, call);
    this.#it.do(...answering.offered(sdp, isPolite, this.#it.now));
    this.#search.take(call, isCrossed);
    this.#search.attempt?.scheduleRelay(this.#it.now + CALLEE_RELAY_DELAY);
  }

  /**
   * An offer about the path that is there: the other side restarts ICE.
   *
   * @param {DirectCall} direct
   * @param {string} sdp
   */
  #offeredAnew(direct, sdp) {
    const { isPolite } = this.#it.facts;
    this.#it.do(...direct.offered(sdp, isPolite, this.#it.now));
    this.#search.improvement.otherTried(isPolite, this.#it.now);
  }

  /** @param {string} call */
  #relayRequested(call) {
    if (!this.#search.mayRelay) return this.#it.send(directOnly(call));
    const { relay } = this.#it.parts;
    const judgement = judge(call, relay, this.#it.facts.isPolite);
    if (judgement === 'left aside') return relay?.crossed(this.#it.now);
    if (judgement === 'known') return;
    const isCrossed = relay?.isGlare === true;
    this.#it.dropRelay();
    this.#it.createRelay(call, 'accepter');
    this.#search.take(call, isCrossed);
  }

  /**
   * A call was refused, by the server or by the device, or came to nothing in time.
   *
   * @param {string | undefined} call
   * @param {ErrorCode} code
   */
  refused(call, code) {
    const { direct, relay } = this.#it.parts;
    // This may also be about the direct path, when that goes over TURN.
    if (code === 'RELAY_REFUSED' && relay?.call !== call && this.#it.route !== 'direct') return this.#search.fail(code);
    if (call === undefined) return;
    // The other side has no such path any more: ours is dead.
    if (code === 'CALL_FAILED' && direct?.call === call && direct.wasOpen) return this.#news.directLost();
    const isDirect = direct?.call === call && direct.isOpening;
    const isRelay = relay?.call === call && relay.isWanted;
    if ((!isDirect && !isRelay) || this.#search.noted(code)) return;
    if (isDirect) {
      this.#it.dropDirect();
      return this.#search.fallBack();
    }
    this.#it.dropRelay();
    // The other device was not there to hear that we want the relay: whatever broke the path keeps it away, too.
    const { state, parts, now } = this.#it;
    if (state.name === 'troubled' && this.#search.attempt === null) this.#it.become({ goal: parts.goal ?? new Pause(null, now) });
    this.#search.checkExhausted();
  }
}
