import DatagramIO
import Logging
import NIOCore
import NetPrimitives
import TURN
import TURNGrants

/// Feeds ``TURNServer`` with the bytes of its sockets and performs its actions. Bound to one event loop.
final class TURNDriver {
    /// Called when an authenticated request for a grant came from an address.
    var seen: (GrantID, IPAddress) -> Void = { _, _ in }

    /// The UDP socket that receives from clients.
    private enum Listener {
        /// Not opened yet, or closed by the shutdown.
        case closed
        case open(DatagramEndpoint)
        /// Closed by the system; it will be opened again at this address.
        case lost(TransportAddress)
    }

    private let eventLoop: any EventLoop
    private var core: TURNServer
    private let readNetwork: @Sendable (Instant) -> TURNServer.LocalNetwork
    /// The network as it was last read.
    private var network: TURNServer.LocalNetwork
    private let datagrams: DatagramLoop
    private let logger: Logger
    private var strangers: StrangerLog

    private var output = TURNServer.Output()
    /// The actions being performed, while the core may already append new ones to `output`.
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
    /// Pairs of grant and address seen since the network was last read.
    private var lastSeen = Sightings()

    /// The time that a connection may be open without an allocation, at least: clients allocate at once.
    private static let idleStream = Duration.seconds(30)
    /// The interval of looking for connections without an allocation, so one is closed after 30 to 40 seconds.
    private static let sweepInterval = Duration.seconds(10)
    /// The interval of reading this machine's addresses while there are grants: a relay socket must never reach this
    /// machine's own services.
    private static let refreshInterval = Duration.seconds(5)

    /// The interval of trying to reopen a lost listener.
    private static let reopeningInterval = Duration.seconds(5)

    /// - Parameters:
    ///   - configuration: The limits.
    ///   - readNetwork: Reads this machine's addresses; the argument is the present instant.
    ///   - eventLoop: The event loop on which all calls are made.
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

    /// The core's present statistics.
    var statistics: TURNServer.Statistics { core.statistics }

    // MARK: Events

    /// Applies a change of a grant.
    func apply(_ change: GrantChange) {
        guard !isShutDown else { return }
        // Without grants the addresses are not read, so they may be outdated when the first grant comes.
        if core.statistics.grants == 0 { refreshNetwork() }
        core.apply(change, now: now, into: &output)
        carryOut()
        keepNetworkFresh()
    }

    /// Handles changed addresses of the machine. Without grants they are read with the next grant.
    func networkChanged() {
        if !isShutDown, core.statistics.grants > 0 { refreshNetwork() }
    }

    /// Listens for datagrams at `address`, and returns the port; 0 takes a free one.
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

    /// The receive buffer in bytes: all clients share the socket, and their bursts must fit.
    private static let receiveBuffer = 1 << 20

    /// Keeps `acceptor`, which accepts connections, until ``shutDown()``.
    func keep(_ acceptor: any Channel) {
        acceptors.append(acceptor)
    }

    /// Handles a new connection of a client.
    func opened(_ stream: TURNStream) {
        streams.add(stream, now: now)
        sweep.ensure(by: now + Self.sweepInterval)
    }

    /// Handles bytes on a client's connection.
    func received(on stream: TURNStream) {
        core.receive(stream: &stream.inbound, from: stream.client, now: now, into: &output)
    }

    /// Handles the end of a burst of reads on a client's connection.
    func readComplete() {
        carryOut()
    }

    /// Handles the end of a client's connection.
    func closed(_ stream: TURNStream) {
        guard streams.remove(stream) else { return }
        core.streamClosed(stream.client, now: now, into: &output)
        carryOut()
    }

    /// Closes all sockets.
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

    // MARK: Actions

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
        // An empty list, without even loopback, means that reading failed, for example because all descriptors are in
        // use. The known addresses stay.
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
        // Without the address that was asked, the response could leave from another one, and the client would drop it.
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

    /// Reopens the listener. Clients keep their allocations, since the server's address and port stay the same.
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

    /// Handles a datagram at a relay socket.
    func received(_ bytes: ByteBuffer, from peer: TransportAddress, at relay: TURNServer.RelayID) {
        core.receive(bytes.readableBytesSpan, at: relay, from: peer, now: now, into: &output)
    }

    /// Handles a relay socket that the system has closed.
    func relayFailed(_ relay: TURNServer.RelayID, _ error: any Error) {
        // A peer's packet can be the cause, so these lines are rate-limited.
        strangers.write(
            .warning,
            "A relay socket of TURN was closed by the system.",
            ["error": "\(error)"],
            now: now
        )
        core.relayLost(relay, now: now, into: &output)
        carryOut()
    }

    /// Handles the end of a burst at a relay socket.
    func relayBurstEnded() {
        carryOut()
    }
}
