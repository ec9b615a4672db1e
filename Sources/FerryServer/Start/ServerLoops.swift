package import NIOCore
import NIOPosix

/// The event loops of a server.
///
/// TURN has a thread of its own, so that its packets wait for nobody and keep nobody waiting. Connections share what is
/// left of the processor: on a machine of two cores that is one loop, on which a message passes from socket to socket,
/// and a relayed byte from leg to leg, without waking another thread.
package struct ServerLoops: Sendable {
    /// Where sockets live, and the rendezvous on one of them.
    package let connections: any EventLoopGroup
    /// Where all of TURN lives.
    package let turn: any EventLoop

    /// The loops of this process, made with the first use and never ended.
    package static let ofProcess = ServerLoops(
        connections: MultiThreadedEventLoopGroup(numberOfThreads: max(1, System.coreCount - 1)),
        turn: MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    )
}
