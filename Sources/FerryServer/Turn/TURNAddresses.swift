package import NetPrimitives

/// The URLs by which clients reach STUN and TURN here (RFC 7064, RFC 7065).
package struct TURNAddresses: Sendable {
    /// Port of UDP and TCP.
    let port: UInt16
    /// Port of TLS; nil without.
    let tlsPort: UInt16?
    /// Given by `--turn-public`.
    let publicAddress: HostAndPort?
    /// Given by `--external-ip`.
    let external: [IPAddress]
    /// Names and addresses for which the certificate is good.
    let certified: Set<HostAndPort.Host>
    /// Whether a browser trusts the certificate only after its person made it.
    let isOwnAuthority: Bool

    /// Addresses of these parts.
    package init(
        port: UInt16,
        tlsPort: UInt16?,
        publicAddress: HostAndPort?,
        external: [IPAddress],
        certified: Set<HostAndPort.Host>,
        isOwnAuthority: Bool
    ) {
        self.port = port
        self.tlsPort = tlsPort
        self.publicAddress = publicAddress
        self.external = external
        self.certified = certified
        self.isOwnAuthority = isOwnAuthority
    }

    /// All URLs for the client of `visit`, under the host by which it has just reached us; and STUN at the address of
    /// the other family among `server`, this machine's public addresses: who came by IPv6 needs to learn its public
    /// IPv4 address as well, to meet a device that has no other. Under a name browsers ask both by themselves.
    package func urls(for visit: Visit, server: [IPAddress] = []) -> [String] {
        let reached = hosts(for: visit).flatMap { host in
            let place = Self.place(host, publicAddress?.port ?? port)
            let plain = ["stun:\(place)", "turn:\(place)?transport=udp", "turn:\(place)?transport=tcp"]
            guard let tlsPort, isTrusted(host, by: visit) else { return plain }
            return plain + ["turns:\(Self.place(host, tlsPort))?transport=tcp"]
        }
        return reached + stunOfOtherFamily(for: visit, server: server)
    }

    /// URLs by which the client of `visit` shows its address of the other family too: under a name, which has both, or
    /// under both of `server`, this machine's public addresses. Empty when there are not both.
    package func probeURLs(for visit: Visit, server: [IPAddress]) -> [String] {
        let known = external.isEmpty ? server : external
        let port = publicAddress?.port ?? port
        if let host = hosts(for: visit).first, case .name = host {
            // A name whose addresses are somebody else's knowledge may have both; our own says when it cannot.
            guard publicAddress != nil || Self.oneOfEach(known) != nil else { return [] }
            return [Self.probe(host, port)]
        }
        return Self.oneOfEach(known)?.map { Self.probe(.address($0), port) } ?? []
    }

    private func hosts(for visit: Visit) -> [HostAndPort.Host] {
        if let publicAddress { return [publicAddress.host] }
        // Under the name of a proxy TURN is not reached.
        if case .forwarded = visit.origin, !external.isEmpty { return external.map { .address($0) } }
        return [visit.authority.host]
    }

    private func stunOfOtherFamily(for visit: Visit, server: [IPAddress]) -> [String] {
        guard publicAddress == nil, case .direct = visit.origin, case .address(let address) = visit.authority.host,
            address.scope == .public,
            let other = Self.oneOfEach(server)?.first(where: { $0.bitWidth != address.unmapped.bitWidth })
        else { return [] }
        return ["stun:\(Self.place(.address(other), port))"]
    }

    private func isTrusted(_ host: HostAndPort.Host, by visit: Visit) -> Bool {
        certified.contains(host) && (!isOwnAuthority || visit.scheme == .https)
    }

    private static func oneOfEach(_ addresses: [IPAddress]) -> [IPAddress]? {
        guard let v4 = addresses.first(where: { $0.bitWidth == 32 && $0.scope == .public }),
            let v6 = addresses.first(where: { $0.bitWidth == 128 && $0.scope == .public })
        else { return nil }
        return [v4, v6]
    }

    private static func probe(_ host: HostAndPort.Host, _ port: UInt16) -> String {
        "turn:\(place(host, port))?transport=udp"
    }

    private static func place(_ host: HostAndPort.Host, _ port: UInt16) -> String {
        HostAndPort(host: host, port: port).description
    }
}

extension TURNAddresses {
    /// The addresses of a server that listens on `ports`.
    init(_ options: ServerConfiguration.TURN, ports: TURNPorts, credentials: TLSCredentials?) {
        self.init(
            port: ports.plain,
            tlsPort: ports.tls,
            publicAddress: options.publicAddress,
            external: options.external.map(\.address),
            certified: credentials?.certified ?? [],
            isOwnAuthority: credentials?.authority != nil
        )
    }
}
