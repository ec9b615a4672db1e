/** Where a received file goes. */
export interface Sink {
  /** Takes `bytes`, a chunk; the sink may keep the view and its buffer. */
  write(bytes: Uint8Array): void;
  /** Every chunk was written. `stored` or `failed` follows. */
  finish(): void;
  /** The file is not wanted any more, or broken. Nothing follows. */
  abort(): void;
}

/** What a sink says; it may do so before the call that caused it returns. */
export interface SinkEvents {
  /** It can be written to. */
  opened(): void;
  /** It has taken so many chunks more; credit follows from it. */
  taken(chunks: number): void;
  /** The file is complete. With `held` the page has it, else all of it went to the browser's downloads. */
  stored(held: Held | null): void;
  /**
   * `storage`: there is no room. `stopped`: the browser ended its download; its person may have stopped it, or the disk
   * may be full, which a page is not told: Chromium ends the stream without a reason in both cases.
   */
  failed(reason: 'storage' | 'stopped'): void;
  /** A file that was stored is not held any more: it had been handed over, and others needed the room. */
  released(): void;
}

export interface SinkFile {
  name: string;
  size: number;
  type: string;
}

/** A file that this page holds until its person discards it. */
export interface Held {
  readonly blob: Blob;
  /** It was handed over to the browser's downloads. From now on it may be released when others need the room. */
  handed(): void;
  /** The page does not need it any more. */
  drop(): void;
}

/**
 * Why files cannot be received. `limit`: the most bytes that could be; `occupied`: more could be if what is held was
 * saved or discarded.
 */
export interface Shortage {
  reason: 'too-large' | 'occupied';
  limit: number;
}

/** Where received files go in this browser. */
export interface Storage {
  /** Null if `files` can be received, if need be at the cost of what was handed over. */
  shortage(files: readonly SinkFile[]): Shortage | null;
  /** Makes and keeps room for `files`, which arrive from now on. */
  reserve(files: readonly SinkFile[]): Space;
}

/** Room for the files of one transfer. */
export interface Space {
  open(file: SinkFile, events: SinkEvents): Sink;
  /** No more files will come; room that was not used is for others. */
  close(): void;
}
