import NIOCore
import NetPrimitives
import Synchronization

/// The machine's addresses as they are now: laptops move between networks while the server runs.
final class NetworkView: Sendable {
    private struct State {
        var interfaces: NetworkInterfaces
        var readAt: NIODeadline
        var port: UInt16 = 0
        var tlsPort: UInt16?
    }

    /// Reading takes about 0.1 ms; a crowd that connects at once needs it once.
    private static let lifetime = TimeAmount.seconds(5)

    private let publicURL: WebOrigin?
    private let host: HostAndPort.Host?
    private let credentials: TLSCredentials?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - publicURL: The address given by `--public-url`.
    ///   - host: The address given by `--host`; nil for all.
    ///   - credentials: What HTTPS is served with; nil without HTTPS.
    init(publicURL: WebOrigin?, host: String?, credentials: TLSCredentials?) {
        self.publicURL = publicURL
        self.credentials = credentials
        self.host = host.flatMap { IPAddress($0).map { .address($0) } ?? HostAndPort($0)?.host }
        state = Mutex(State(interfaces: .read(), readAt: .now()))
    }

    /// Says on which ports the server listens.
    func listening(port: UInt16, tlsPort: UInt16?) {
        state.withLock { state in
            state.port = port
            state.tlsPort = tlsPort
        }
    }

    /// All addresses.
    var interfaces: NetworkInterfaces { current().interfaces }

    /// The addresses by which other devices reach the server.
    var published: PublishedAddresses {
        let state = current()
        let addresses = listened(state.interfaces.reachable)
        var secure: (hosts: [HostAndPort.Host], port: UInt16)?
        if let credentials, let port = state.tlsPort { secure = (credentials.hosts(of: addresses), port) }
        return PublishedAddresses(
            publicURL: publicURL,
            plain: (addresses.map(HostAndPort.Host.address), state.port),
            secure: secure
        )
    }

    private func current() -> State {
        state.withLock { state in
            let now = NIODeadline.now()
            if now - state.readAt > Self.lifetime {
                state.interfaces = .read()
                state.readAt = now
            }
            return state
        }
    }

    /// Those of `addresses` that `--host` lets in.
    private func listened(_ addresses: [IPAddress]) -> [IPAddress] {
        switch host {
        case nil: addresses
        case .name("localhost"): []
        // Some name of this machine; which addresses it has is the resolver's knowledge.
        case .name: addresses
        case .address(let address) where address == .v4(IPv4Address(bits: 0)): addresses.filter { $0.bitWidth == 32 }
        case .address(let address) where address.scope == .unspecified: addresses
        case .address(let address): address.scope == .loopback ? [] : [address.unmapped]
        }
    }
}
