/// How a network address translator behaves towards UDP, in the terms of RFC 4787. TCP (RFC 5382) and echoes
/// (RFC 5508) are treated alike.
package struct NATBehavior: Hashable, Sendable {
    /// What of the remote end something depends on.
    package enum Dependence: String, CaseIterable, Hashable, Sendable, Codable {
        /// Nothing.
        case endpointIndependent = "endpoint-independent"
        /// Its address.
        case addressDependent = "address-dependent"
        /// Its address and port.
        case addressAndPortDependent = "address-and-port-dependent"
    }

    /// How the outside port of a new binding is chosen (section 4.2.1).
    package enum PortAssignment: String, CaseIterable, Hashable, Sendable, Codable {
        /// The inside port, or the next free one when that is taken.
        case preserving
        /// The one after the last.
        case sequential
        /// Any free one.
        case random
    }

    /// For which remote ends one binding serves (section 4.1).
    package var mapping: Dependence
    /// Who may answer to a binding: anyone, those addressed before, or only the very ports addressed before
    /// (section 5).
    package var filtering: Dependence
    /// How outside ports are chosen.
    package var ports: PortAssignment
    /// Whether two hosts inside reach each other by their outside addresses (section 6).
    package var hairpinning: Bool
    /// How long a binding of UDP, and a permission to answer to it, lasts after the last packet from inside
    /// (section 4.3).
    package var udpLifetime: Duration
    /// The same for TCP (RFC 5382 section 5).
    package var tcpLifetime: Duration
    /// The same for echoes (RFC 5508 section 3.2).
    package var echoLifetime: Duration
    /// Whether packets from outside prolong a binding as well (section 4.3, REQ-6).
    package var inboundRefresh: Bool

    /// A translator with the lifetimes that the RFCs ask for at least.
    package init(
        mapping: Dependence,
        filtering: Dependence,
        ports: PortAssignment = .preserving,
        hairpinning: Bool = false,
        udpLifetime: Duration = .seconds(120),
        tcpLifetime: Duration = .seconds(7_440),
        echoLifetime: Duration = .seconds(60),
        inboundRefresh: Bool = false
    ) {
        self.mapping = mapping
        self.filtering = filtering
        self.ports = ports
        self.hairpinning = hairpinning
        self.udpLifetime = udpLifetime
        self.tcpLifetime = tcpLifetime
        self.echoLifetime = echoLifetime
        self.inboundRefresh = inboundRefresh
    }

    /// RFC 3489's 'full cone'.
    package static let fullCone = NATBehavior(mapping: .endpointIndependent, filtering: .endpointIndependent)
    /// RFC 3489's 'restricted cone'.
    package static let restrictedCone = NATBehavior(mapping: .endpointIndependent, filtering: .addressDependent)
    /// RFC 3489's 'port restricted cone'.
    package static let portRestrictedCone = NATBehavior(
        mapping: .endpointIndependent,
        filtering: .addressAndPortDependent
    )
    /// RFC 3489's 'symmetric', with ports that nobody can guess.
    package static let symmetric = NATBehavior(
        mapping: .addressAndPortDependent,
        filtering: .addressAndPortDependent,
        ports: .random
    )

    /// How long a binding of `transport` lasts unused.
    func lifetime(of transport: TransportProtocol) -> Duration {
        switch transport {
        case .udp: udpLifetime
        case .tcp: tcpLifetime
        case .echo: echoLifetime
        }
    }
}
