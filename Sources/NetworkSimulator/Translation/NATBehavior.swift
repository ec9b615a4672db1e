/// The behavior of a network address translator towards UDP, in the terms of RFC 4787. TCP (RFC 5382) and echoes (RFC
/// 5508) are treated alike.
package struct NATBehavior: Hashable, Sendable {
    /// The part of the remote endpoint that something depends on.
    package enum Dependence: String, CaseIterable, Hashable, Sendable, Codable {
        /// Nothing.
        case endpointIndependent = "endpoint-independent"
        /// Its address.
        case addressDependent = "address-dependent"
        /// Its address and port.
        case addressAndPortDependent = "address-and-port-dependent"
    }

    /// The choice of the outside port for a new binding (section 4.2.1).
    package enum PortAssignment: String, CaseIterable, Hashable, Sendable, Codable {
        /// The inside port, or the next free one when that is taken.
        case preserving
        /// The port after the last one.
        case sequential
        /// A random free port.
        case random
    }

    /// The remote ends that share one binding (section 4.1).
    package var mapping: Dependence
    /// The remote ends that may answer through a binding: any, the addresses sent to before, or the addresses and ports
    /// sent to before (section 5).
    package var filtering: Dependence
    /// The choice of outside ports.
    package var ports: PortAssignment
    /// Whether two hosts inside reach each other by their outside addresses (section 6).
    package var hairpinning: Bool
    /// The lifetime of a UDP binding, and of a permission to answer, after the last packet from inside (section 4.3).
    package var udpLifetime: Duration
    /// The same for TCP (RFC 5382 section 5).
    package var tcpLifetime: Duration
    /// The same for echoes (RFC 5508 section 3.2).
    package var echoLifetime: Duration
    /// Whether packets from outside extend a binding as well (section 4.3, REQ-6).
    package var inboundRefresh: Bool

    /// A translator with the minimum lifetimes of the RFCs.
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
    /// RFC 3489's 'symmetric', with random ports.
    package static let symmetric = NATBehavior(
        mapping: .addressAndPortDependent,
        filtering: .addressAndPortDependent,
        ports: .random
    )

    /// The lifetime of an unused binding of `transport`.
    func lifetime(of transport: TransportProtocol) -> Duration {
        switch transport {
        case .udp: udpLifetime
        case .tcp: tcpLifetime
        case .echo: echoLifetime
        }
    }
}
