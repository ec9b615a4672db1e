/** @typedef {import('../types.js').State} State */
/** @typedef {import('../types.js').Entry} Entry */
/** @typedef {import('../types.js').TransferEntry} TransferEntry */

/**
 * Something a person wants to hear of although they look elsewhere.
 * @typedef {{ type: 'arrived' | 'left', peer: string }
 *   | { type: 'offer' | 'sent' | 'received' | 'failed' | 'declined' | 'cancelled', peer: string, transfer: TransferEntry }
 *   | { type: 'text', peer: string, text: string }} Happening
 */

/**
 * What happened between two states.
 * @param {State} before
 * @param {State} after
 * @returns {Happening[]}
 */
export function happenings(before, after) {
  return [...arrivals(before, after), ...Object.keys(after.conversations).flatMap((peer) => news(before, after, peer))];
}

/**
 * Nobody arrives while the page itself is away: then the whole list is new.
 * @param {State} before
 * @param {State} after
 * @returns {Happening[]}
 */
function arrivals(before, after) {
  if (before.devices === after.devices) return [];
  if (before.server.status !== 'online' || after.server.status !== 'online') return [];
  const was = present(before);
  const is = present(after);
  return [
    ...[...is].filter((id) => !was.has(id)).map((peer) => /** @type {Happening} */ ({ type: 'arrived', peer })),
    ...[...was].filter((id) => !is.has(id)).map((peer) => /** @type {Happening} */ ({ type: 'left', peer })),
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
 * @returns {Happening[]}
 */
function news(before, after, peer) {
  const older = before.conversations[peer];
  const newer = after.conversations[peer];
  if (older === newer) return [];
  const known = new Map(older?.entries.map((entry) => [entry.id, entry]));
  return newer.entries.flatMap((entry) => {
    const was = known.get(entry.id);
    const happening = was === entry ? null : newsOf(peer, was ?? null, entry);
    return happening ? [happening] : [];
  });
}

/**
 * @param {string} peer
 * @param {Entry | null} was
 * @param {Entry} is
 * @returns {Happening | null}
 */
function newsOf(peer, was, is) {
  if (is.type === 'text') return is.direction === 'in' && !was ? { type: 'text', peer, text: is.text } : null;
  if (is.type === 'notice') return null;
  const type = turn(was?.type === 'transfer' ? was : null, is);
  return type && { type, peer, transfer: is };
}

/**
 * What a transfer has become. What this person did needs no telling.
 * @param {TransferEntry | null} was
 * @param {TransferEntry} is
 */
function turn(was, is) {
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
