package import NIOCore
package import NetPrimitives
import STUN
import TURNGrants

/// A TURN server (RFC 8656) that also answers STUN Binding requests (RFC 8489): packets in, packets out.
///
/// It owns no socket, reads no clock and starts no task. One instance serves all sockets, from one event loop. `now`
/// never goes back.
package struct TURNServer: ~Copyable, Sendable {
    /// The options and limits.
    package let configuration: Configuration
    var network: LocalNetwork
    var policy: AddressPolicy
    let nonces: Nonces
    /// The source of relay ports. Cryptographically secure, except in tests.
    var random: any RandomNumberGenerator & Sendable
    /// The source of the transaction IDs of Data indications: those are never answered, so they need not be
    /// unpredictable.
    var indicationIDs: SeededRandom

    var allocations: AllocationTable
    var grants: [GrantID: Grant] = [:]
    var timers = TimerTable<Deadline>() {
        didSet { nextDeadline = timers.nextDeadline }
    }
    /// The time at which ``handleDeadlines(now:into:)`` is due, nil for never. It may change with each call.
    ///
    /// Cached, since it is read for each packet.
    package private(set) var nextDeadline: Instant?

    var challenges: ChallengeLimiter
    let deviceRate: TokenBucket.Rate
    let totalRate: TokenBucket.Rate
    var totalBucket = TokenBucket()
    var counts = Statistics()

    /// A timer, named after what it ends.
    enum Deadline: Hashable {
        case allocation(UInt32)
        case grant(GrantID)
        case device(UInt32)
    }

    /// A server without allocations and without grants.
    package init(
        configuration: Configuration,
        network: LocalNetwork,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.configuration = configuration
        self.network = network
        self.random = random
        policy = AddressPolicy(network, reachesPrivatePeers: configuration.reachesPrivatePeers)
        nonces = Nonces(key: configuration.nonceKey, lifetime: configuration.nonceLifetime)
        indicationIDs = SeededRandom(seed: self.random.next())
        allocations = AllocationTable(ports: configuration.relayPorts)
        challenges = ChallengeLimiter(
            TokenBucket.Rate(perSecond: configuration.challengesPerSecond, burst: configuration.challengeBurst)
        )
        deviceRate = TokenBucket.Rate(bytesPerSecond: configuration.bytesPerSecondPerDevice)
        totalRate = TokenBucket.Rate(bytesPerSecond: configuration.bytesPerSecond)
    }

    /// The figures for metrics.
    package var statistics: Statistics {
        var counts = counts
        counts.allocations = allocations.count
        counts.grants = grants.count
        return counts
    }

    /// Replaces the server's addresses. Permissions that the policy no longer allows end.
    package mutating func update(_ network: LocalNetwork) {
        self.network = network
        policy = AddressPolicy(network, reachesPrivatePeers: configuration.reachesPrivatePeers)
        for slot in Array(allocations.all) {
            reviewPermissions(at: slot)
        }
    }

    /// Handles a datagram from a client. `datagram` is only read during the call.
    package mutating func receive(
        _ datagram: RawSpan,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {
        handleDeadlines(now: now, into: &output)
        guard datagram.byteCount >= ChannelData.headerSize else { return counts.refused.count(.malformed) }
        if ChannelData.isBeginning(datagram) {
            receiveChannelData(datagram, from: client, now: now, into: &output)
        } else {
            receiveMessage(datagram, from: client, now: now, into: &output)
        }
    }

    /// Handles the bytes of a client's connection: reads all complete messages off `stream` and leaves the beginning of
    /// the next one there, less than ``STUN/StreamFrame/maximumSize`` bytes. The shell appends further bytes.
    ///
    /// After ``Action/closeStream(_:)`` the shell closes the connection and passes no more of its bytes.
    package mutating func receive(
        stream: inout ByteBuffer,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {
        while true {
            // Without an allocation there are no channels. Most text of other protocols would look like the beginning
            // of ChannelData, and the server would wait for its end.
            if ChannelData.isBeginning(stream.readableBytesSpan), !hasAllocation(client) {
                return endStream(&stream, of: client, because: .noAllocation, now: now, into: &output)
            }
            switch StreamFrame(at: stream.readableBytesSpan) {
            case .message(let count, let padded):
                receive(stream.readableBytesSpan.extracting(first: count), from: client, now: now, into: &output)
                stream.moveReaderIndex(forwardBy: padded)
            case .incomplete:
                return
            case .broken:
                return endStream(&stream, of: client, because: .malformed, now: now, into: &output)
            }
        }
    }

    /// Ends a connection whose bytes cannot be parsed any more.
    private mutating func endStream(
        _ stream: inout ByteBuffer,
        of client: Client,
        because reason: Statistics.Reason,
        now: Instant,
        into output: inout Output
    ) {
        counts.refused.count(reason)
        stream.clear()
        streamClosed(client, now: now, into: &output)
        output.append(.closeStream(client))
    }

    /// Handles the end of a client's connection, by either side: its allocation ends with it.
    package mutating func streamClosed(_ client: Client, now: Instant, into output: inout Output) {
        handleDeadlines(now: now, into: &output)
        guard let slot = allocations.slot(of: client) else { return }
        end(allocationAt: slot, now: now, into: &output)
    }

    /// Handles the timers that are due at `now`.
    ///
    /// Every input does this first, since the shell's timer may be late: an expired allocation or grant must not be
    /// found any more.
    package mutating func handleDeadlines(now: Instant, into output: inout Output) {
        while let nextDeadline, nextDeadline <= now, let deadline = timers.popDue(now: now) {
            switch deadline {
            case .allocation(let slot): end(allocationAt: slot, now: now, into: &output)
            case .grant(let id): endGrantIfUnused(id, now: now)
            case .device(let place): endDeviceIfUnused(place, now: now)
            }
        }
    }

    private mutating func receiveMessage(
        _ message: RawSpan,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {
        guard let header = try? MessageHeader(parsing: message) else { return counts.refused.count(.malformed) }
        switch header.type.class {
        case .indication where header.type.method == .send:
            receiveSend(header, message, from: client, now: now, into: &output)
        case .request:
            answer(header, message, from: client, now: now, into: &output)
        case .indication, .success, .error:
            // A Binding indication keeps a NAT binding alive and needs no response; responses are unexpected, since the
            // server sends no requests.
            break
        }
    }
}

extension TokenBucket.Rate {
    /// The rate for a bandwidth, with a burst of one second, and of one datagram at least.
    fileprivate init(bytesPerSecond: Int) {
        self.init(perSecond: bytesPerSecond, burst: max(bytesPerSecond, Int(UInt16.max)))
    }
}

extension TURNServer {
    /// Whether `client` has an allocation. A connection without one is soon closed by the shell.
    package func hasAllocation(_ client: Client) -> Bool { allocations.slot(of: client) != nil }
}
