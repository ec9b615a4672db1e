package import NetPrimitives
package import Signaling

extension IceCandidate {
    /// The candidate's connection address; nil for the end of candidates, for names such as `….local`, and for text
    /// that is not a candidate.
    package var address: IPAddress? {
        CandidateLine.address(of: candidate.utf8[...])
    }
}

/// A reader of the candidates in session descriptions.
package enum SessionDescription {
    /// The addresses of the `a=candidate` lines of `sdp` (RFC 8839 section 5.1), each once, in order, up to `limit`.
    package static func candidateAddresses(in sdp: String, atMost limit: Int) -> [IPAddress] {
        var addresses: [IPAddress] = []
        var rest = sdp.utf8[...]
        while !rest.isEmpty, addresses.count < limit {
            let line = rest.prefix { $0 != UInt8(ascii: "\n") }
            rest = rest[line.endIndex...].dropFirst()
            guard line.starts(with: "a=".utf8), let address = CandidateLine.address(of: line.dropFirst(2)),
                !addresses.contains(address)
            else { continue }
            addresses.append(address)
        }
        return addresses
    }
}

/// A candidate line: `candidate:FOUNDATION COMPONENT TRANSPORT PRIORITY ADDRESS PORT typ TYPE …`
private enum CandidateLine {
    /// The longest text of an address in bytes: IPv6 with an IPv4 tail.
    private static let addressBytes = 45

    static func address(of line: Substring.UTF8View) -> IPAddress? {
        guard line.starts(with: "candidate:".utf8) else { return nil }
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[4].count <= addressBytes, let text = String(fields[4]) else { return nil }
        return IPAddress(text)?.unmapped
    }
}
