/**
 * Events of the path machine, its actions, and the states between. The messages are those of
 * docs/protocol.md, Signaling. Times are in milliseconds.
 */

import type { ErrorCode, Route } from '../../types';
import type { Candidate, CallMessage, FromPeer, PathReport, RelayReady, ServerError } from '../wire/signaling-types';
import type { Attempt } from './attempt.js';
import type { DirectCall } from './direct-call.js';
import type { PathKind } from './path-kind.js';
import type { Pause } from './pause.js';
import type { RelayCall } from './relay-call.js';

/** The two ways to another device. */
export type PathName = 'direct' | 'relay';

export type Role = 'caller' | 'callee';
export type RelayRole = 'requester' | 'accepter';

/** A message from the other device, or from the server about it. */
export type Incoming = FromPeer | ServerError | RelayReady;

/** Facts about everything around the machine. A change comes as the event `facts`. */
export interface Facts {
  /** The signaling server is there. */
  isOnline: boolean;
  /** Our ID is the smaller one: in a glare, ours gives way. */
  isPolite: boolean;
  serverRelays: boolean;
  /** Our person allows no relay. */
  isDirectOnly: boolean;
  /** This browser has WebRTC. */
  hasWebRTC: boolean;
  peerHasWebRTC: boolean;
  /** Whether the other device is with the server. `away`: within seconds it is back or has left. */
  whereabouts: 'here' | 'away' | 'left';
  /** The other device was lost: it is not listed any more. */
  isAbsent: boolean;
  /** There is content to be sent or received. */
  isNeeded: boolean;
  /** There is content that the other page may hold as well, so that a break must not end it. */
  isShared: boolean;
  /** A text or transfer is bound to the direct pipe. */
  usesDirect: boolean;
  /** A text or transfer is bound to the relay. */
  usesRelay: boolean;
}

/** An event: something has happened around the machine. */
export type PathEvent =
  | { type: 'facts'; facts: Partial<Facts> }
  /** The deadline has come. */
  | { type: 'time' }
  /** The person, or content of ours, wants a path; and a better one if there is only a makeshift. */
  | { type: 'want' }
  /** A path is wanted if something needs one and the other device can hear of it. */
  | { type: 'need' }
  | { type: 'message'; message: Incoming }
  | { type: 'server-lost' }
  | { type: 'server-back' }
  /** The other device has lost its socket. `isClosed`: with its page, as far as the server can tell. */
  | { type: 'peer-away'; isClosed: boolean }
  | { type: 'peer-left'; isClosed: boolean }
  | { type: 'peer-back' }
  /** The other device is another page than before, which knows nothing of the paths that are there. */
  | { type: 'peer-renewed' }
  /** Our address may be another one. */
  | { type: 'network-changed' }
  | { type: 'relay-forbidden' }
  /** The other side does not speak the protocol. */
  | { type: 'broken'; error: ErrorCode }
  /** This conversation makes room for another one. */
  | { type: 'close' }
  /** This page was left, and the others were told that it is gone. */
  | { type: 'revived' }
  /** The person does not see this conversation any more. */
  | { type: 'forget' }
  /** A transfer has ended or a text was delivered. */
  | { type: 'ended' }
  /** Content of ours waits for leave to go over the relay; see `PathMachine.mayCarry`. */
  | { type: 'waiting' }
  /** Content goes this way, from here or from there. */
  | { type: 'carried'; route: Route }
  /** The person can see what was announced. `isWanted`: content still waits to go that way. */
  | { type: 'shown'; call: string; route: Route; isWanted: boolean }
  /** This path was asked for a sign of life, which it owes within this time. */
  | { type: 'pinged'; path: PathName; within: number }
  /** Something has arrived on this path, after `listen`. */
  | { type: 'heard'; path: PathName }
  | ChannelEvent;

