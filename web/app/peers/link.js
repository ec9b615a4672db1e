import { Outlet } from '../channels/outlet.js';
import { Life } from './standstill.js';

/** @typedef {import('../channels/pipe').Pipe} Pipe */

/** A pipe with everything that was agreed on it, and learned of it. */
export class Link {
  /** The largest payload that both sides take, in bytes. */
  maxPayload;
  /** The other side has said hello. */
  hasGreeted = false;
  /** Nothing comes through at the moment. */
  isTroubled = false;

  /** @param {Pipe} pipe */
  constructor(pipe) {
    this.pipe = pipe;
    this.maxPayload = pipe.maxPayload;
    this.outlet = new Outlet(pipe);
    this.life = new Life(pipe, this.outlet);
  }

  /**
   * @param {import('../core/wire/conversation-types').ControlMessage} message
   * @returns {boolean} false if the pipe is closing
   */
  say(message) {
    return this.pipe.sendControl(JSON.stringify(message));
  }

  /**
   * For whom a transfer on this link waits that could go on from here: for the other device, or for the way to it.
   *
   * @param {number} now milliseconds
   * @param {number} movedAt when the transfer moved last
   * @returns {import('../types').Hold | null} null: it is not known yet
   */
  holdUp(now, movedAt) {
    if (this.isTroubled) return 'path';
    const voice = this.life.voice(now, movedAt);
    if (voice === 'unknown') return null;
    return voice === 'there' ? 'them' : 'path';
  }
}
