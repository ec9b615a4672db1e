import DatagramIO
import Logging
import NIOCore
import NetPrimitives
import TURN
import TURNGrants

/// Feeds ``TURNServer`` with what comes in on its sockets and does what it says. Belongs to one event loop.
final class TURNDriver {
    /// Says that an authenticated request for a grant came from an address.
    var seen: (GrantID, IPAddress) -> Void = { _, _ in }

    /// The UDP socket that clients send to.
    private enum Listener {
        /// Not opened yet, or closed for good.
        case closed
        case open(DatagramEndpoint)
        /// Closed by the system; it is to be opened again at this address.
        case lost(TransportAddress)
    }

    private let eventLoop: any EventLoop
    private var core: TURNServer
    private let readNetwork: @Sendable (Instant) -> TURNServer.LocalNetwork
    /// As it was read last.
    private var network: TURNServer.LocalNetwork
    private let datagrams: DatagramLoop
    private let logger: Logger
    private var strangers: StrangerLog

    private var output = TURNServer.Output()
    /// What is being done, while the core may already be asked for more.
    private var underway = TURNServer.Output()
    private var isCarryingOut = false

    private var listener = Listener.closed
    private var acceptors: [any Channel] = []
    private var relays = TURNRelays()
    private var streams = TURNStreams()

    private lazy var timer = LoopTimer(on: eventLoop) { [unowned self] in timerFired() }
    private lazy var sweep = LoopTimer(on: eventLoop) { [unowned self] in sweepStreams() }
    private lazy var refresh = LoopTimer(on: eventLoop) { [unowned self] in refreshNetwork() }
    private lazy var reopening = LoopTimer(on: eventLoop) { [unowned self] in reopen() }
    private var isShutDown = false
    /// Until the network is looked at again.
    private var lastSeen = Sightings()

    /// How long a connection may be open without an allocation, at least: clients come to allocate, at once.
    private static let idleStream = Duration.seconds(30)
    /// How often connections without an allocation are looked for, so that one is closed after 30 to 40 seconds.
    private static let sweepInterval = Duration.seconds(10)
    /// How often this machine's addresses are read while somebody may be relayed to: what is ours must never be reached
    /// through a socket.
    private static let refreshInterval = Duration.seconds(5)

    /// How often a lost listener is tried to be had back.
    private static let reopeningInterval = Duration.seconds(5)

    /// - Parameters:
    ///   - configuration: The limits.
    ///   - readNetwork: Reads this machine's addresses as they are at an instant, which is now.
    ///   - eventLoop: Where everything here happens.
    init(
        configuration: TURNServer.Configuration,
        readNetwork: @escaping @Sendable (Instant) -> TURNServer.LocalNetwork,
        eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.logger = logger
        strangers = StrangerLog(logger)
        network = readNetwork(Instant(.now()))
        core = TURNServer(configuration: configuration, network: network)
        self.readNetwork = readNetwork
        self.eventLoop = eventLoop
        datagrams = DatagramLoop(on: eventLoop)
    }

    /// How things stand.
    var statistics: TURNServer.Statistics { core.statistics }

    // MARK: What happens

    /// Takes a decision about who may use the relay.
    func apply(_ change: GrantChange) {
        guard !isShutDown else { return }
        // While nobody may relay the addresses are not read. Whoever may from now on must not find those of yesterday.
        if core.statistics.grants == 0 { refreshNetwork() }
        core.apply(change, now: now, into: &output)
        carryOut()
        keepNetworkFresh()
    }

    /// The machine has other addresses than before. While nobody may relay they are read when somebody may.
    func networkChanged() {
        if !isShutDown, core.statistics.grants > 0 { refreshNetwork() }
    }

    /// Listens for datagrams at `address`, and says at which port; 0 takes a free one.
    func listen(at address: TransportAddress) throws(DatagramBindError) -> UInt16 {
        var options = DatagramOptions()
        options.isDualStack = address.address.bitWidth == 128 && address.address.scope == .unspecified
        options.reportsDestination = true
        options.receiveBuffer = Self.receiveBuffer
        let endpoint = try DatagramEndpoint(bind: address, options: options, loop: datagrams, receiver: self)
        listener = .open(endpoint)
        return endpoint.localAddress.port
    }

    /// Stops listening for datagrams.
    func stopListening() {
        if case .open(let endpoint) = listener { endpoint.close() }
        listener = .closed
    }

    /// Bytes that may wait to be read: all clients share the socket, and a burst of theirs must fit.
    private static let receiveBuffer = 1 << 20

    /// Closes `acceptor`, which accepts connections, in the end.
    func keep(_ acceptor: any Channel) {
        acceptors.append(acceptor)
    }

    /// A client's connection is there.
    func opened(_ stream: TURNStream) {
        streams.add(stream, now: now)
        sweep.ensure(by: now + Self.sweepInterval)
    }

    /// Something came on a client's connection.
    func received(on stream: TURNStream) {
        core.receive(stream: &stream.inbound, from: stream.client, now: now, into: &output)
    }

    /// What came on a client's connection has been read for now.
    func readComplete() {
        carryOut()
    }

    /// A client's connection has ended.
    func closed(_ stream: TURNStream) {
        guard streams.remove(stream) else { return }
        core.streamClosed(stream.client, now: now, into: &output)
        carryOut()
    }

