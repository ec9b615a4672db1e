package import NIOCore
package import WebSocketFraming

/// One of two sockets whose binary messages are forwarded to each other. Safe to use from any thread.
///
/// A new leg waits, without reading, for ``join(_:_:limits:observer:)``; without that it is closed with 4013 after
/// ``WebSocketServerConfiguration/partnerTimeout``. When joined, each leg gets an empty binary message. From then on
/// bytes from one are forwarded to the other while they arrive: no frame is held, and when a client reads slowly, the
/// server reads the other one slowly. Pings are answered here. A close is forwarded with its status; when a leg is lost
/// without one, the other is closed with 4010.
package struct RelayLeg: Sendable {
    /// The event loop of the leg's handler.
    package let eventLoop: any EventLoop
    /// The address of the TCP connection's other end.
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

    /// Joins two waiting legs. If one of them has ended meanwhile, the other is closed with 4010.
    package static func join(
        _ first: RelayLeg,
        _ second: RelayLeg,
        limits: RelayLimits = RelayLimits(),
        observer: (any RelayObserver)? = nil
    ) {
        let circuit = RelayCircuit(limits: limits, observer: observer)
        // Both must be attached before either reads, since its bytes go to the other at once.
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

    /// The state of the direction from this leg to its partner.
    package func flow() -> EventLoopFuture<RelayFlow> {
        eventLoop.submit { [handler] in handler.value.flow }
    }

    /// Runs `body` on the leg's event loop, at once when this is the current one.
    func onLoop(_ body: @escaping @Sendable (RelayLegHandler) -> Void) {
        if eventLoop.inEventLoop {
            body(handler.value)
        } else {
            eventLoop.execute { [handler] in body(handler.value) }
        }
    }
}

/// The state of one direction of a pairing at one moment.
package struct RelayFlow: Hashable, Sendable {
    /// The bytes read from this leg's client and not yet taken by the partner's socket.
    package let outstanding: Int
    /// Whether reading from this leg is paused, because it has no partner or the partner's client is slower.
    package let isPaused: Bool
}
