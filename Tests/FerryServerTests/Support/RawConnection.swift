import NIOCore
import NIOPosix

/// A TCP connection without a protocol.
struct RawConnection {
    private let channel: any Channel

    /// Connects to `port` of 127.0.0.1.
    static func open(port: Int) async throws -> RawConnection {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        return RawConnection(channel: try await bootstrap.connect(host: "127.0.0.1", port: port).get())
    }

    /// Sends bytes.
    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Waits until the other end closes the connection.
    func closed() async throws {
        try await channel.closeFuture.get()
    }

    /// Closes the connection, unless the other end has done so.
    func close() async throws {
        do {
            try await channel.close()
        } catch ChannelError.alreadyClosed {}
    }
}
