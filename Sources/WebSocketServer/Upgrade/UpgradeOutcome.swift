import HummingbirdCore
package import NIOCore
package import NIOHTTPTypes

/// What a connection's first request made of it.
package enum UpgradeOutcome: Sendable {
    /// HTTP goes on, served by a task.
    case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
    /// It is a WebSocket now, served by handlers on its event loop, or it is over. No task is needed.
    case handled
}
