/**
 * @typedef {import('../types').CandidateInfo} CandidateInfo
 *
 * @typedef {'host' | 'reflexive' | 'turn-udp' | 'turn-tcp' | 'turn-tls' | 'relay'} PathKind
 * What the server counts. docs/protocol.md, `path`.
 */

/**
 * From the best to the worst.
 *
 * @type {readonly PathKind[]}
 */
const order = ['host', 'reflexive', 'turn-udp', 'turn-tcp', 'turn-tls', 'relay'];

/**
 * @param {PathKind} kind
 * @param {PathKind} other
 */
export function isBetterPath(kind, other) {
  return order.indexOf(kind) < order.indexOf(other);
}

/**
 * The kind of a direct path by the pair of candidates in use. A relay on either side makes it a relayed one; what our
 * own leg to it goes over is known, the other side's is not.
 *
 * @param {CandidateInfo} local
 * @param {CandidateInfo} remote
 * @returns {Exclude<PathKind, 'relay'>}
 */
export function directKind(local, remote) {
  if (local.type === 'relay') return `turn-${local.relayProtocol ?? 'udp'}`;
  if (remote.type === 'relay') return 'turn-udp';
  return local.type === 'host' && remote.type === 'host' ? 'host' : 'reflexive';
}
