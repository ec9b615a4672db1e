import NetPrimitives

/// One inside endpoint and the outside one that stands for it.
struct Binding {
    let transport: TransportProtocol
    let inside: TransportAddress
    let outside: TransportAddress
    /// The part of the remote end this binding is for.
    let remote: RemotePart
    /// When it ends unless it is used.
    var expiry: Instant
    /// Who was addressed through it, and until when they may answer.
    private(set) var permissions: [RemotePart: Instant] = [:]

    /// Beyond this number, permissions that have ended are cleared away.
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

    /// Lets `remote` answer until `expiry`.
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

/// What of a remote end counts.
enum RemotePart: Hashable {
    case anyone
    case address(IPAddress)
    case endpoint(TransportAddress)

    /// The part of `remote` that `dependence` names. The identifier of an echo is the inside's and not the remote's.
    init(of remote: TransportAddress, _ transport: TransportProtocol, for dependence: NATBehavior.Dependence) {
        switch dependence {
        case .addressAndPortDependent where transport == .echo: self = .address(remote.address)
        case .endpointIndependent: self = .anyone
        case .addressDependent: self = .address(remote.address)
        case .addressAndPortDependent: self = .endpoint(remote)
        }
    }
}