/** An event of a channel. `call`: the one they belong to; events of another call than the present one are ignored. */
export type ChannelEvent =
  /** The STUN and TURN servers for this device are known, or will not be. */
  | { type: 'servers' }
  /** The browser makes no connection. */
  | { type: 'direct-refused'; call: string }
  /** `negotiationneeded` (W3C WebRTC, 4.7.3). */
  | { type: 'direct-needed'; call: string }
  /** Our description of this kind is set, or was read again; it goes to the other side. */
  | { type: 'direct-described'; call: string; description: 'offer' | 'answer'; sdp: string }
  /** The answer of the other side is set. */
  | { type: 'direct-accepted'; call: string }
  | { type: 'direct-candidate'; call: string; candidate: Candidate }
  /** The state of the connection (W3C WebRTC, 4.3.3). */
  | { type: 'direct-state'; call: string; state: 'connected' | 'disconnected' | 'failed' | 'closed' }
  /** Both data channels are open. */
  | { type: 'direct-ready'; call: string }
  /** Another pair of candidates may be in use. */
  | { type: 'direct-shifted'; call: string }
  /** Answer to `direct-look`. Null: it cannot be told. */
  | { type: 'direct-route'; call: string; kind: Exclude<PathKind, 'relay'> | null }
  /** All servers were asked and none answered. */
  | { type: 'direct-alone'; call: string }
  /** Whether nothing answers over UDP. */
  | { type: 'direct-udp'; call: string; isBlocked: boolean }
  /** `failed`: the browser refused a description. `closed`: a channel or the pipe was closed. */
  | { type: 'direct-ended'; call: string; reason: 'failed' | 'closed' }
  /** The key for `relay-request` or `relay-accept`. Null: this browser encrypts nothing. */
  | { type: 'relay-key'; call: string; key: string | null }
  /** The server has joined both sides. */
  | { type: 'relay-opened'; call: string; isEncrypted: boolean }
  /** `done`: this side closed the pipe; `ended`: the other said so; `broken`: the socket closed without a word;
   *  `forged`: a message is not what the other side encrypted. */
  | { type: 'relay-ended'; call: string; reason: 'done' | 'ended' | 'broken' | 'forged' };

/** An action: something is to be done. */
export type PathAction =
  /** To the other device. */
  | { type: 'send'; message: CallMessage }
  /** To the server, for its metrics. */
  | { type: 'report'; report: PathReport }
  /** Makes sure that the server is still there. */
  | { type: 'doubt-server' }
  /** The conversation with this device is over, and with it the time of its TURN servers. */
  | { type: 'forget-servers' }
  /** A pipe is open: content may use it. */
  | { type: 'attach'; path: PathName }
  /** Nothing comes through the direct pipe at the moment. */
  | { type: 'trouble' }
  | { type: 'recovered' }
  /** Report `heard` when something arrives on this path. */
  | { type: 'listen'; path: PathName }
  /** Ask for a sign of life on this path; `pinged` follows if its end would answer. */
  | { type: 'ping'; path: PathName; within: number }
  /** Shows the way content takes from here on. */
  | { type: 'notice'; route: Route }
  /** The same of the relay of this call, before content goes there; `shown` follows. */
  | { type: 'announce'; call: string; route: Route }
  /** Takes an announcement back: nothing went that way. */
  | { type: 'retract'; call: string }
  /** Content that has waited for `shown` may go. */
  | { type: 'distribute' }
  /** No path will come for what waits. `by`: whose doing that is, where the error does not say it. */
  | { type: 'give-up'; error: ErrorCode | 'made-room' | 'break' | 'closed'; by?: 'us' | 'them' }
  /** The same for what the other side has never heard of; the rest waits. */
  | { type: 'give-up-unheard'; error: ErrorCode }
  | ChannelAction;

/** An action for a channel. */
export type ChannelAction =
  /** Find out the STUN and TURN servers; `servers` follows. */
  | { type: 'obtain-servers' }
  /** Make the connection for this call; the caller's with its data channels. */
  | { type: 'direct-create'; call: string; role: Role }
  /** Make an offer. */
  | { type: 'direct-offer' }
  /** Set this offer of the other side and make an answer. */
  | { type: 'direct-answer'; sdp: string }
  /** Set this answer of the other side. */
  | { type: 'direct-accept'; sdp: string }
  | { type: 'direct-add'; candidate: Candidate }
  /** Read our last description again, with the candidates found since; `direct-described` follows. */
  | { type: 'direct-describe' }
  /** Restart ICE, with the servers known now. */
  | { type: 'direct-restart' }
  /** Find out which way it goes; `direct-route` follows. */
  | { type: 'direct-look' }
  /** It goes this way now. */
  | { type: 'direct-reroute'; route: 'direct' | 'turn' }
  | { type: 'direct-close' }
  /** Make a key for this call; `relay-key` follows. */
  | { type: 'relay-create'; call: string; role: RelayRole }
  /** Open the socket of this pairing. */
  | { type: 'relay-connect'; ready: RelayReady }
  | { type: 'relay-close' };

/** The reason to look for a path, while none works: an attempt, or a pause before the next. */
export type Goal = Attempt | Pause;

/**
 * The state of the machine.
 *
 * `idle`: no path, and nobody asks for one. `calling`: one is coming or asked for. `open`: one works at least.
 * `troubled`: the direct one is there but lets nothing through, and no relay is open. `waiting`: the next attempt begins
 * after a pause. `failed`: no path was found.
 */
export type State =
  | { name: 'idle' }
  | { name: 'calling'; direct: DirectCall | null; relay: RelayCall | null; goal: Goal | null }
  | { name: 'open'; direct: DirectCall | null; relay: RelayCall | null }
  | { name: 'troubled'; direct: DirectCall; relay: RelayCall | null; goal: Goal | null }
  | { name: 'waiting'; goal: Pause }
  | { name: 'failed'; error: ErrorCode };
