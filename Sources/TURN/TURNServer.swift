package import NIOCore
package import NetPrimitives
import STUN
import TURNGrants

/// A TURN server (RFC 8656) that also answers STUN Binding requests (RFC 8489): packets in, packets out.
///
/// It owns no socket, reads no clock and starts no task. One instance serves all sockets, from one event loop. `now`
/// never goes back.
package struct TURNServer: ~Copyable, Sendable {
    /// The options it was made with.
    package let configuration: Configuration
    var network: LocalNetwork
    var policy: AddressPolicy
    let nonces: Nonces
    /// Where relay ports come from. Cryptographically secure, except in tests.
    var random: any RandomNumberGenerator & Sendable
    /// The IDs of Data indications: nobody answers them, so they need not be hard to guess.
    var indicationIDs: SeededRandom

    var allocations: AllocationTable
    var grants: [GrantID: Grant] = [:]
    var timers = TimerTable<Deadline>() {
        didSet { nextDeadline = timers.nextDeadline }
    }
    /// When ``handleDeadlines(now:into:)`` is due, nil for never. It may have changed after each call.
    ///
    /// Kept beside the table, since it is looked at for each packet.
    package private(set) var nextDeadline: Instant?

    var challenges: ChallengeLimiter
    let deviceRate: TokenBucket.Rate
    let totalRate: TokenBucket.Rate
    var totalBucket = TokenBucket()
    var counts = Statistics()

    /// What is waited for.
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

    /// Counts for metrics.
    package var statistics: Statistics {
        var counts = counts
        counts.allocations = allocations.count
        counts.grants = grants.count
        return counts
    }

    /// Takes the server's new place in the network. Permissions that the policy no longer allows end.
    package mutating func update(_ network: LocalNetwork) {
        self.network = network
        policy = AddressPolicy(network, reachesPrivatePeers: configuration.reachesPrivatePeers)
        for slot in Array(allocations.all) {
            reviewPermissions(at: slot)
        }
    }

    /// Takes one datagram from a client. `datagram` is only looked at during the call.
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

    /// Takes what has come on a client's connection: reads all whole messages off `stream` and leaves the beginning of
    /// the next one there, less than ``STUN/StreamFrame/maximumSize`` bytes. The shell appends what comes next.
    ///
    /// After ``Action/closeStream(_:)`` the shell closes the connection and passes nothing of it any more.
    package mutating func receive(
        stream: inout ByteBuffer,
        from client: Client,
        now: Instant,
        into output: inout Output
    ) {
        while true {
            // Without an allocation there are no channels: most text of other protocols would be taken for the beginning
            // of ChannelData, and its end waited for.
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

    /// Ends a connection on which nothing can be understood any more.
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

    /// A client's connection has ended, by whoever's doing: its allocation ends with it.
    package mutating func streamClosed(_ client: Client, now: Instant, into output: inout Output) {
        handleDeadlines(now: now, into: &output)
        guard let slot = allocations.slot(of: client) else { return }
        end(allocationAt: slot, now: now, into: &output)
    }

    /// Does what is due at `now`.
    ///
    /// Whatever comes in does this first, since the shell's timer may be late: what has ended must not be found any more.
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
            // A Binding indication keeps a NAT open and wants nothing; the server asks nothing that could be answered.
            break
        }
    }
}

extension TokenBucket.Rate {
    /// The rate of a bandwidth: a second of it at once, and never less than one datagram.
    fileprivate init(bytesPerSecond: Int) {
        self.init(perSecond: bytesPerSecond, burst: max(bytesPerSecond, Int(UInt16.max)))
    }
}

extension TURNServer {
    /// Whether `client` has an allocation. A connection without one is soon closed by the shell.
    package func hasAllocation(_ client: Client) -> Bool { allocations.slot(of: client) != nil }
}
