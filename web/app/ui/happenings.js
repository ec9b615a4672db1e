import { wasHanded } from './file-words.js';
import { deviceOf } from './summary.js';

/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').TransferEntry} TransferEntry */

/**
 * An event of which a person wants to hear although they look elsewhere.
 * @typedef {{ type: 'arrived' | 'left' }
 *   | { type: 'offer' | 'sent' | 'received' | 'handed' | 'failed' | 'declined' | 'cancelled', transfer: TransferEntry }
 *   | { type: 'text', text: string }} News
 * @typedef {News & { peer: string, name: string }} Happening
 */

/**
 * The events between two states.
 * @param {State} before
 * @param {State} after
 * @returns {Happening[]}
 */
export function happenings(before, after) {
  const arrived = arrivals(before, after);
  const said = Object.keys(after.conversations).flatMap((peer) =>
    news(before, after, peer).map((each) => /** @type {const} */ ([peer, each])),
  );
  return [...arrived, ...said].flatMap(([peer, each]) => {
    // A device that has left may be in the older list alone.
    const name = (deviceOf(after, peer) ?? deviceOf(before, peer))?.name;
    return name === undefined ? [] : [{ ...each, peer, name }];
  });
}

/**
 * Devices that came or left. None did while the page itself was away: then the whole list is new.
 * @param {State} before
 * @param {State} after
 * @returns {(readonly [peer: string, News])[]}
 */
function arrivals(before, after) {
  if (before.devices === after.devices) return [];
  if (before.server.status !== 'online' || after.server.status !== 'online') return [];
  const was = present(before);
  const is = present(after);
  return [
    ...[...is].filter((id) => !was.has(id)).map((peer) => /** @type {const} */ ([peer, { type: 'arrived' }])),
    ...[...was].filter((id) => !is.has(id)).map((peer) => /** @type {const} */ ([peer, { type: 'left' }])),
  ];
}

/** @param {State} state */
function present(state) {
  return new Set(state.devices.filter((device) => device.present).map((device) => device.id));
}

/**
 * @param {State} before
 * @param {State} after
 * @param {string} peer
 * @returns {News[]}
 */
function news(before, after, peer) {
  const older = before.conversations[peer];
  const newer = after.conversations[peer];
  if (older === newer) return [];
  const known = new Map(older?.entries.map((entry) => [entry.id, entry]));
  return newer.entries.flatMap((entry) => {
    const was = known.get(entry.id);
    const said = was === entry ? null : newsOf(was ?? null, entry);
    return said ? [said] : [];
  });
}

/**
 * @param {Entry | null} was
 * @param {Entry} is
 * @returns {News | null}
 */
function newsOf(was, is) {
  if (is.type === 'text') return is.direction === 'in' && !was ? { type: 'text', text: is.text } : null;
  if (is.type === 'notice') return null;
  const type = turn(was?.type === 'transfer' ? was : null, is);
  return type && { type, transfer: is };
}

/**
 * The news of a transfer, if any. This person's own deeds are none.
 * @param {TransferEntry | null} was
 * @param {TransferEntry} is
 */
function turn(was, is) {
  if (was?.handOver && !is.handOver && hasHandedAll(is)) return 'handed';
  if (was?.status === is.status) return null;
  switch (is.status) {
    case 'offered':
      return is.direction === 'in' ? 'offer' : null;
    case 'complete':
      return is.direction === 'in' ? 'received' : 'sent';
    case 'failed':
      return 'failed';
    case 'declined':
      return is.by === 'them' ? 'declined' : null;
    case 'cancelled':
      return is.by === 'them' ? 'cancelled' : null;
    default:
      return null;
  }
}

/**
 * Whether every file that arrived was handed to the browser's downloads.
 * @param {TransferEntry} transfer
 */
function hasHandedAll({ files }) {
  const arrived = files.filter(({ status }) => status === 'complete');
  return arrived.length > 0 && arrived.every(wasHanded);
}
