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
    /// The address to listen on; its port is ignored.
    let address: TransportAddress
    let connections: ConnectionTable
    /// The numbers of connections; 0 is the UDP socket.
    private let lastStream = Numbers()

    /// The accept queue: after a restart, all clients come back at once.
    private static let backlog: Int32 = 256
    /// The number of free ports to try, since one must be free for both UDP and TCP.
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
    /// - Parameter port: The port; 0: any that is free for both.
    /// - Throws: `IOError` or `DatagramBindError`.
    func openPlain(port: UInt16) async throws -> UInt16 {
        for _ in 1..<Self.attempts where port == 0 {
            if let port = try? await openBoth(port: 0) { return port }
        }
        return try await openBoth(port: port)
    }

    /// Opens TCP with TLS on `port`; 0: any free one.
    ///
    /// - Parameter context: The current TLS context.
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

    /// Limits on the bytes queued for one client: above the high mark its packets are dropped, until the queue is below
    /// the low mark. 20 ms at 100 Mbit/s.
    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 64 << 10, high: 256 << 10)

    /// A counter of connections.
    private final class Numbers: Sendable {
        private let last = Atomic<UInt32>(TURNStreams.datagrams)

        /// The client of `channel`, with a new number; nil when the channel is closed already.
        func client(of channel: any Channel, _ transport: TURNServer.Client.Transport) -> TURNServer.Client? {
            guard let remote = channel.remoteAddress.flatMap({ TransportAddress($0) }),
                let local = channel.localAddress.flatMap({ TransportAddress($0) })
            else { return nil }
            let number = last.wrappingAdd(1, ordering: .relaxed).newValue
            return TURNServer.Client(transport: transport, address: remote, server: local, socket: number)
        }
    }
}
