/** Takes the bytes of one received file. */
export interface Sink {
  /** Takes `bytes`, a chunk; the sink may keep the view and its buffer. */
  write(bytes: Uint8Array): void;
  /** Ends the file after its last chunk. `stored` or `failed` follows. */
  finish(): void;
  /** Ends a file that is not wanted any more, or broken. No event follows. */
  abort(): void;
}

/** Events of a sink. They may come before the call that caused them returns. */
export interface SinkEvents {
  /** The sink can be written to. */
  opened(): void;
  /** The sink has taken so many chunks more; credit follows from it. */
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
  /** Notes that it was handed over to the browser's downloads: from now on it may be released to make room. */
  handed(): void;
  /** Lets it go: the page does not need it any more. */
  drop(): void;
}

/**
 * The reason why files cannot be received. `limit`: the most bytes that could be; `occupied`: more could be if held
 * files were saved or discarded.
 */
export interface Shortage {
  reason: 'too-large' | 'occupied';
  limit: number;
}

/** The place for received files in this browser. */
export interface Storage {
  /** Null if `files` can be received, if need be by releasing files that were handed over. */
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
