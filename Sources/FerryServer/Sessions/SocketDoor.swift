import DatagramIO
import Logging
import NIOCore
import NIOHTTP1
import NetPrimitives
import Rendezvous
import Signaling
import WebSocketServer

/// Decides on WebSocket handshakes and creates the sessions.
struct SocketDoor: Sendable {
    /// The path of signaling sockets.
    static let signalingPath = "/signal"
    /// The path of relay sockets.
    static let relayPath = "/relay"
    /// The relay's subprotocol (docs/protocol.md, 'Relay').
    static let relaySubprotocol = "ferry.relay.1"

    /// The `Retry-After` of a client over a limit, in seconds. The sockets of a closed tab are gone by then.
    private static let retryAfter = 30

    let access: AccessPolicy
    let rooms: RoomAssignment
    let budget: SocketBudget
    let host: RendezvousHost
    let metrics: ServerMetrics
    let proxyNotice: ProxyNotice
    /// Whether the listener speaks TLS.
    let isSecure: Bool

    /// Decides on one handshake, on the connection's event loop.
    func admit(_ request: UpgradeRequest) -> UpgradeDecision {
        guard let peer = request.remoteAddress.flatMap(IPAddress.init(socketAddress:)) else {
            return .refuse(.badRequest("The connection is gone."))
        }
        do {
            let visit = try access.visit(AccessPolicy.Request(request.head, peer: peer, isSecure: isSecure))
            let reservation = try budget.take(for: visit.address)
            return request.path == Self.relayPath
                ? admitRelay(request, reservation) : admitSignaling(request, visit, reservation)
        } catch let refusal as AccessPolicy.Refusal {
            metrics.refusals.add(RefusalReason(refusal))
            return .refuse(UpgradeRefusal(refusal))
        } catch {
            metrics.refusals.add(.sockets)
            return .refuse(.tooManyRequests(retryAfterSeconds: Self.retryAfter, "Too many sockets are open."))
        }
    }

    private func admitSignaling(
        _ request: UpgradeRequest,
        _ visit: Visit,
        _ reservation: SocketBudget.Reservation
    ) -> UpgradeDecision {
        guard request.subprotocols.contains(SignalingLimits.subprotocol) else {
            metrics.refusals.add(.subprotocol)
            return .refuse(.badRequest("Offer the subprotocol \(SignalingLimits.subprotocol)."))
        }
        proxyNotice.seen(visit)
        let client = rooms.context(of: visit)
        return .session(subprotocol: SignalingLimits.subprotocol) { [host, metrics] socket in
            SignalingSession(
                id: host.nextConnection(),
                socket: socket,
                client: client,
                visit: visit,
                reservation: reservation,
                host: host,
                metrics: metrics
            )
        }
    }

    private func admitRelay(_ request: UpgradeRequest, _ reservation: SocketBudget.Reservation) -> UpgradeDecision {
        guard request.subprotocols.first == Self.relaySubprotocol, request.subprotocols.count == 2 else {
            metrics.refusals.add(.subprotocol)
            return .refuse(.badRequest("Offer the subprotocols \(Self.relaySubprotocol) and your token."))
        }
        guard let seat = host.tickets.use(request.subprotocols[1]) else {
            metrics.refusals.add(.token)
            return .refuse(.forbidden("This relay token is wrong, used or too old, or the other device has gone."))
        }
        return .relayLeg(subprotocol: Self.relaySubprotocol) { [host, metrics] leg in
            let id = host.nextConnection()
            metrics.relaySockets.add(1)
            host.tell { $0.relayArrived(id, leg, seat) }
            leg.closed.whenComplete { _ in
                withExtendedLifetime(reservation) {
                    metrics.relaySockets.add(-1)
                    host.tell { $0.relayEnded(id) }
                }
            }
        }
    }
}

extension AccessPolicy.Request {
    /// The parts of a handshake that the policy needs.
    fileprivate init(_ head: HTTPRequestHead, peer: IPAddress, isSecure: Bool) {
        self.init(
            peer: peer,
            host: head.headers.first(name: "host"),
            origin: head.headers.first(name: "origin"),
            fields: head.headers.map { (name: $0.name, value: $0.value) },
            isSecure: isSecure
        )
    }
}

extension UpgradeRefusal {
    /// The response for a refusal.
    fileprivate init(_ refusal: AccessPolicy.Refusal) {
        switch refusal {
        case .noHost: self = .badRequest("The request names no host.")
        case .misdirected(let host): self = .misdirected(MisdirectedPage.text(host: host))
        case .foreignOrigin: self = .forbidden("A page of another origin may not connect here.")
        }
    }
}

extension RefusalReason {
    /// The metric's label for a refusal.
    init(_ refusal: AccessPolicy.Refusal) {
        switch refusal {
        case .noHost: self = .noHost
        case .misdirected: self = .host
        case .foreignOrigin: self = .origin
        }
    }
}
