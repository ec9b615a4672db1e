import ArgumentParser
import FerryServer
import Logging
import PlainLog

/// The `ferry serve` command.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves the page on which devices find each other.",
        discussion: """
            Prints the addresses under which phones and computers open the page, and a QR code of the best one. \
            Devices of the same network see each other at once, others by a code. What is sent goes directly between \
            the two browsers; where no direct way exists, through this server.

            On a local network no option is needed. On a public server, put a proxy with a certificate in front, and \
            name both:

              ferry serve --host 127.0.0.1 --trust-proxy 127.0.0.1 \\
                --public-url https://ferry.example.org --external-ip 203.0.113.7
            """
    )

    @OptionGroup(title: "Where to listen") var listen: ListenOptions
    @OptionGroup(title: "HTTPS") var tls: TLSOptions
    @OptionGroup(title: "Access") var access: AccessOptions
    @OptionGroup(title: "Devices") var rooms: RoomOptions
    @OptionGroup(title: "Relay") var relay: RelayOptions
    @OptionGroup(title: "STUN and TURN") var turn: TURNOptions
    @OptionGroup(title: "Output") var output: OutputOptions
    @OptionGroup(title: "For work on Ferry") var development: DevelopmentOptions

    func validate() throws {
        if tls.configuration == .off {
            try Arguments.refuseIdle(["--turns-port": turn.turnsPort != nil], TLSOptions.without)
        }
        try refuseSharedPorts()
    }

    /// Refuses a port that two listeners share, since all of them listen on TCP. Port 0 is never shared.
    private func refuseSharedPorts() throws {
        let secure = tls.configuration != .off
        let all: [(option: String, port: UInt16?)] = [
            ("--port", listen.port), ("--tls-port", secure ? tls.port : nil), ("--turn-port", turn.turnPort),
            ("--turns-port", turn.turnsPort),
        ]
        var taken: [UInt16: String] = [:]
        for (option, port) in all {
            guard let port, port != 0 else { continue }
            if let other = taken.updateValue(option, forKey: port) {
                throw ValidationError("\(other) and \(option) are both \(port): each needs a port of its own.")
            }
        }
    }

    func run() async throws {
        let configuration = try configuration()
        defer { Output.finish() }
        LoggingSystem.bootstrap { _ in PlainLogHandler(logLevel: output.logLevel, write: Output.log.write) }
        do {
            try await ServerProcess.run(configuration, logger: Logger(label: "ferry")) { running in
                let showsCode = output.qr == .always || output.qr == .auto && Output.isInteractive
                let banner = Banner(running: running, qr: showsCode ? .shown(colored: Output.isInteractive) : .hidden)
                Output.banner.write(banner.text)
            }
        } catch {
            // In the words of ArgumentParser, which would block until standard error is read.
            Output.log.write("Error: \(error)\n")
            throw ExitCode.failure
        }
    }

    func configuration() throws -> ServerConfiguration {
        var configuration = ServerConfiguration(
            port: listen.port,
            tlsPort: tls.port,
            state: try stateFolder()
        )
        configuration.host = listen.host
        configuration.assets = development.assets
        configuration.tls = tls.configuration
        configuration.publicURL = listen.publicURL
        configuration.allowedHosts = access.allowHost
        configuration.trustedProxies = access.trustProxy
        configuration.metricsNetworks = access.metricsAllow
        configuration.groupPublic = rooms.groupPublic == .on
        configuration.groupCGNAT = rooms.groupCGNAT
        configuration.relay = relay.configuration
        configuration.turn = turn.configuration
        configuration.iceServers = rooms.iceServer
        configuration.socketsPerAddress = access.socketsPerAddress
        configuration.roomMembers = rooms.roomMembers
        return configuration
    }

    private func stateFolder() throws -> String {
        if let state = listen.state { return state }
        guard let folder = ServerConfiguration.defaultState() else {
            throw ValidationError("no folder for keys is known, since HOME is not set: name one with --state.")
        }
        return folder
    }
}
