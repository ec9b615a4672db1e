import type { FromPeer, CallMessage, PathReport, RelayReady, ServerError } from '../core/wire/signaling-types';
import type { Clock } from '../core/util/clock.js';
import type { Random } from '../core/util/random.js';
import type { ServersFor } from '../channels/servers';
import type { Pipe } from '../channels/pipe';

/** What comes from another device, or from the server about it. */
export type Incoming = FromPeer | ServerError | RelayReady;

/** What the ladder has to know of the world at the moment. */
export interface Conditions {
  /** The signaling server is there. */
  isOnline: boolean;
  /** Our ID is the smaller one. */
  isPolite: boolean;
  serverRelays: boolean;
  /** Our person allows no relay. */
  isDirectOnly: boolean;
  peerHasWebRTC: boolean;
}

/** What both rungs stand on. */
export interface LadderWorld {
  clock: Clock;
  random: Random;
  /** Of both devices. */
  ids: { own: () => string; peer: string };
  conditions: () => Conditions;
  signal: (message: CallMessage) => void;
  report: (report: PathReport) => void;
  /** Makes sure that the signaling server is still there. */
  doubtServer: () => void;
  /** Null where the browser has no WebRTC. May throw. */
  createConnection: ((servers: RTCIceServer[]) => RTCPeerConnection) | null;
  servers: ServersFor;
  /** May throw. */
  createRelaySocket: (token: string) => WebSocket;
  /** Null where the browser offers no encryption. */
  subtle: SubtleCrypto | null;
}

export interface LadderEvents {
  /** A pipe has opened. */
  pipe(pipe: Pipe): void;
  /** Nothing comes through this pipe at the moment. */
  trouble(pipe: Pipe): void;
  recovered(pipe: Pipe): void;
  /** Status, path or error. */
  changed(): void;
  /** Whether there is something to be sent or received. */
  isNeeded(): boolean;
}
