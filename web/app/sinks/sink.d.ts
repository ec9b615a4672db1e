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
  /** The file is where it belongs. With `held` the page has it, else it is among the browser's downloads. */
  stored(held: Blob | null): void;
  /**
   * `storage`: there is no room. `stopped`: the browser ended its download; its person may have stopped it, or the disk
   * may be full, which a page is not told: Chromium ends the stream without a reason in both cases.
   */
  failed(reason: 'storage' | 'stopped'): void;
}

export interface SinkFile {
  name: string;
  size: number;
  type: string;
}

/** Where received files go in this browser. */
export interface Storage {
  /** Null if `files` can be received, else the most bytes that could be. */
  limit(files: readonly SinkFile[]): number | null;
  open(file: SinkFile, isAlone: boolean, events: SinkEvents): Sink;
  /** The page does not hold these bytes any more. */
  released(bytes: number): void;
}
