/** Signaling messages as docs/protocol.md defines them. */

import type { PathKind } from '../paths/path-kind.js';
import type { Availability, DeviceInfo, DeviceKind, ErrorCode, RoomKind, RoomReason } from '../../types';

export interface IceServer {
  urls: string | string[];
  username?: string;
  credential?: string;
}

export interface Candidate {
  candidate: string;
  mid: string | null;
  line: number | null;
  ufrag: string | null;
}

export interface ServerInfo {
  version: string;
  urls: string[];
  secureUrls: string[];
  relay: boolean;
  /** Whether `turn-request` gets servers. Absent: the server is older than that message, and than `path`. */
  turn?: boolean;
  /** A server to be asked once, so that it sees our other address. */
  probe?: IceServer | null;
  iceServers: IceServer[];
  publicGrouping: boolean;
  ownAuthority: boolean;
}

export interface Welcome {
  type: 'welcome';
  protocol: number;
  id: string;
  token: string;
  you: DeviceInfo;
  room: { kind: RoomKind; reason: RoomReason | null };
  devices: DeviceInfo[];
  server: ServerInfo;
}

export interface Presence {
  type: 'presence';
  joined: DeviceInfo[];
  changed: DeviceInfo[];
  left: string[];
}

/** The server is reached under other addresses than before. */
export interface Urls {
  type: 'urls';
  urls: string[];
  secureUrls: string[];
}

/** A message from one device to another about a call, without the addresses `to` and `from`. */
export type CallMessage =
  | { type: 'offer'; call: string; sdp: string }
  | { type: 'answer'; call: string; sdp: string }
  | ({ type: 'candidate'; call: string } & Candidate)
  | { type: 'relay-request'; call: string; key?: string | null }
  | { type: 'relay-accept'; call: string; key?: string | null }
  | { type: 'error'; call: string; code: ErrorCode; message: string }
  | { type: 'end' };

export type FromPeer = CallMessage & { from: string };

export interface RelayReady {
  type: 'relay-ready';
  peer: string;
  call: string;
  token: string;
  bytes: number;
  /** Absent from servers older than encryption, as `key`. */
  pairing?: string;
  /** The other device's, null if it has none. */
  key?: string | null;
}

export interface TurnServers {
  type: 'turn';
  peer: string;
  iceServers: IceServer[];
  seconds: number;
}

export interface PathReport {
  type: 'path';
  path: PathKind | 'none';
  reason?: ErrorCode;
  /** Milliseconds since the call began. */
  elapsed: number;
}

/** An error of the server itself; those of other devices have `from`. */
export interface ServerError {
  type: 'error';
  code: ErrorCode;
  message: string;
  peer?: string;
  call?: string;
  from?: undefined;
}

export type ServerMessage =
  | Welcome
  | Presence
  | Urls
  | Exclude<FromPeer, { type: 'relay-accept' }>
  | RelayReady
  | TurnServers
  | ServerError
  | { type: 'code'; code: string; expires: number }
  | { type: 'code-joined'; peer: DeviceInfo }
  | { type: 'code-ended'; reason: 'wrong-guess' | 'expired' | 'cancelled' | 'used' }
  | { type: 'pong' };

export interface Hello {
  type: 'hello';
  protocol: 1;
  name: string;
  kind: DeviceKind;
  webrtc: boolean;
  availability: Availability;
  token?: string;
  instance: string;
}

export type ClientMessage =
  | Hello
  | { type: 'update'; name?: string; availability?: Availability }
  | (CallMessage & { to: string })
  | (PathReport & { to: string })
  | { type: 'turn-request'; to: string }
  | { type: 'code-create' }
  | { type: 'code-cancel' }
  | { type: 'code-join'; code: string }
  | { type: 'ping' }
  | { type: 'bye' };
