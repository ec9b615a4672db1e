import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NetPrimitives
import WebSocketServer

/// The adapter between Hummingbird and the site.
struct SiteResponder: HTTPResponder {
    /// The request's connection, and the address of its other end.
    struct Context: InitializableFromSource {
        let peer: IPAddress?
        let channel: any Channel

        init(source: ApplicationRequestContextSource) {
            channel = source.channel
            peer = source.channel.remoteAddress.flatMap(IPAddress.init(socketAddress:))
        }
    }

    let site: Site

    func respond(to request: Request, context: Context) async throws -> Response {
        guard let peer = context.peer else { return .text(.badRequest, "The connection is gone.\n") }
        return await site.respond(to: request, from: peer) {
            context.channel.triggerUserOutboundEvent(ContentWanted(), promise: nil)
        }
    }
}

extension AccessPolicy.Request {
    /// The parts of an HTTP request that the policy needs.
    init(_ request: Request, peer: IPAddress, isSecure: Bool) {
        self.init(
            peer: peer,
            host: request.head.authority,
            origin: request.headers[.origin],
            fields: request.headers.map { (name: $0.name.rawName, value: $0.value) },
            isSecure: isSecure
        )
    }
}
