import NetPrimitives
import Synchronization

/// The machine's present addresses and names, updated by ``ServerWatch``: laptops move between networks while the
/// server runs.
final class NetworkView: Sendable {
    private struct State {
        var surroundings: Surroundings
        /// Whether the last update changed anything.
        var hasChanged = false
        var port: UInt16 = 0
        var tlsPort: UInt16?
        /// The cached result of `published`.
        var published: PublishedAddresses?
        /// Addresses that are no longer the machine's, oldest first.
        var lost: [IPAddress] = []
    }

    /// The most lost addresses remembered: a machine gets a new one each day, or with each network.
    private static let mostLost = 256

    private let publicURL: WebOrigin?
    private let host: HostAndPort.Host?
    private let credentials: RenewableCredentials?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - publicURL: The address given by `--public-url`.
    ///   - host: The address given by `--host`; nil for all.
    ///   - credentials: The credentials of HTTPS; nil without HTTPS.
    ///   - surroundings: The machine's present addresses and names.
    init(publicURL: WebOrigin?, host: String?, credentials: RenewableCredentials?, surroundings: Surroundings) {
        self.publicURL = publicURL
        self.credentials = credentials
        self.host = host.flatMap { IPAddress($0).map { .address($0) } ?? HostAndPort($0)?.host }
        state = Mutex(State(surroundings: surroundings))
    }

    /// Takes over new addresses and names. Returns whether this update or the one before changed anything: a client
    /// that connected between the two may have got the old ones.
    func update(_ surroundings: Surroundings) -> Bool {
        state.withLock { state in
            state.published = nil
            let hadChanged = state.hasChanged
            state.hasChanged = surroundings != state.surroundings
            guard state.hasChanged else { return hadChanged }
            let before = state.surroundings.interfaces.addresses.map(\.address)
            let now = Set(surroundings.interfaces.addresses.map(\.address))
            let lost = (state.lost + before).filter { !now.contains($0) }
            state.lost = lost.suffix(Self.mostLost)
            state.surroundings = surroundings
            return true
        }
    }

    /// Sets the ports on which the server listens.
    func listening(port: UInt16, tlsPort: UInt16?) {
        state.withLock { state in
            state.port = port
            state.tlsPort = tlsPort
            state.published = nil
        }
    }

    /// The machine's interfaces.
    var interfaces: NetworkInterfaces { state.withLock(\.surroundings.interfaces) }

    /// The machine's names.
    var machineNames: [String] { state.withLock(\.surroundings.names) }

    /// Whether `host` is an address that is no longer this machine's.
    func hasLost(_ host: HostAndPort.Host) -> Bool {
        guard case .address(let address) = host else { return false }
        return state.withLock { $0.lost.contains(address.unmapped) }
    }

    /// The addresses under which other devices reach the server.
    var published: PublishedAddresses {
        state.withLock { state in
            if let published = state.published { return published }
            let published = published(state)
            state.published = published
            return published
        }
    }

    private func published(_ state: State) -> PublishedAddresses {
        let addresses = listened(state.surroundings.interfaces.reachable)
        var secure: (hosts: [HostAndPort.Host], port: UInt16)?
        if let credentials, let port = state.tlsPort { secure = (credentials.current.hosts(of: addresses), port) }
        return PublishedAddresses(
            publicURL: publicURL,
            plain: (addresses.map(HostAndPort.Host.address), state.port),
            secure: secure
        )
    }

    /// The HTTPS origin for a client that reached this server as `host`: with the same host if the certificate covers
    /// it, else with the best address it covers. Nil without HTTPS.
    func secureOrigin(for host: HostAndPort.Host) -> WebOrigin? {
        let (addresses, port) = state.withLock { ($0.surroundings.interfaces.reachable, $0.tlsPort) }
        guard let credentials = credentials?.current, let port else { return nil }
        let best =
            credentials.certified.contains(host) ? host : credentials.hosts(of: listened(addresses)).first ?? host
        return WebOrigin(scheme: .https, host: best, port: port)
    }

    /// The HTTP origin that belongs to `origin`, if that is HTTPS by our own authority, which other devices do not
    /// trust, so that they would get a warning. Nil for any other origin, such as a proxy's or one whose port a
    /// container maps, whose HTTP port is unknown here.
    func plainOrigin(beside origin: WebOrigin) -> WebOrigin? {
        let (port, tlsPort) = state.withLock { ($0.port, $0.tlsPort) }
        guard credentials?.current.authority != nil, origin.scheme == .https, origin.port == tlsPort else { return nil }
        return WebOrigin(scheme: .http, host: origin.host, port: port)
    }

    /// The addresses among `addresses` on which `--host` listens.
    private func listened(_ addresses: [IPAddress]) -> [IPAddress] {
        switch host {
        case nil: addresses
        case .name("localhost"): []
        // A name of this machine; only the resolver knows its addresses.
        case .name: addresses
        case .address(let address) where address == .v4(IPv4Address(bits: 0)): addresses.filter { $0.bitWidth == 32 }
        case .address(let address) where address.scope == .unspecified: addresses
        case .address(let address): address.scope == .loopback ? [] : [address.unmapped]
        }
    }
}