    /// Closes everything.
    func shutDown() {
        isShutDown = true
        strangers.close()
        for timer in [timer, sweep, refresh, reopening] { timer.stop() }
        stopListening()
        for acceptor in acceptors { acceptor.close(promise: nil) }
        for stream in streams.all { stream.close() }
        relays.closeAll()
    }

    private var now: Instant { Instant(.now()) }

    // MARK: What is to be done

    private func carryOut() {
        guard !isCarryingOut else { return }
        isCarryingOut = true
        while !output.actions.isEmpty {
            swap(&output, &underway)
            for action in underway.actions { perform(action, underway.bytes) }
            underway.removeAll()
        }
        for stream in streams.takeUnflushed() { stream.flush() }
        isCarryingOut = false
        timer.ensure(by: core.nextDeadline)
    }

    private func perform(_ action: TURNServer.Action, _ bytes: ByteBuffer) {
        switch action {
        case .sendToClient(let client, let slice):
            let bytes = bytes.readableBytesSpan.extracting(slice.range)
            if client.transport.isStream {
                streams.send(bytes, to: client)
            } else {
                if case .open(let endpoint) = listener {
                    endpoint.send(bytes, to: client.address, from: client.server.address)
                }
            }
        case .sendToPeer(let relay, let peer, let slice):
            relays.send(bytes.readableBytesSpan.extracting(slice.range), from: relay, to: peer)
        case .openRelay(let relay, let family, let port, let local):
            openRelay(relay, family, port, local)
        case .closeRelay(let relay):
            relays.close(relay)
        case .closeStream(let client):
            streams[client]?.close()
        case .seen(let grant, let address):
            if lastSeen.add(grant, at: address) { seen(grant, address) }
        }
    }

    private func openRelay(
        _ relay: TURNServer.RelayID,
        _ family: AddressFamily,
        _ port: UInt16,
        _ local: IPAddress?
    ) {
        let address: IPAddress =
            switch family {
            case .v4: .v4(IPv4Address(bits: 0))
            case .v6: .v6(IPv6Address(high: 0, low: 0))
            }
        do {
            let receiver = RelayReceiver(relay: relay, driver: self)
            let place = TransportAddress(address, port: port)
            try relays.open(relay, at: place, sendingFrom: local, loop: datagrams, receiver: receiver)
            core.relayOpened(relay, now: now, into: &output)
        } catch {
            core.relayFailed(relay, now: now, into: &output)
        }
    }

    // MARK: Time

    private func timerFired() {
        guard let deadline = core.nextDeadline else { return }
        guard deadline <= now else { return timer.ensure(by: deadline) }
        core.handleDeadlines(now: now, into: &output)
        carryOut()
    }

    private func sweepStreams() {
        let idle = streams.idle(for: Self.idleStream, now: now) { core.hasAllocation($0) }
        for stream in idle { stream.close() }
        if !streams.isEmpty { sweep.ensure(by: now + Self.sweepInterval) }
    }

    private func keepNetworkFresh() {
        if core.statistics.grants > 0 { refresh.ensure(by: now + Self.refreshInterval) }
    }

    private func refreshNetwork() {
        lastSeen.removeAll()
        let current = readNetwork(now)
        // Not even loopback: the system did not tell, as when all descriptors are in use. What was ours stays ours.
        if current != network, !current.interfaces.isEmpty {
            network = current
            core.update(current)
            carryOut()
        }
        keepNetworkFresh()
    }
}

extension TURNDriver: DatagramReceiver {
    func received(
        _ bytes: ByteBuffer,
        from source: TransportAddress,
        to destination: IPAddress?,
        at endpoint: DatagramEndpoint
    ) {
        // Without the address that was asked, the answer could come from another one and would help nobody.
        guard let destination else { return }
        let server = TransportAddress(destination, port: endpoint.localAddress.port)
        let client = TURNServer.Client(transport: .udp, address: source, server: server, socket: TURNStreams.datagrams)
        core.receive(bytes.readableBytesSpan, from: client, now: now, into: &output)
    }

    func burstEnded(at endpoint: DatagramEndpoint) {
        carryOut()
    }

    func failed(_ endpoint: DatagramEndpoint, _ error: any Error) {
        logger.error("The UDP socket of TURN was closed by the system.", metadata: ["error": "\(error)"])
        listener = .closed
        listenAgain(at: endpoint.localAddress)
    }

    private func reopen() {
        if case .lost(let address) = listener { listenAgain(at: address) }
    }

    /// Clients keep their allocations: they know the server by its address and port, and that comes back.
    private func listenAgain(at address: TransportAddress) {
        guard !isShutDown else { return }
        do {
            _ = try listen(at: address)
            logger.notice("The UDP socket of TURN is open again.")
        } catch {
            listener = .lost(address)
            reopening.ensure(by: now + Self.reopeningInterval)
        }
    }

    /// A relay socket has received something.
    func received(_ bytes: ByteBuffer, from peer: TransportAddress, at relay: TURNServer.RelayID) {
        core.receive(bytes.readableBytesSpan, at: relay, from: peer, now: now, into: &output)
    }

    /// The system has closed a relay socket.
    func relayFailed(_ relay: TURNServer.RelayID, _ error: any Error) {
        // A packet of a peer can be the reason, so a stranger decides how often.
        strangers.write(
            .warning,
            "A relay socket of TURN was closed by the system.",
            ["error": "\(error)"],
            now: now
        )
        core.relayLost(relay, now: now, into: &output)
        carryOut()
    }

    /// A burst at a relay socket is over.
    func relayBurstEnded() {
        carryOut()
    }
}
