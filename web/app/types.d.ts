/** The interface between the engine (signaling, connection, transfer) and the user interface: a state and requests. */

export type DeviceKind = 'phone' | 'tablet' | 'desktop' | 'terminal';
export type Availability = 'open' | 'busy';
/**
 * The way between two devices, as far as a person has to know it. `turn`: by a TURN relay, which cannot read what it
 * carries; `encrypted`: through the server, which could only read it if it had lied about the keys; `readable`: through
 * the server, which could read it.
 */
export type Route = 'direct' | 'turn' | 'encrypted' | 'readable';

/** A device as the server describes it. docs/protocol.md, Objects. */
export interface DeviceInfo {
  id: string;
  name: string;
  kind: DeviceKind;
  webrtc: boolean;
  availability: Availability;
  via: 'room' | 'code';
  /** Identifier of its page: another one after a reload. Older servers and pages have none. */
  instance?: string;
  /** Present if its socket has ended: with its page, or without a close. Within seconds it is back or has left. */
  away?: 'closed' | 'lost';
}

/** A device in the list: there, or left while its conversation has entries. */
export interface ListedDevice extends DeviceInfo {
  present: boolean;
  /** Another tab of this browser. */
  isOwnTab: boolean;
}

export interface SelfState {
  /** Null until the server has said who we are. */
  id: string | null;
  name: string;
  kind: DeviceKind;
  availability: Availability;
  /** Never use a relay, neither TURN nor the server's. */
  directOnly: boolean;
  /** The browser refuses to make direct connections, whatever the servers. */
  refusesConnections: boolean;
}

export type RoomKind = 'lan' | 'public' | 'cgnat' | 'none';
export type RoomReason = 'public-off' | 'cgnat' | 'untrusted-proxy' | 'public-name' | 'full';

/**
 * The known reason for having no connection to the server. `device-offline`: this device is in no network.
 * `sockets-refused`: the browser lets this page open no WebSocket. `no-websocket`: the server answers plain requests,
 * but no WebSocket to it opens.
 */
export type Obstacle = 'device-offline' | 'sockets-refused' | 'no-websocket';

export interface ServerState {
  /**
   * `replaced`: this device was opened in another tab. `outdated`: the server was updated, and the page loads itself
   * anew, unless that would lose something it holds, or could go on for ever: then its person decides when. `mismatch`:
   * the page that was loaded does not fit the server either.
   */
  status: 'connecting' | 'online' | 'offline' | 'replaced' | 'outdated' | 'mismatch';
  /** With `offline`: the obstacle; null: not known, or the server itself. */
  obstacle: Obstacle | null;
  room: { kind: RoomKind; reason: RoomReason | null } | null;
  /** Addresses under which another device reaches this page, best first. Never localhost. */
  urls: string[];
  secureUrls: string[];
  /** HTTPS is vouched for by an authority of the server's own; `/trust` says how to trust it. */
  ownAuthority: boolean;
  relay: boolean;
  version: string;
  /** URLs of further STUN and TURN servers (`--ice-server`) that this browser refuses, and does without. */
  refusedServers: string[];
}

/** The code that this device has made, also after its end. */
export type CodeState =
  | { status: 'none' }
  | { status: 'waiting' }
  | { status: 'open'; code: string; url: string; expiresAt: number }
  | { status: 'ended'; reason: 'wrong-guess' | 'expired' | 'cancelled' }
  | { status: 'ended'; reason: 'used'; peer: string }
  /** `CODE_LIMIT`: too many for now. `SERVER_GONE`. */
  | { status: 'failed'; error: ErrorCode };

/** The code that was typed in here, and its result. */
export type JoinState =
  | { status: 'none' }
  | { status: 'joining' }
  | { status: 'joined'; peer: string }
  | { status: 'failed'; error: ErrorCode };

/** Codes of docs/protocol.md, and those that only arise in the page. */
export type ErrorCode =
  | 'PEER_NOT_FOUND' | 'PEER_BUSY' | 'CALL_DECLINED' | 'CALL_TIMEOUT' | 'CALL_FAILED'
  | 'RELAY_OFF' | 'RELAY_REFUSED' | 'RELAY_FULL' | 'CODE_WRONG' | 'CODE_LIMIT'
  | 'BAD_MESSAGE' | 'RATE_LIMITED' | 'VERSION_MISMATCH' | 'ROOM_FULL'
  /** No path opened in time, and this device allows direct connections only. */
  | 'NO_PATH'
  /** `NO_PATH`, since no packet comes back from the network. */
  | 'UDP_BLOCKED'
  /** The other device has answered, but no connection opened in time. */
  | 'NOT_CONNECTED'
  /** `NOT_CONNECTED`, since the browser refuses to make connections. */
  | 'CONFIG_REFUSED'
  /** Bytes that came through the relay were not those that the other device sent. */
  | 'RELAY_FORGED'
  /** The other device left. */
  | 'PEER_LEFT'
  /** The server came back without the device; `PEER_LOST_CODE` if it was met by a code. */
  | 'PEER_LOST' | 'PEER_LOST_CODE'
  /** The signaling server is not there. */
  | 'SERVER_GONE';

