/**
 * @typedef {import('../../types').TransferError} TransferError
 *
 * @typedef {'sender' | 'receiver' | 'us' | 'them' | 'either' | 'neither'} Origin Where the cause of an end lies.
 *     `sender`, `receiver`: with that side, so here or there by the direction. `us`, `them`: always here, always there,
 *     since the side it lies with shows nothing of it. `either`: whoever ended it says so. `neither`: on the way.
 */

/**
 * The side on which each cause lies. A new cause has to be entered here, and its sentences in `ui/causes.js`.
 *
 * @type {Readonly<Record<TransferError | 'cancelled', Origin>>}
 */
export const ORIGINS = {
  'cancelled': 'either',
  'declined': 'receiver',
  'too-large': 'receiver',
  'do-not-disturb': 'them',
  'busy': 'them',
  'unanswered': 'them',
  'too-often': 'them',
  'invalid': 'them',
  'storage': 'receiver',
  'stopped': 'receiver',
  'unreadable': 'sender',
  'changed': 'sender',
  'gave-up': 'either',
  'made-room': 'either',
  'reloaded': 'them',
  'closed': 'either',
  'break': 'neither',
  'protocol': 'either',
  'unknown': 'them',
  // No connection came about, or none came back.
  'PEER_NOT_FOUND': 'them',
  'PEER_BUSY': 'them',
  'PEER_LEFT': 'them',
  'PEER_LOST': 'neither',
  'PEER_LOST_CODE': 'neither',
  'CALL_DECLINED': 'them',
  'CALL_TIMEOUT': 'them',
  'CALL_FAILED': 'them',
  'NOT_CONNECTED': 'neither',
  'NO_PATH': 'us',
  'UDP_BLOCKED': 'neither',
  'CONFIG_REFUSED': 'us',
  'RELAY_OFF': 'neither',
  'RELAY_REFUSED': 'them',
  'RELAY_FULL': 'neither',
  'RELAY_FORGED': 'neither',
  'SERVER_GONE': 'neither',
  'BAD_MESSAGE': 'either',
  'VERSION_MISMATCH': 'neither',
  'RATE_LIMITED': 'us',
  'CODE_WRONG': 'neither',
  'CODE_LIMIT': 'neither',
  'ROOM_FULL': 'neither',
};

/**
 * On which side a cause lies, seen from here.
 *
 * @param {TransferError | null} error
 * @param {'in' | 'out'} direction of the transfer here
 * @returns {'us' | 'them' | null} null: on neither, or the cause alone does not say
 */
export function sideOf(error, direction) {
  switch (error === null ? 'either' : ORIGINS[error]) {
    case 'sender': return direction === 'out' ? 'us' : 'them';
    case 'receiver': return direction === 'in' ? 'us' : 'them';
    case 'us': return 'us';
    case 'them': return 'them';
    default: return null;
  }
}
