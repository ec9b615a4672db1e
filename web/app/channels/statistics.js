/**
 * @typedef {import('../types').CandidateInfo} CandidateInfo
 * @typedef {Omit<import('../types').Inspection, 'throughput' | 'path' | 'refusal'>} PathStatistics
 */

/**
 * Reads the pair of candidates in use from the result of `getStats` (W3C WebRTC statistics).
 *
 * @param {RTCStatsReport} report
 * @returns {PathStatistics}
 */
export function readStatistics(report) {
  /** @type {Map<string, any>} */
  const entries = new Map();
  report.forEach((entry, id) => entries.set(id, entry));
  const pair = selectedPair(entries);
  return {
    local: candidate(entries.get(pair?.localCandidateId)),
    remote: candidate(entries.get(pair?.remoteCandidateId)),
    roundTrip: pair?.currentRoundTripTime ?? null,
    bytesSent: pair?.bytesSent ?? 0,
    bytesReceived: pair?.bytesReceived ?? 0,
    protocol: transport(entries)?.tlsVersion ? `DTLS ${tlsVersion(transport(entries).tlsVersion)}` : null,
    state: pair?.state ?? 'unknown',
  };
}

/** @param {Map<string, any>} entries */
function transport(entries) {
  return [...entries.values()].find((entry) => entry.type === 'transport');
}

/**
 * The pair the transport names; Firefox has no transport entry and marks the pair itself.
 *
 * @param {Map<string, any>} entries
 */
function selectedPair(entries) {
  const named = entries.get(transport(entries)?.selectedCandidatePairId);
  if (named !== undefined) return named;
  const pairs = [...entries.values()].filter((entry) => entry.type === 'candidate-pair');
  return pairs.find((pair) => pair.selected) ?? pairs.find((pair) => pair.nominated && pair.state === 'succeeded');
}

/**
 * @param {any} entry
 * @returns {CandidateInfo | null}
 */
function candidate(entry) {
  if (entry === undefined) return null;
  // A browser may hide the address of its own machine or show the mDNS name that stands for it.
  const address = entry.address ?? entry.ip ?? '';
  return {
    type: entry.candidateType,
    address,
    port: entry.port ?? 0,
    family: family(address),
    protocol: entry.protocol ?? '',
    relayProtocol: relayProtocol(entry),
  };
}

/**
 * The protocol of the way to a TURN server. Not every browser reports it; the URL of the server does.
 *
 * @param {any} entry
 * @returns {CandidateInfo['relayProtocol']}
 */
function relayProtocol({ candidateType, relayProtocol: said, url = '' }) {
  if (candidateType !== 'relay') return null;
  if (said === 'udp' || said === 'tcp' || said === 'tls') return said;
  if (/^turns:/i.test(url)) return 'tls';
  return /transport=tcp/i.test(url) ? 'tcp' : 'udp';
}

/**
 * @param {string} address
 * @returns {CandidateInfo['family']}
 */
function family(address) {
  if (address.includes(':')) return 'IPv6';
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) ? 'IPv4' : 'unknown';
}

/**
 * A version as on the wire (RFC 9147, 5.3) in the way people write it.
 *
 * @param {string} hexadecimal
 */
function tlsVersion(hexadecimal) {
  return { FEFC: '1.3', FEFD: '1.2', FEFF: '1.0' }[hexadecimal.toUpperCase()] ?? hexadecimal;
}
