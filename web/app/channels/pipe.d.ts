import type { PathName } from '../core/paths/machine-types';
import type { Route } from '../types';

/** A way for messages between two devices. docs/protocol.md, Pipes. */
export interface Pipe {
  /** One of the two paths, of which the direct one is preferred. */
  readonly kind: PathName;
  /** The way its messages take, as a person is told it; of a direct pipe it may change. */
  readonly route: Route;
  readonly isOpen: boolean;
  /** Largest payload of a frame that both the browser and the protocol allow: a power of two. */
  readonly maxPayload: number;
  /** Bytes a frame's buffer keeps free in front of the frame, for the pipe to fill. */
  readonly headroom: number;
  /** Bytes of data the browser has taken and not yet sent. */
  readonly buffered: number;
  /** No more than this should be buffered, in bytes. */
  readonly highWatermark: number;
  /** Bytes handed to and taken from this pipe, control and data. */
  readonly counters: { sent: number; received: number };
  /** From now on messages go to `handler`; those that came before are handed over at once. */
  attach(handler: PipeHandler): void;
  /** False if the pipe is closing; `closed` follows. */
  sendControl(text: string): boolean;
  /**
   * @param message `headroom` free bytes, then the frame. The pipe is done with the buffer when this returns.
   * @returns as `sendControl`
   */
  sendFrame(message: Uint8Array): boolean;
  /** Calls `low` once, when little is buffered. */
  notifyWhenLow(): void;
  close(): void;
}

export interface PipeHandler {
  control(pipe: Pipe, text: string): void;
  /** `frame` is a view that the handler may keep; nobody else uses its buffer. */
  frame(pipe: Pipe, frame: Uint8Array): void;
  low(pipe: Pipe): void;
  closed(pipe: Pipe): void;
}
