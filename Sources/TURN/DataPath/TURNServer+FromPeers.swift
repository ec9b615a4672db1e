package import NetPrimitives
import STUN

extension TURNServer {
    /// The longest payload that fits a Data indication to a client over UDP and IPv4: 65,507 bytes minus the header,
    /// XOR-PEER-ADDRESS with IPv6, and the header and padding of DATA. No real path carries such datagrams.
    private static let maximumPayload = 65_507 - MessageHeader.size - 24 - 4 - 3

    /// Handles a datagram that a relay socket received from `peer`, an unmapped address.
    package mutating func receive(
        _ datagram: RawSpan,
        at relay: RelayID,
        from peer: TransportAddress,
        now: Instant,
        into output: inout Output
    ) {
        handleDeadlines(now: now, into: &output)
        // Without an open allocation, the shell has just been told to close the socket.
        guard let slot = allocations.slot(of: relay), allocations.isOpen(slot) else {
            return counts.refused.count(.noAllocation)
        }
        // A packet with one of the server's own addresses as its source does not come over the network.
        guard allocations.route(slot, to: peer.address, now: now) == .outside else {
            return counts.refused.count(.noPermission)
        }
        guard admits(datagram.byteCount, at: slot, now: now) else { return }
        deliver(datagram, from: peer, to: slot, now: now, into: &output)
        counts.toClients.add(datagram.byteCount)
    }

    /// Sends data from a peer to the client at `slot`: in ChannelData if the peer has a channel, else in a Data
    /// indication (RFC 8656 sections 11.3 and 12.7).
    mutating func deliver(
        _ payload: RawSpan,
        from peer: TransportAddress,
        to slot: UInt32,
        now: Instant,
        into output: inout Output
    ) {
        guard payload.byteCount <= Self.maximumPayload else { return counts.refused.count(.malformed) }
        let client = allocations.client(slot)
        if let channel = allocations.channel(slot, to: peer, now: now) {
            output.send(to: client) { buffer in
                ChannelData.write(payload, on: channel, padded: client.transport.isStream, to: &buffer)
            }
        } else {
            let transactionID = TransactionID(using: &indicationIDs)
            output.send(to: client) { buffer in
                DataIndication.write(payload, from: peer, transactionID, to: &buffer)
            }
        }
    }
}
