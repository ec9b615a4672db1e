package import NetPrimitives

/// The URLs under which clients reach this server's STUN and TURN (RFC 7064, RFC 7065).
package struct TURNAddresses: Sendable {
    /// The port of UDP and TCP.
    let port: UInt16
    /// The port of TLS; nil without TLS.
    let tlsPort: UInt16?
    /// The host and port given by `--turn-public`.
    let publicAddress: HostAndPort?
    /// The addresses given by `--external-ip`.
    let external: [IPAddress]
    /// The names and addresses that the certificate covers.
    let certified: Set<HostAndPort.Host>
    /// Whether the certificate is signed by our own authority, which a browser trusts only once its person has
    /// installed it.
    let isOwnAuthority: Bool

    /// Addresses of these values.
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

    /// All URLs for the client of `visit`, with the host under which it reached us, and a STUN URL with the other
    /// family's address among `server`, this machine's public addresses: a client that came by IPv6 has to learn its
    /// public IPv4 address too, to meet a device that has no other. A browser resolves a name to both families by
    /// itself.
    package func urls(for visit: Visit, server: [IPAddress] = []) -> [String] {
        let reached = hosts(for: visit).flatMap { host in
            let place = Self.place(host, publicAddress?.port ?? port)
            let plain = ["stun:\(place)", "turn:\(place)?transport=udp", "turn:\(place)?transport=tcp"]
            guard let tlsPort, isTrusted(host, by: visit) else { return plain }
            return plain + ["turns:\(Self.place(host, tlsPort))?transport=tcp"]
        }
        return reached + stunOfOtherFamily(for: visit, server: server)
    }

    /// URLs by which the client of `visit` reveals its address of the other family too: a name, which has both
    /// families, or both of `server`, this machine's public addresses. Empty when there are not both.
    package func probeURLs(for visit: Visit, server: [IPAddress]) -> [String] {
        let known = external.isEmpty ? server : external
        let port = publicAddress?.port ?? port
        if let host = hosts(for: visit).first, case .name = host {
            // A name from `--turn-public` may resolve to both; for other names, our own addresses tell when it cannot.
            guard publicAddress != nil || Self.oneOfEach(known) != nil else { return [] }
            return [Self.probe(host, port)]
        }
        return Self.oneOfEach(known)?.map { Self.probe(.address($0), port) } ?? []
    }

    private func hosts(for visit: Visit) -> [HostAndPort.Host] {
        if let publicAddress { return [publicAddress.host] }
        // TURN does not go through a proxy, so the proxy's name is of no use.
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

/// The ports of TURN.
package struct TURNPorts: Hashable, Sendable {
    /// The port of UDP and TCP.
    package var plain: UInt16
    /// The port of TLS; nil without TLS.
    package var tls: UInt16?
}
