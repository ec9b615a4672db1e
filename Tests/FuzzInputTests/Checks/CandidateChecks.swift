import NetPrimitives
import Rendezvous
import Signaling

/// Checks that the address found in a candidate is part of its text, in a candidate alone and in a session description.
func checkCandidate(_ bytes: [UInt8]) {
    let line = text(bytes)
    let found = IceCandidate(candidate: line, mid: nil, line: nil, ufrag: nil).address
    if let found {
        precondition(found.unmapped == found, "an address is left in IPv6 clothes")
        let fields = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        precondition(fields.contains { IPAddress($0)?.unmapped == found }, "an address was made up")
    }
    let limit = 4
    let alone = SessionDescription.candidateAddresses(in: line, atMost: limit)
    precondition(alone.count <= limit && Set(alone).count == alone.count, "a description gives too many addresses")
    let lines = "v=0\r\na=" + line + "\r\na=end"
    let among = SessionDescription.candidateAddresses(in: lines, atMost: limit)
    if let found, !line.utf8.contains(UInt8(ascii: "\n")) {
        precondition(among == [found], "a candidate means something else in a description")
    }
}
