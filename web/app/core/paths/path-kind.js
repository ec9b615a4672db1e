/**
 * @typedef {import('../../types').CandidateInfo} CandidateInfo
 *
 * @typedef {'host' | 'reflexive' | 'turn-udp' | 'turn-tcp' | 'turn-tls' | 'relay'} PathKind
 * A path as the server counts it. docs/protocol.md, `path`.
 */

/**
 * From the best to the worst.
 *
 * @type {readonly ('udp' | 'tcp' | 'tls')[]}
 */
const LEGS = ['udp', 'tcp', 'tls'];

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
 * The kind of a direct path by the pair of candidates in use. A relay on either side makes it a relayed one, and the
 * worse of the two legs says what over.
 *
 * @param {CandidateInfo} local
 * @param {CandidateInfo} remote
 * @returns {Exclude<PathKind, 'relay'>}
 */
export function directKind(local, remote) {
  const [worst] = [local, remote]
    .flatMap(({ type, relayProtocol }) => (type === 'relay' ? [relayProtocol ?? 'udp'] : []))
    .sort((one, other) => LEGS.indexOf(other) - LEGS.indexOf(one));
  if (worst !== undefined) return `turn-${worst}`;
  return local.type === 'host' && remote.type === 'host' ? 'host' : 'reflexive';
}

/** @param {PathKind} kind */
export function isTurn(kind) {
  return kind.startsWith('turn-');
}

/**
 * The route a person is told of, of a direct path.
 *
 * @param {Exclude<PathKind, 'relay'>} kind
 * @returns {'direct' | 'turn'}
 */
export function routeOf(kind) {
  return isTurn(kind) ? 'turn' : 'direct';
}
