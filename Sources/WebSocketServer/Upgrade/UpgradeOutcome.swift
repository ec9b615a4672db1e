import HummingbirdCore
package import NIOCore
package import NIOHTTPTypes

/// The result of a connection's first request.
package enum UpgradeOutcome: Sendable {
    /// The connection serves plain HTTP, by a task.
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    /// The connection is a WebSocket now, served by handlers on its event loop, or has ended. No task is needed.
    case handled
}
