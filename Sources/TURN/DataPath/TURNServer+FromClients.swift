import NetPrimitives
import STUN

extension TURNServer {
    /// Relays a ChannelData message from a client to its peer (RFC 8656 section 12.6).
    mutating func receiveChannelData(
        _ message: RawSpan,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {
        guard let data = ChannelData(parsing: message) else { return counts.refused.count(.malformed) }
        guard let slot = allocations.slot(of: client),
            let peer = allocations.peer(slot, on: data.number, now: now)
        else { return counts.refused.count(.noAllocation) }
        relay(message.extracting(data.payload), from: slot, to: peer, now: now, into: &output)
    }

    /// Relays the data of a client's Send indication to the peer (RFC 8656 section 11.2). Firefox sends all its data
    /// this way.
    mutating func receiveSend(
        _ header: MessageHeader,
        _ message: RawSpan,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {
        guard let send = try? SendIndication(header, in: message) else { return counts.refused.count(.malformed) }
        guard let slot = allocations.slot(of: client) else { return counts.refused.count(.noAllocation) }
        relay(message.extracting(send.payload), from: slot, to: send.peer, now: now, into: &output)
    }

    /// Relays `payload` from the relayed address at `slot`, if the client has a permission for the peer.
    private mutating func relay(
        _ payload: RawSpan,
        from slot: UInt32,
        to peer: TransportAddress,
        now: Instant,
        into output: inout Output
    ) {
        guard peer.port != 0, let route = allocations.route(slot, to: peer.address, now: now) else {
            return counts.refused.count(.noPermission)
        }
        // A permission has no port, and the peer of an old channel may have become an outside one since.
        if route == .outside, peer.port < AddressPolicy.firstPort { return counts.refused.count(.peerAddress) }
        guard admits(payload.byteCount, at: slot, now: now) else { return }
        switch route {
        case .outside:
            output.send(payload, from: allocations.relay(slot), to: peer)
            counts.toPeers.add(payload.byteCount)
        case .inside:
            carry(payload, from: slot, to: peer, now: now, into: &output)
        }
    }

    /// Delivers to the live allocation at exactly the port of `peer`. It must be for the same conversation and have a
    /// permission for the sender: all allocations have the server's addresses, so permission for one is permission for
    /// all. No packet to one of the server's own addresses ever goes to a socket.
    private mutating func carry(
        _ payload: RawSpan,
        from slot: UInt32,
        to peer: TransportAddress,
        now: Instant,
        into output: inout Output
    ) {
        let sender = allocations.relayed(slot)
        guard let recipient = allocations.slot(at: peer.port, peer.address.family), allocations.isOpen(recipient),
            allocations.isSameConversation(slot, recipient),
            allocations.route(recipient, to: sender.address, now: now) == .inside
        else { return counts.refused.count(.noRecipient) }
        guard admits(payload.byteCount, at: recipient, now: now) else { return }
        deliver(payload, from: sender, to: recipient, now: now, into: &output)
        counts.within.add(payload.byteCount)
    }

    /// The bytes of IPv6 and UDP headers: a packet without payload uses bandwidth too.
    private static let overhead = 48

    /// Whether a packet of this many bytes is within the rates; it counts if it is.
    mutating func admits(_ count: Int, at slot: UInt32, now: Instant) -> Bool {
        let count = min(count + Self.overhead, Int(UInt16.max))
        guard allocations.take(slot, count, deviceRate, now: now),
            totalBucket.take(count, totalRate, now: now)
        else {
            counts.refused.count(.bandwidth)
            return false
        }
        return true
    }
}

extension TURNServer.Statistics.Traffic {
    /// Counts a datagram of this many bytes.
    mutating func add(_ count: Int) {
        packets += 1
        bytes += UInt64(count)
    }
}
