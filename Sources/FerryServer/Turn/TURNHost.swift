import Crypto
import FoundationEssentials
import NIOCore
import NetPrimitives
import STUN
import Signaling
import TURN
import TURNGrants

/// The way to ``TURNServer`` from any thread: hands everything to the one event loop it lives on, in order.
final class TURNHost: Sendable {
    /// Where it is reached.
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

    /// Takes a decision about who may use the relay.
    func apply(_ change: GrantChange) {
        tell { $0.apply(change) }
    }

    /// This machine has other addresses than before.
    func networkChanged() {
        tell { $0.networkChanged() }
    }

    /// Calls `seen` from now on with each address from which a grant is used. On the server's event loop.
    func onSeen(_ seen: @escaping @Sendable (GrantID, IPAddress) -> Void) {
        tell { $0.seen = seen }
    }

    /// What a browser needs to use `urls` under `grant` for `lifetime`.
    func iceServer(_ urls: [String], grant: GrantID, lifetime: Duration) -> IceServer {
        // Rounded up, so that the credential does not end before the grant.
        let end = Date().timeIntervalSince1970 + Double(lifetime.components.seconds) + 1
        let credential = TimeLimitedCredential(expiry: UInt64(max(end, 0)), grant: grant.description, secret: secret)
        return IceServer(urls: urls, username: credential.name, credential: credential.password)
    }

    /// How things stand.
    func statistics() async throws -> TURNServer.Statistics {
        try await eventLoop.submit { [driver] in driver.value.statistics }.get()
    }

    /// Closes everything.
    func shutDown() {
        tell { $0.shutDown() }
    }

    /// Calls `body` with the driver on its event loop, at once when this is it.
    private func tell(_ body: @escaping @Sendable (TURNDriver) -> Void) {
        if eventLoop.inEventLoop {
            body(driver.value)
        } else {
            eventLoop.execute { [driver] in body(driver.value) }
        }
    }
}