/** `ready`: nothing open, a click away. `connecting` has a time limit. */
export type ConversationStatus = 'ready' | 'connecting' | 'connected' | 'failed';

export interface ConversationState {
  peer: string;
  status: ConversationStatus;
  /** The path new transfers take, null unless connected. */
  path: Route | null;
  /** With `failed`: the reason. */
  error: ErrorCode | null;
  /** Oldest first. */
  entries: Entry[];
  /** Entries the person has not seen. */
  unread: number;
}

export type Entry = TextEntry | TransferEntry | NoticeEntry;

export interface TextEntry {
  type: 'text';
  id: string;
  direction: 'in' | 'out';
  at: number;
  text: string;
  /** Outgoing: `delivered` when the other page has shown it. Incoming: always `delivered`. */
  status: 'sending' | 'delivered' | 'failed';
  /** With `failed`: the reason; null if it could never be sent. */
  error: TransferError | null;
  /** On which side the cause lies; null: on neither. */
  by: 'us' | 'them' | null;
}

export interface NoticeEntry {
  type: 'notice';
  id: string;
  at: number;
  /** A route: from here on content goes that way, which is not the one before. */
  notice: Route | Absence | 'back' | 'flattened' | 'missed';
  /** With `missed`: paths that could not be read and were left out. */
  missed?: readonly string[];
}

/**
 * The way in which a device that is not in sight was lost. `left`: the server said so. `lost`: it was not there any
 * more when the server came back, or the way to it. `lost-code`: the same of one met by a code, which a restarted
 * server has forgotten.
 */
export type Absence = 'left' | 'lost' | 'lost-code';

/**
 * The side for which a transfer waits that stands still: this device (its file, its disk), the other one, or the path
 * between, on which nothing comes through.
 */
export type Hold = 'us' | 'them' | 'path';

export type TransferStatus =
  /** Outgoing: waiting for the connection, then for the answer. Incoming: waiting for this person. */
  | 'offered'
  | 'transferring'
  /** Every pipe is gone; it goes on when one comes back. */
  | 'interrupted'
  | 'complete'
  | 'declined'
  | 'cancelled'
  | 'failed';

/** A reason why a transfer, or a file of it, did not complete. `transfer/origin.js` has the side on which each lies. */
export type TransferError =
  /** The receiver's person said no; the files are too large there. */
  | 'declined' | 'too-large'
  /**
   * The receiver's page said no by itself: its person does not want to be disturbed, has as many offers as can wait,
   * has one of this sender that waits, has ignored several of this sender; or the offer makes no sense.
   */
  | 'do-not-disturb' | 'busy' | 'unanswered' | 'too-often' | 'invalid'
  /** Could not be stored; or the receiver's browser ended its download, for its person or for want of room. */
  | 'storage' | 'stopped'
  /** Could not be read at the sender, or is another than when it was offered. */
  | 'unreadable' | 'changed'
  /** The page that took part was reloaded, or closed: `by` says whose. */
  | 'reloaded' | 'closed'
  /** One side has waited long enough for the connection, or has closed it to make room for others. */
  | 'gave-up' | 'made-room'
  /** For longer than a break may last there was no connection, though both pages were there. */
  | 'break'
  | 'protocol' | 'unknown'
  /** No connection came about, or none came back. */
  | ErrorCode;

export interface TransferEntry {
  type: 'transfer';
  id: string;
  direction: 'in' | 'out';
  at: number;
  status: TransferStatus;
  error: TransferError | null;
  /** On which side the cause lies, with `cancelled`, `declined` and `failed`; null: on neither. */
  by: 'us' | 'them' | null;
  /** The path it is on, null while it has none. */
  path: Route | null;
  /** With `transferring`: the side for which it waits, null while it moves. */
  hold: Hold | null;
  /** Whether the other device has lost the server, while the transfer is offered or under way. */
  isPeerAway: boolean;
  files: FileState[];
  /** Bytes in all, and those the receiver has acknowledged. */
  total: number;
  done: number;
  /** Bytes a second over the last seconds, 0 if it stands still or is too young. */
  speed: number;
  /** Seconds left, null if unknown. */
  remaining: number | null;
  /**
   * Incoming, offered: the reason why it can't be accepted here, with the largest size that can (bytes). `occupied`: it
   * could be if files that are held and were never saved made room.
   */
  refusal: { reason: 'too-large' | 'occupied'; limit: number } | null;
  /** Outgoing, ended: its unfinished files were offered again, as another transfer. */
  retried: boolean;
  /**
   * Incoming: files that are being handed to the browser's downloads, null while none are. `files`: one after the
   * other, counted; `archive`: all as one ZIP that is being made, in bytes.
   */
  handOver: { form: 'files' | 'archive'; done: number; total: number } | null;
  /** Incoming: the last ZIP that was asked for could not be made, since a file cannot be read any more. */
  archiveFailed: boolean;
}

