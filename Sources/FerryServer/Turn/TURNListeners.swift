import DatagramIO
import NIOCore
import NIOPosix
import NIOSSL
import NetPrimitives
import Synchronization
import TURN

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Opens the sockets of TURN: UDP and TCP on one port, TLS on another.
struct TURNListeners {
    let driver: NIOLoopBound<TURNDriver>
    let eventLoop: any EventLoop
    /// Where to listen, whatever its port.
    let address: TransportAddress
    let connections: ConnectionTable
    /// Numbers the connections; 0 is the UDP socket.
    private let lastStream = Numbers()

    /// Takes a crowd that comes back after a restart.
    private static let backlog: Int32 = 256
    /// Free ports to try when the usual one is taken: it must be free for UDP and for TCP.
    private static let attempts = 8

    init(
        driver: NIOLoopBound<TURNDriver>,
        eventLoop: any EventLoop,
        address: TransportAddress,
        connections: ConnectionTable
    ) {
        self.driver = driver
        self.eventLoop = eventLoop
        self.address = address
        self.connections = connections
    }

    /// Opens UDP and TCP on `port`.
    ///
    /// - Parameter port: 0: any that is free for both.
    /// - Throws: `IOError` or `DatagramBindError`.
    func openPlain(port: UInt16) async throws -> UInt16 {
        for _ in 1..<Self.attempts where port == 0 {
            if let port = try? await openBoth(port: 0) { return port }
        }
        return try await openBoth(port: port)
    }

    /// Opens TCP with TLS on `port`; 0: any free one.
    ///
    /// - Parameter context: What TLS is served with at the moment.
    /// - Throws: `IOError`.
    func openTLS(port: UInt16, context: @escaping @Sendable () -> NIOSSLContext) async throws -> UInt16 {
        try await accept(port: port, transport: .tls, tls: context)
    }

    private func openBoth(port: UInt16) async throws -> UInt16 {
        let bound = try await eventLoop.submit { [driver, address] in
            try driver.value.listen(at: TransportAddress(address.address, port: port))
        }.get()
        do {
            return try await accept(port: bound, transport: .tcp, tls: nil)
        } catch {
            try await eventLoop.submit { [driver] in driver.value.stopListening() }.get()
            throw error
        }
    }

    private func accept(
        port: UInt16,
        transport: TURNServer.Client.Transport,
        tls: (@Sendable () -> NIOSSLContext)?
    ) async throws -> UInt16 {
        let acceptor = try await ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: Self.waterMark)
            .childChannelInitializer { [driver, connections, lastStream] channel in
                channel.eventLoop.makeCompletedFuture {
                    guard connections.add(channel), let client = lastStream.client(of: channel, transport) else {
                        throw ChannelError.ioOnClosedChannel
                    }
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls())) }
                    try channel.pipeline.syncOperations.addHandler(TURNStream(client: client, driver: driver.value))
                }
            }
            .bind(host: address.address.description, port: Int(port)).get()
        try await eventLoop.submit { [driver] in driver.value.keep(acceptor) }.get()
        return UInt16(clamping: acceptor.localAddress?.port ?? 0)
    }

    /// Bytes for one client that may wait to be sent: beyond the second number packets for it are dropped, below the
    /// first they are sent again. 20 ms of a hundred megabits a second.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 64 << 10, high: 256 << 10)

    /// Numbers for connections.
    private final class Numbers: Sendable {
        private let last = Atomic<UInt32>(TURNStreams.datagrams)

        /// Who `channel` is, with a number of its own; nil when it is gone already.
        func client(of channel: any Channel, _ transport: TURNServer.Client.Transport) -> TURNServer.Client? {
            guard let remote = channel.remoteAddress.flatMap({ TransportAddress($0) }),
                let local = channel.localAddress.flatMap({ TransportAddress($0) })
            else { return nil }
            let number = last.wrappingAdd(1, ordering: .relaxed).newValue
            return TURNServer.Client(transport: transport, address: remote, server: local, socket: number)
        }
    }
}
