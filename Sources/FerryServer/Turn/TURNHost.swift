import Crypto
import FoundationEssentials
import NIOCore
import NetPrimitives
import STUN
import Signaling
import TURN
import TURNGrants

/// The thread-safe entry to ``TURNServer``: calls are forwarded in order to its event loop.
final class TURNHost: Sendable {
    /// The ports of TURN.
    let ports: TURNPorts

    private let eventLoop: any EventLoop
    private let driver: NIOLoopBound<TURNDriver>
    private let secret: SymmetricKey

    init(driver: NIOLoopBound<TURNDriver>, on eventLoop: any EventLoop, ports: TURNPorts, secret: SymmetricKey) {
        self.driver = driver
        self.eventLoop = eventLoop
        self.ports = ports
        self.secret = secret
    }

    /// Applies a change of a grant.
    func apply(_ change: GrantChange) {
        tell { $0.apply(change) }
    }

    /// Handles changed addresses of this machine.
    func networkChanged() {
        tell { $0.networkChanged() }
    }

    /// Sets the handler of uses of a grant: it gets the grant and the client's address, on the server's event loop.
    func onSeen(_ seen: @escaping @Sendable (GrantID, IPAddress) -> Void) {
        tell { $0.seen = seen }
    }

    /// An ICE server for a browser, with `urls` and a credential for `grant` that lasts for `lifetime`.
    func iceServer(_ urls: [String], grant: GrantID, lifetime: Duration) -> IceServer {
        // Rounded up, so that the credential does not end before the grant.
        let end = Date().timeIntervalSince1970 + Double(lifetime.components.seconds) + 1
        let credential = TimeLimitedCredential(expiry: UInt64(max(end, 0)), grant: grant.description, secret: secret)
        return IceServer(urls: urls, username: credential.name, credential: credential.password)
    }

    /// The core's present statistics.
    func statistics() async throws -> TURNServer.Statistics {
        try await eventLoop.submit { [driver] in driver.value.statistics }.get()
    }

    /// Closes all sockets.
    func shutDown() {
        tell { $0.shutDown() }
    }

    /// Calls `body` with the driver on its event loop, at once when this is the current one.
    private func tell(_ body: @escaping @Sendable (TURNDriver) -> Void) {
        if eventLoop.inEventLoop {
            body(driver.value)
        } else {
            eventLoop.execute { [driver] in body(driver.value) }
        }
    }
}