export interface FileState {
  index: number;
  /** Incoming: already made safe to show and to save. */
  name: string;
  size: number;
  type: string;
  /** Time of its last change, as its sender says, in milliseconds since 1970; null if it is not known. */
  modified: number | null;
  done: number;
  status: 'waiting' | 'transferring' | 'complete' | 'failed' | 'cancelled';
  error: TransferError | null;
  /** On which side the cause of `error` lies; null: on neither. */
  by: 'us' | 'them' | null;
  /**
   * Place of the bytes. `held`: this page holds them until its person discards them; `source`: our own file, can be
   * opened; `downloads`: they went to the browser's downloads as they came; `discarded`: by the person; `released`:
   * they were held and handed over, and had to make room for others.
   */
  place: 'none' | 'held' | 'source' | 'downloads' | 'discarded' | 'released';
  /**
   * Whether a file that is held was handed to the browser's downloads. A page is not told what became of it there.
   * `begun`: a moment ago, so the browser may still be reading it from this page.
   */
  handed: 'never' | 'begun' | 'done';
  /** Can be shown in a tab of its own without harm (pictures, sound, film, PDF, plain text). */
  openable: boolean;
}

/** One immutable snapshot. Objects that did not change keep their identity. */
export interface State {
  self: SelfState;
  server: ServerState;
  /** Devices near or joined by code, newest first; also those that left while their conversation has entries. */
  devices: ListedDevice[];
  conversations: Readonly<Record<string, ConversationState>>;
  code: CodeState;
  join: JoinState;
}

/** Statistics of the open pipe, as the browser gives them. */
export interface Inspection {
  path: Route;
  /** Both null on the relay. */
  local: CandidateInfo | null;
  remote: CandidateInfo | null;
  /** Seconds. */
  roundTrip: number | null;
  bytesSent: number;
  bytesReceived: number;
  /** Newest last, one a second, at most 30. Bytes a second, both directions. */
  throughput: number[];
  protocol: string | null;
  state: string;
  /**
   * The browser's refusal for which it does not go directly: of some servers, or of all connections. Null where it goes
   * directly, or does not for another reason.
   */
  refusal: 'servers' | 'browser' | null;
}

export interface CandidateInfo {
  type: 'host' | 'srflx' | 'prflx' | 'relay';
  address: string;
  port: number;
  family: 'IPv4' | 'IPv6' | 'unknown';
  protocol: string;
  /** With `relay`: the transport to the TURN server. */
  relayProtocol: 'udp' | 'tcp' | 'tls' | null;
}

export interface FileSource {
  file: File;
  /** A safe flat name, which differs from `file.name` for files out of folders. */
  name: string;
}

/** All requests of the interface. They never throw; the state shows what goes wrong. */
export interface Engine {
  readonly state: State;
  /** Called after each change, at most once a frame; progress arrives at most ten times a second. */
  subscribe(listener: (state: State) => void): () => void;
  rename(name: string): void;
  setAvailability(availability: Availability): void;
  setDirectOnly(directOnly: boolean): void;
  /** The person looks at this conversation (null: at none); its unread count goes to 0. */
  look(peer: string | null): void;
  sendText(peer: string, text: string): void;
  /**
   * `flattened`: they came out of a folder and lost its structure; `missed`: paths beside them that the browser could
   * not read.
   */
  sendFiles(peer: string, files: FileSource[], flattened: boolean, missed?: readonly string[]): void;
  accept(peer: string, transfer: string): void;
  decline(peer: string, transfer: string): void;
  cancel(peer: string, transfer: string): void;
  /**
   * Offers the unfinished files of an ended outgoing transfer again, which takes the place of one of which nothing had
   * arrived; or sends a failed text again.
   */
  retry(peer: string, entry: string): void;
  /** Tries to connect again after `failed`, and sends again everything that failed for want of a connection. */
  reconnect(peer: string): void;
  /** Hands a file to the browser's downloads, also again. */
  save(peer: string, transfer: string, file: number): void;
  /** Hands over, one after the other, the files that never were; if there are none, all that are held. */
  saveAll(peer: string, transfer: string): void;
  /** Hands over all held files as one ZIP archive under this name. */
  saveArchive(peer: string, transfer: string, name: string): void;
  /** Ends what `saveAll` or `saveArchive` began. */
  stopSaving(peer: string, transfer: string): void;
  discard(peer: string, transfer: string): void;
  /** An object URL to show the file in a tab of its own, or null. The caller opens it at once. */
  open(peer: string, transfer: string, file: number): string | null;
  createCode(): void;
  cancelCode(): void;
  joinCode(code: string): void;
  clearJoin(): void;
  inspect(peer: string): Promise<Inspection | null>;
}

