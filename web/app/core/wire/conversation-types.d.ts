/** Control messages of a conversation as docs/protocol.md defines them. */

export interface ManifestFile {
  name: string;
  size: number;
  type: string;
  modified: number | null;
  path?: string;
}

export interface Credit {
  acked: number;
  granted: number;
}

export type DeclineReason = 'declined' | 'busy' | 'too-large' | 'invalid';
/** More about `busy`. */
export type DeclineCause = 'do-not-disturb' | 'unanswered' | 'too-often';
export type CancelReason = 'cancelled' | 'failed' | 'unknown' | 'protocol';
export type BrokenReason = 'unreadable' | 'changed';
export type FailedReason = 'storage' | 'invalid';

/**
 * `instance`: which page it is. `receiving`: transfers of the other side that it has been offered and that have not
 * ended here. Older pages say neither.
 */
export interface HelloMessage {
  type: 'hello';
  protocol: number;
  maxPayload: number;
  instance?: string;
  receiving?: string[];
}
export interface TextMessage { type: 'text'; id: string; part: number; parts: number; text: string }
/** `round`: how often the transfer was offered or moved before. Older pages do not say. */
export interface OfferMessage {
  type: 'offer';
  id: string;
  round?: number;
  count: number;
  total: number;
  files: ManifestFile[];
  more: boolean;
}
export interface OfferFilesMessage { type: 'offer-files'; id: string; files: ManifestFile[]; more: boolean }
export interface AcceptMessage extends Credit { type: 'accept'; id: string; payload: number }
/** `cause`: more about the reason; older pages do not say it, newer ones may say what is not known here. */
export interface DeclineMessage { type: 'decline'; id: string; reason: DeclineReason; cause?: string }
export interface CreditMessage extends Credit { type: 'credit'; id: string }
export interface FileEndMessage { type: 'file-end'; id: string; file: number; chunks: number; reason?: BrokenReason }
export interface FileFailedMessage { type: 'file-failed'; id: string; file: number; reason: FailedReason }
export interface CompleteMessage { type: 'complete'; id: string }
/** `cause`: as in `decline`; `stopped` with `cancelled`. */
export interface CancelMessage { type: 'cancel'; id: string; reason: CancelReason; cause?: string }
export interface MoveMessage { type: 'move'; id: string; round?: number }
/** `round`: that of the `move`, if it had one; then a mark follows. */
export interface ResumeMessage extends Credit { type: 'resume'; id: string; round?: number; payload: number }

export type TransferMessage =
  | OfferMessage
  | OfferFilesMessage
  | AcceptMessage
  | DeclineMessage
  | CreditMessage
  | FileEndMessage
  | FileFailedMessage
  | CompleteMessage
  | CancelMessage
  | MoveMessage
  | ResumeMessage;

/** Is the other side heard? Older pages do not answer. */
export type PulseMessage = { type: 'ping' } | { type: 'pong' };

export type ControlMessage =
  | HelloMessage
  | PulseMessage
  | TextMessage
  | { type: 'text-received'; id: string }
  | TransferMessage;
