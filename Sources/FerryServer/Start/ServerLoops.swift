package import NIOCore
import NIOPosix

/// The event loops of a server.
///
/// TURN has its own thread, so that its packets and the other connections do not delay each other. Connections share
/// the other cores: with two cores that is one loop, on which a message passes from socket to socket, and a relayed
/// byte from leg to leg, without waking another thread.
package struct ServerLoops: Sendable {
    /// The loops of all sockets and, on one of them, of the rendezvous.
    package let connections: any EventLoopGroup
    /// The loop of TURN.
    package let turn: any EventLoop

    /// The loops of this process, created at the first use and never ended.
    package static let ofProcess = ServerLoops(
        connections: MultiThreadedEventLoopGroup(numberOfThreads: max(1, System.coreCount - 1)),
        turn: MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    )
}
