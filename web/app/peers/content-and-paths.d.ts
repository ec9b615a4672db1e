import type { Pipe } from '../channels/pipe';
import type { ErrorCode, Route, TransferError } from '../types';

/*
 * The calls between the two halves of a conversation: the paths, which open and close pipes, and the content, which goes
 * over them. The session stands between: it speaks the protocol of a conversation on whatever pipes there are.
 */

/** The session as the paths see it. */
export interface SessionForPaths {
  /** Something waits for a pipe or is under way on one. */
  readonly isNeeded: boolean;
  /** Something is there that the other page may hold as well, so a break must not end it. */
  readonly isShared: boolean;
  /** `pipe` has opened; content may go over it from now on. */
  attach(pipe: Pipe): void;
  /** Nothing comes through `pipe` at the moment, or something comes through again. */
  setTroubled(pipe: Pipe, isTroubled: boolean): void;
  /** A pipe may have changed its `route`. */
  rerouted(): void;
  /** Whether a transfer or text is bound to a pipe of this kind. */
  uses(kind: Pipe['kind']): boolean;
  /** Whether a text or transfer waits that would go over `pipe` now. */
  wants(pipe: Pipe): boolean;
  /** Binds whatever waits to the best pipe; to be called when `mayCarry` would answer otherwise than before. */
  distribute(): void;
  /** Asks for a sign of life. False if the other side would not answer. */
  ping(pipe: Pipe): boolean;
}

/** The content as the paths see it. */
export interface ContentForPaths {
  /** A transfer was accepted that would be broken off without a path. */
  readonly isUnderWay: boolean;
  /** No path will come for anything that waits. `by`: on which side that lies, where the error does not say it. */
  giveUp(error: TransferError, by?: 'us' | 'them'): void;
  /** No path came for whatever the other side has never heard of; the rest goes on waiting. */
  giveUpUnheard(error: ErrorCode): void;
  /** Shows which way content takes from here on. Returns the ID of the entry. */
  notice(route: Route): string;
  /** Takes that entry back: nothing went that way. */
  retract(id: string): void;
}

/** The paths as the session and the content see them. */
export interface PathsForContent {
  /** Content waits: a path is wanted, or a better one than the relay. */
  want(): void;
  /** The same, if something waits and the other device can hear of it. */
  wantIfNeeded(): void;
  /** Whether content of ours may go over `pipe`. If not yet, `distribute` follows. */
  mayCarry(pipe: Pipe): boolean;
  /** Content of either side goes over `pipe`. */
  carried(pipe: Pipe): void;
  /** A transfer has ended or a text was delivered: a pipe may be idle. */
  ended(): void;
  /** The other side does not speak the protocol. */
  fail(error: ErrorCode): void;
  /** Bytes are moving; their throughput is worth measuring. */
  measure(): void;
}
