import type { Facts } from '../core/paths/machine-types';
import type { Clock } from '../core/util/clock.js';
import type { Random } from '../core/util/random.js';
import type { CallMessage, IceServer, PathReport } from '../core/wire/signaling-types';
import type { Absence, ConversationState } from '../types';
import type { ContentWorld } from './content.js';

/** The facts that are known outside of a conversation. */
export type Conditions = Pick<Facts, 'isOnline' | 'isPolite' | 'serverRelays' | 'isDirectOnly' | 'peerHasWebRTC'>;

/** The STUN and TURN servers for calls with one device. */
export interface Servers {
  /** The servers that can be used now. */
  known: () => IceServer[];
  /** Asks for more if there are, at most for a second. The result gives that up. */
  obtain: (ready: () => void) => () => void;
  /** The conversation is over, and with it the time of its servers. */
  forget: () => void;
}

/** Everything around one other device. */
export interface PeerWorld extends ContentWorld {
  clock: Clock;
  random: Random;
  /** Of both devices. */
  ids: { own: () => string; peer: string };
  conditions: () => Conditions;
  /** How the other device was lost, null if it is there. */
  absence: () => Absence | null;
  signal: (message: CallMessage) => void;
  report: (report: PathReport) => void;
  /** Makes sure that the signaling server is still there. */
  doubtServer: () => void;
  /** Null where the browser has no WebRTC. May throw. */
  createConnection: ((servers: RTCIceServer[]) => RTCPeerConnection) | null;
  servers: Servers;
  /** May throw. */
  createRelaySocket: (token: string) => WebSocket;
  /** Null where the browser offers no encryption. */
  subtle: SubtleCrypto | null;
  /** Runs when the person can see what was published. */
  afterShown: (action: () => void) => void;
  publish: (state: ConversationState) => void;
}
