import DatagramIO
import Logging
import NIOCore
import NIOSSL
import NetPrimitives
import TURN

/// Starts TURN, or explains why it does not run.
struct TURNStart {
    /// The result of a start.
    struct Outcome {
        /// The TURN server; nil when it does not run.
        var host: TURNHost?
        /// Sentences for the operator.
        var warnings: [String] = []
    }

    /// The operator's options.
    let options: ServerConfiguration.TURN
    /// Whether there is a proxy in front of the page.
    let isBehindProxy: Bool
    /// The current context of TURN over TLS; nil without TLS.
    let tls: (@Sendable () -> NIOSSLContext)?
    let connections: ConnectionTable
    /// The machine's interfaces, read on another thread: reading all of them would block an event loop.
    let network: NetworkView
    let eventLoop: any EventLoop
    let logger: Logger

    /// The ports of UDP and TCP, and of TLS (RFC 8656 section 2.1).
    private static let standardPorts: (plain: UInt16, tls: UInt16) = (3478, 5349)

    /// Opens everything at `host`, an address or a name of this machine.
    ///
    /// - Throws: `StartError` when a port that the options name is not available.
    func open(at host: String) async throws -> Outcome {
        guard !isBehindProxy || !options.external.isEmpty || options.publicAddress != nil else {
            return Outcome(
                warnings: [
                    "no STUN and TURN: behind a proxy, browsers cannot know where to reach them. Name the address of this "
                        + "machine with --external-ip or --turn-public, or say --turn off."
                ]
            )
        }
        guard let address = try? SocketAddress.makeAddressResolvingHost(host, port: 0),
            let place = TransportAddress(address)
        else { throw StartError.addressUnavailable(host) }
        return try await open(at: place, named: host)
    }

    private func open(at address: TransportAddress, named host: String) async throws -> Outcome {
        let configuration = TURNServer.Configuration(options)
        let driver = try await makeDriver(configuration)
        let listeners = TURNListeners(
            driver: driver,
            eventLoop: eventLoop,
            address: address,
            connections: connections
        )
        do {
            var warnings = publicNameWarnings() + foreignAddressWarnings()
            let plain = try await port(options.port, Self.standardPorts.plain, "--turn-port", host, &warnings) {
                try await listeners.openPlain(port: $0)
            }
            var ports = TURNPorts(plain: plain)
            if let tls {
                ports.tls = try await port(options.tlsPort, Self.standardPorts.tls, "--turns-port", host, &warnings) {
                    try await listeners.openTLS(port: $0, context: tls)
                }
            }
            let turn = TURNHost(driver: driver, on: eventLoop, ports: ports, secret: configuration.secret)
            return Outcome(host: turn, warnings: warnings)
        } catch {
            try await eventLoop.submit { driver.value.shutDown() }.get()
            throw error
        }
    }

    private func makeDriver(_ configuration: TURNServer.Configuration) async throws -> NIOLoopBound<TURNDriver> {
        let aliases = TURNAliases(options.publicAddress?.host)
        return try await eventLoop.submit { [eventLoop, options, network, logger] in
            let driver = TURNDriver(
                configuration: configuration,
                readNetwork: { now in
                    var interfaces = network.interfaces
                    // The addresses must be current; their order may be slightly outdated.
                    interfaces.addresses = NetworkInterfaces.readAddresses()
                    return TURNServer.LocalNetwork(interfaces, options, aliases: aliases.addresses(now: now))
                },
                eventLoop: eventLoop,
                logger: logger
            )
            return NIOLoopBound(driver, eventLoop: eventLoop)
        }.get()
    }

    /// A warning for a public name without `--external-ip`: relayed addresses are announced as addresses, and only the
    /// operator knows to which one the name resolves for browsers.
    private func publicNameWarnings() -> [String] {
        guard case .name(let name)? = options.publicAddress?.host, options.external.isEmpty else { return [] }
        return [
            "--turn-public is a name, so what TURN relays is announced under this machine's own addresses. If \(name) has "
                + "another one, say it with --external-ip, or nobody reaches what is relayed."
        ]
    }

    /// Warnings about an `--external-ip` for an address that this machine does not have now. It may get it later.
    private func foreignAddressWarnings() -> [String] {
        let own = Set(network.interfaces.addresses.map(\.address.unmapped))
        return options.external.compactMap { external in
            guard let local = external.local, !own.contains(local) else { return nil }
            return "--external-ip \(external.address)/\(local) has no effect while \(local) is not an address of this "
                + "machine: name one that 'ip address' shows."
        }
    }

    /// Opens the port `wanted`, or the standard one. When the standard one is taken, as by a second Ferry on the same
    /// machine, it opens any other: pages are told which.
    private func port(
        _ wanted: UInt16?,
        _ standard: UInt16,
        _ option: String,
        _ host: String,
        _ warnings: inout [String],
        _ open: (UInt16) async throws -> UInt16
    ) async throws -> UInt16 {
        do {
            return try await open(wanted ?? standard)
        } catch {
            guard let code = Self.code(of: error) else { throw error }
            let reason = StartError(code: code, host: host, port: wanted ?? standard, option: option)
            guard wanted == nil, case .portTaken = reason, let other = try? await open(0) else { throw reason }
            warnings.append(
                "port \(standard) is in use by another program, so TURN is at \(other). A firewall must let that pass; "
                    + "\(option) chooses one."
            )
            return other
        }
    }

    /// The system's error code in `error`, if it has one.
    private static func code(of error: any Error) -> CInt? {
        (error as? IOError)?.errnoCode ?? (error as? DatagramBindError)?.code
    }
}
