import NIOCore
import NIOPosix

/// A TCP connection on which nothing is expected.
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

    /// Waits until the other end has closed it.
    func closed() async throws {
        try await channel.closeFuture.get()
    }

    /// Closes it from here, unless the other end was first.
    func close() async throws {
        do {
            try await channel.close()
        } catch ChannelError.alreadyClosed {}
    }
}
