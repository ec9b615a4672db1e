import NetPrimitives
import Synchronization

/// The machine's addresses and names as they were when ``ServerWatch`` looked last: laptops move between networks while
/// the server runs.
final class NetworkView: Sendable {
    private struct State {
        var surroundings: Surroundings
        /// Whether they are others than those before.
        var hasChanged = false
        var port: UInt16 = 0
        var tlsPort: UInt16?
        /// Made when it is first asked for.
        var published: PublishedAddresses?
        /// Addresses that were the machine's and are no more, the oldest first.
        var lost: [IPAddress] = []
    }

    /// Addresses that are remembered after they have gone: a machine gets a new one a day, or with each network.
    private static let mostLost = 256

    private let publicURL: WebOrigin?
    private let host: HostAndPort.Host?
    private let credentials: RenewableCredentials?
    private let state: Mutex<State>

    /// - Parameters:
    ///   - publicURL: The address given by `--public-url`.
    ///   - host: The address given by `--host`; nil for all.
    ///   - credentials: What HTTPS is served with; nil without HTTPS.
    ///   - surroundings: What the machine says of itself now.
    init(publicURL: WebOrigin?, host: String?, credentials: RenewableCredentials?, surroundings: Surroundings) {
        self.publicURL = publicURL
        self.credentials = credentials
        self.host = host.flatMap { IPAddress($0).map { .address($0) } ?? HostAndPort($0)?.host }
        state = Mutex(State(surroundings: surroundings))
    }

    /// Takes in what the machine says of itself now, and what its certificate is good for. Says whether the machine said
    /// anything else the last time or the time before: a client that came between the two may know the old.
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

    /// Says on which ports the server listens.
    func listening(port: UInt16, tlsPort: UInt16?) {
        state.withLock { state in
            state.port = port
            state.tlsPort = tlsPort
            state.published = nil
        }
    }

    /// All addresses.
    var interfaces: NetworkInterfaces { state.withLock(\.surroundings.interfaces) }

    /// The names that the machine calls itself by.
    var machineNames: [String] { state.withLock(\.surroundings.names) }

    /// Whether `host` is an address that was this machine's own and is no more.
    func hasLost(_ host: HostAndPort.Host) -> Bool {
        guard case .address(let address) = host else { return false }
        return state.withLock { $0.lost.contains(address.unmapped) }
    }

    /// The addresses by which other devices reach the server.
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

    /// This server's HTTPS for somebody who knows it as `host`: under that if the certificate is good for it, else under
    /// the best address it is good for. Nil without HTTPS.
    func secureOrigin(for host: HostAndPort.Host) -> WebOrigin? {
        let (addresses, port) = state.withLock { ($0.surroundings.interfaces.reachable, $0.tlsPort) }
        guard let credentials = credentials?.current, let port else { return nil }
        let best =
            credentials.certified.contains(host) ? host : credentials.hosts(of: listened(addresses)).first ?? host
        return WebOrigin(scheme: .https, host: best, port: port)
    }

    /// The HTTP address beside `origin`, when that is HTTPS by an authority of our own: the devices of others do not
    /// trust it, and would meet a warning there. Nil for any other origin, such as one of a proxy, or one whose port a
    /// container maps, since then nobody here knows where HTTP is.
    func plainOrigin(beside origin: WebOrigin) -> WebOrigin? {
        let (port, tlsPort) = state.withLock { ($0.port, $0.tlsPort) }
        guard credentials?.current.authority != nil, origin.scheme == .https, origin.port == tlsPort else { return nil }
        return WebOrigin(scheme: .http, host: origin.host, port: port)
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
