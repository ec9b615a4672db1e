import { CALL_PAUSE } from '../times.js';

/** A pause between two attempts: a path was lost soon after the one before it, or none was found. */
export class Pause {
  /**
   * @param {import('../../types').ErrorCode | null} error of the attempt before; null: a path was lost
   * @param {number} now
   */
  constructor(error, now) {
    this.error = error;
    this.deadline = now + CALL_PAUSE;
  }
}
