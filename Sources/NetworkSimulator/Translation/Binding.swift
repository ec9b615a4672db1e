import NetPrimitives

/// An inside endpoint and the outside endpoint in its place.
struct Binding {
    let transport: TransportProtocol
    let inside: TransportAddress
    let outside: TransportAddress
    /// The part of the remote endpoint that selects this binding.
    let remote: RemotePart
    /// The time at which an unused binding ends.
    var expiry: Instant
    /// The remote ends that packets went to through this binding, and the time until which each may answer.
    private(set) var permissions: [RemotePart: Instant] = [:]

    /// Above this number, expired permissions are removed.
    private static let permissionsBeforeSweep = 64

    init(
        transport: TransportProtocol,
        inside: TransportAddress,
        outside: TransportAddress,
        remote: RemotePart,
        expiry: Instant
    ) {
        self.transport = transport
        self.inside = inside
        self.outside = outside
        self.remote = remote
        self.expiry = expiry
    }

    /// Permits `remote` to answer until `expiry`.
    mutating func permit(_ remote: RemotePart, until expiry: Instant, now: Instant) {
        permissions[remote] = expiry
        if permissions.count > Self.permissionsBeforeSweep {
            permissions = permissions.filter { $0.value > now }
        }
    }

    /// Whether `remote` may answer.
    func permits(_ remote: RemotePart, now: Instant) -> Bool {
        remote == .anyone || permissions[remote].map { $0 > now } ?? false
    }
}

/// The part of a remote endpoint that counts.
enum RemotePart: Hashable {
    case anyone
    case address(IPAddress)
    case endpoint(TransportAddress)

    /// The part of `remote` that `dependence` names. An echo's identifier belongs to the inside, not to the remote end.
    init(of remote: TransportAddress, _ transport: TransportProtocol, for dependence: NATBehavior.Dependence) {
        switch dependence {
        case .addressAndPortDependent where transport == .echo: self = .address(remote.address)
        case .endpointIndependent: self = .anyone
        case .addressDependent: self = .address(remote.address)
        case .addressAndPortDependent: self = .endpoint(remote)
        }
    }
}
