import NIOCore
import Rendezvous
import Signaling
import WebSocketFraming
import WebSocketServer

/// The signaling socket of one device: decodes its messages on the socket's event loop and forwards them.
final class SignalingSession: WebSocketSession {
    private let id: ConnectionID
    private let socket: WebSocket
    private let client: ClientContext
    private let visit: Visit
    /// The reserved socket, held until the socket has ended.
    private let reservation: SocketBudget.Reservation
    private let host: RendezvousHost
    private let metrics: ServerMetrics

    init(
        id: ConnectionID,
        socket: WebSocket,
        client: ClientContext,
        visit: Visit,
        reservation: SocketBudget.Reservation,
        host: RendezvousHost,
        metrics: ServerMetrics
    ) {
        self.id = id
        self.socket = socket
        self.client = client
        self.visit = visit
        self.reservation = reservation
        self.host = host
        self.metrics = metrics
    }

    func opened() {
        metrics.signalingSockets.add(1)
        host.tell { [id, socket, client, visit] in $0.connected(id, socket, client, visit) }
    }

    func received(text: ByteBuffer) {
        let event: Rendezvous.Event
        do {
            event = .received(id, try ClientMessage.decode(text))
        } catch {
            event = .receivedInvalid(id, error)
        }
        host.tell { $0.received(event) }
    }

    func received(binary: ByteBuffer) {
        socket.close(.unsupportedData, "messages here are text")
    }

    func closed(_ end: WebSocketEnd) {
        metrics.signalingSockets.add(-1)
        host.tell { [id] in $0.disconnected(id, SocketLoss(end)) }
    }
}

extension SocketLoss {
    /// A browser closes the sockets of a page that goes away with 1001, and the page itself never uses that code.
    fileprivate init(_ end: WebSocketEnd) {
        if case .byClient(let status?) = end, status.code == .goingAway {
            self = .closed
        } else {
            self = .lost
        }
    }
}
