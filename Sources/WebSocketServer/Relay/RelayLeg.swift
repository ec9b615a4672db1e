package import NIOCore
package import WebSocketFraming

/// One of two sockets whose binary messages are passed to each other. May be used from any thread.
///
/// A leg that has arrived waits, without reading, for ``join(_:_:limits:observer:)``; when that does not come within
/// ``WebSocketServerConfiguration/partnerTimeout`` it is closed with 4013. Joined, each leg is sent an empty binary
/// message, and from then on what comes from one goes to the other as it comes: no frame is held, and a client that
/// reads slowly makes the server read the other one slowly. Pings are answered here. A close is passed on with its
/// status; when a leg is lost without one, the other is closed with 4010.
package struct RelayLeg: Sendable {
    /// Where the leg's handler runs.
    package let eventLoop: any EventLoop
    /// The other end of the TCP connection.
    package let remoteAddress: SocketAddress?
    /// Fulfilled when the TCP connection has ended.
    package let closed: EventLoopFuture<Void>
    private let handler: NIOLoopBound<RelayLegHandler>

    init(_ handler: RelayLegHandler, channel: any Channel) {
        eventLoop = channel.eventLoop
        remoteAddress = channel.remoteAddress
        closed = channel.closeFuture
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    /// Joins two legs that wait. If one of them has ended meanwhile, the other is closed with 4010.
    package static func join(
        _ first: RelayLeg,
        _ second: RelayLeg,
        limits: RelayLimits = RelayLimits(),
        observer: (any RelayObserver)? = nil
    ) {
        let circuit = RelayCircuit(limits: limits, observer: observer)
        // Both must be attached before one of them reads: what it reads goes to the other at once.
        first.onLoop { firstHandler in
            let isFirstAttached = firstHandler.attach(to: second, circuit)
            second.onLoop { secondHandler in
                guard isFirstAttached else {
                    circuit.end(.connectionLost)
                    return secondHandler.partnerLost()
                }
                guard secondHandler.attach(to: first, circuit) else {
                    circuit.end(.connectionLost)
                    return first.onLoop { $0.partnerLost() }
                }
                secondHandler.start()
                first.onLoop { $0.start() }
            }
        }
    }

    /// Closes the leg, and its partner with the same status.
    package func close(_ code: CloseCode, _ reason: String = "") {
        onLoop { $0.closePairing(CloseStatus(code, reason), end: .closedByServer(CloseStatus(code, reason))) }
    }

    /// How much is on its way from this leg to its partner.
    package func flow() -> EventLoopFuture<RelayFlow> {
        eventLoop.submit { [handler] in handler.value.flow }
    }

    /// Runs `body` on the leg's event loop, at once when this is it.
    func onLoop(_ body: @escaping @Sendable (RelayLegHandler) -> Void) {
        if eventLoop.inEventLoop {
            body(handler.value)
        } else {
            eventLoop.execute { [handler] in body(handler.value) }
        }
    }
}

/// One direction of a pairing at one moment.
package struct RelayFlow: Hashable, Sendable {
    /// In bytes: read from this leg's client and not yet taken by the partner's socket.
    package let outstanding: Int
    /// Whether this leg is not read, because it has no partner or because the partner's client is slower.
    package let isPaused: Bool
}
