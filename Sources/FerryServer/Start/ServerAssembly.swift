import LocalAuthority
import Logging
import NIOCore
import NetPrimitives
import Rendezvous
import TURN
import TURNGrants

/// The assembled parts of a server, which HTTP and HTTPS share.
struct ServerAssembly: Sendable {
    let configuration: ServerConfiguration
    let credentials: RenewableCredentials?
    let host: RendezvousHost
    let connections: ConnectionTable
    let network: NetworkView
    private let access: AccessPolicy
    private let sockets: SocketBudget
    private let qrLimit: RateLimit
    private let metrics: ServerMetrics
    private let startTime: Double
    private let assets: AssetTable
    private let logger: Logger
    private let proxyNotice: ProxyNotice

    /// The limit on QR codes of one client per minute. A person needs a handful; a page asks again when its address
    /// changes.
    private static let qrCodesAMinute = 60

    init(
        configuration: ServerConfiguration,
        surroundings: Surroundings,
        credentials: RenewableCredentials?,
        host: RendezvousHost,
        metrics: ServerMetrics,
        startTime: Double,
        logger: Logger
    ) {
        self.configuration = configuration
        self.credentials = credentials
        self.host = host
        self.metrics = metrics
        self.startTime = startTime
        self.logger = logger
        assets = AssetTable(folder: configuration.assets)
        proxyNotice = ProxyNotice(logger: logger)
        let network = NetworkView(
            publicURL: configuration.publicURL,
            host: configuration.host,
            credentials: credentials,
            surroundings: surroundings
        )
        self.network = network
        let hosts = HostPolicy(
            isMachineName: { name in
                network.machineNames.contains(name) || credentials?.current.names.dnsNames.contains(name) == true
            },
            publicURL: configuration.publicURL,
            allowed: configuration.allowedHosts
        )
        let access = AccessPolicy(
            hosts: hosts,
            origins: OriginPolicy(publicURL: configuration.publicURL),
            trustedProxies: configuration.trustedProxies
        )
        self.access = access
        let descriptors = DescriptorLimit.connections()
        let relays = configuration.turn?.allocations(within: descriptors) ?? 0
        let total = descriptors - relays * ServerConfiguration.TURN.descriptorsPerAllocation
        connections = ConnectionTable(
            socketsPerClient: configuration.socketsPerAddress,
            total: total,
            metrics: metrics,
            isTrustedProxy: access.isTrustedProxy
        )
        sockets = SocketBudget(limits: .init(perClient: configuration.socketsPerAddress, total: total))
        qrLimit = RateLimit(count: Self.qrCodesAMinute, per: .seconds(60))
    }

    /// Connects the rendezvous and `turn`.
    func connect(_ turn: TURNHost) {
        host.tell { $0.turn = turn }
        let rooms = rooms(turn: turn)
        turn.onSeen { [host] grant, address in
            let placement = rooms.placement(ofSeen: address)
            host.tell { $0.turnSeen(grant, address, placement: placement) }
        }
    }

    /// The facts about the server once it listens on `ports`.
    func running(_ ports: [RequestScheme: UInt16], turn: TURNPorts?, warnings: [String]) -> RunningServer {
        RunningServer(
            port: ports[.http] ?? 0,
            tlsPort: ports[.https],
            turn: turn,
            published: network.published,
            authorityFingerprint: credentials?.current.authority?.fingerprint,
            warnings: warnings + (credentials?.notes() ?? []) + proxyWarnings()
        )
    }

    /// A warning for a public HTTPS URL that only a proxy can serve, when no proxy is trusted.
    private func proxyWarnings() -> [String] {
        guard configuration.publicURL?.scheme == .https, credentials == nil, configuration.trustedProxies.isEmpty else {
            return []
        }
        return [
            "--public-url is HTTPS, which a proxy in front must serve: name that with --trust-proxy, or nobody who comes "
                + "by it is put into a room."
        ]
    }

    /// The listeners, HTTP first.
    ///
    /// - Parameter turn: The TURN server, if there is one.
    func listeners(
        host: String,
        turn: TURNHost?,
        group: any EventLoopGroup,
        listening: @escaping @Sendable (RequestScheme, UInt16) async -> Void
    ) -> [Listener] {
        let schemes: [RequestScheme] = credentials == nil ? [.http] : [.http, .https]
        return schemes.map { scheme in
            let isSecure = scheme == .https
            return Listener(
                host: host,
                port: isSecure ? configuration.tlsPort : configuration.port,
                portOption: isSecure ? "--tls-port" : "--port",
                site: site(turn: turn, isSecure: isSecure),
                door: door(turn: turn, isSecure: isSecure),
                connections: connections,
                tls: isSecure ? credentials?.pages : nil,
                eventLoopGroup: group,
                logger: logger,
                listening: { await listening(scheme, $0) }
            )
        }
    }

    private func site(turn: TURNHost?, isSecure: Bool) -> Site {
        Site(
            assets: assets,
            access: access,
            metricsPolicy: MetricsPolicy(
                networks: configuration.metricsNetworks,
                mayBeSilentProxy: configuration.hasPublicName && configuration.trustedProxies.isEmpty
            ),
            metrics: metrics,
            qrLimit: qrLimit,
            authority: { [credentials] in credentials?.current.authority },
            isLocal: rooms(turn: turn).isLocal,
            secureOrigin: { [network] in network.secureOrigin(for: $0) },
            report: { [metrics, host, startTime] in
                try await MetricsReport(
                    server: metrics,
                    rendezvous: host.statistics(),
                    turn: turn?.statistics(),
                    process: .read(),
                    startTime: startTime
                ).text()
            },
            isSecure: isSecure
        )
    }

    /// The assignment of clients to rooms and addresses.
    func rooms(turn: TURNHost?) -> RoomAssignment {
        let allowed = configuration.allowedHosts.compactMap { host -> String? in
            if case .name(let name) = host { name } else { nil }
        }
        return RoomAssignment(
            groupPublic: configuration.groupPublic,
            groupCGNAT: configuration.groupCGNAT,
            allowedNames: Set(allowed),
            publicURL: configuration.publicURL,
            network: network,
            turn: turnAddresses(turn)
        )
    }

    private func turnAddresses(_ turn: TURNHost?) -> (@Sendable () -> TURNAddresses)? {
        guard let turn, let options = configuration.turn else { return nil }
        return { [credentials] in TURNAddresses(options, ports: turn.ports, credentials: credentials?.current) }
    }

    private func door(turn: TURNHost?, isSecure: Bool) -> SocketDoor {
        SocketDoor(
            access: access,
            rooms: rooms(turn: turn),
            budget: sockets,
            host: host,
            metrics: metrics,
            proxyNotice: proxyNotice,
            isSecure: isSecure
        )
    }
}
