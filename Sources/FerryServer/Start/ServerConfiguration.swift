package import NetPrimitives

/// Everything about one server that its operator decides.
package struct ServerConfiguration: Sendable {
    /// Where HTTPS gets its certificate from.
    package enum TLS: Hashable, Sendable {
        /// No HTTPS.
        case off
        /// From an authority of this machine's own, kept in the state folder.
        case auto
        /// From two PEM files.
        case files(certificate: String, key: String)
    }

    /// What the relay gives to each pairing, and how many there are.
    package struct Relay: Hashable, Sendable {
        /// Pairings at once.
        package var pairs: Int
        /// Bytes of one pairing in both directions together; nil: no limit.
        package var bytes: Int?
        /// How long one pairing lasts.
        package var time: Duration

        /// Limits as given.
        package init(pairs: Int, bytes: Int?, time: Duration) {
            self.pairs = pairs
            self.bytes = bytes
            self.time = time
        }

        /// 64 pairings of at most 100 GB and one day each: more than a household asks for, and no help as a free
        /// tunnel for the internet.
        package static let standard = Relay(pairs: 64, bytes: 100_000_000_000, time: .seconds(86_400))
    }

    /// STUN and TURN of the server's own.
    package struct TURN: Hashable, Sendable {
        /// An address under which the internet knows an address of this machine.
        package struct External: Hashable, Sendable {
            /// The address outside.
            package var address: IPAddress
            /// This machine's; nil for all of the family.
            package var local: IPAddress?

            /// `address` stands for `local`.
            package init(address: IPAddress, local: IPAddress?) {
                self.address = address
                self.local = local
            }
        }

        /// Port of UDP and TCP. Nil: 3478 (RFC 8656), or another one if that is taken; 0: any free one.
        package var port: UInt16?
        /// Port of TLS, which is served when HTTPS is. Nil: 5349, or another one if that is taken; 0: any free one.
        package var tlsPort: UInt16?
        /// Where this machine is known under other addresses.
        package var external: [External] = []
        /// Where TURN is reached from outside, when that is not where the page is reached.
        package var publicAddress: HostAndPort?
        /// Ports of relay sockets.
        package var relayPorts: ClosedRange<UInt16> = 49_152...65_535
        /// Allocations at once.
        package var allocations = 1_024
        /// Bytes a second for all allocations of a device, both directions together; nil: no limit.
        package var deviceRate: Int?
        /// Bytes a second for all devices together; nil: no limit.
        package var totalRate: Int?

        /// The defaults: a gigabit a second for each, as a home network has it, and four for all.
        package init() {
            deviceRate = 125_000_000
            totalRate = 500_000_000
        }
    }

    /// A STUN or TURN server that pages are told of.
    package struct ICEServer: Hashable, Sendable {
        /// `stun:` or `turn:` URL (RFC 7064, RFC 7065).
        package var url: String
        /// User name for TURN.
        package var username: String?
        /// Password for TURN.
        package var credential: String?

        /// A server of these parts.
        package init(url: String, username: String?, credential: String?) {
            self.url = url
            self.username = username
            self.credential = credential
        }
    }

    /// Address to listen on; nil: all of them, IPv6 and IPv4 where the machine has both.
    package var host: String?
    /// Port of HTTP; 0: any free one.
    package var port: UInt16
    /// HTTPS.
    package var tls = TLS.off
    /// Port of HTTPS; 0: any free one.
    package var tlsPort: UInt16
    /// Folder for keys and certificates.
    package var state: String
    /// Folder the page is read from at each request; nil: the page inside the binary.
    package var assets: String?
    /// Address by which the internet reaches this server.
    package var publicURL: WebOrigin?
    /// Names to answer to besides the machine's own.
    package var allowedHosts: [HostAndPort.Host] = []
    /// Whether it answers to a name that is not the machine's own.
    package var hasPublicName: Bool { publicURL != nil || !allowedHosts.isEmpty }
    /// Proxies whose forwarding headers count.
    package var trustedProxies: [NetworkPrefix] = []
    /// Networks that may read the metrics, besides loopback, which may not when it can be a proxy that was not announced.
    package var metricsNetworks: [NetworkPrefix] = []
    /// Whether clients with the same public address see each other.
    package var groupPublic = true
    /// Whether clients with the same address of 100.64.0.0/10 see each other.
    package var groupCGNAT = false
    /// The relay; nil: off.
    package var relay: Relay? = .standard
    /// STUN and TURN; nil: off.
    package var turn: TURN? = TURN()
    /// Further STUN and TURN servers that pages may use.
    package var iceServers: [ICEServer] = []
    /// WebSockets that one IPv4 address or IPv6 /64 may have open.
    package var socketsPerAddress = 256
    /// Devices in one room.
    package var roomMembers = 200

    /// A configuration with the default of everything that has one.
    package init(port: UInt16 = 8080, tlsPort: UInt16 = 8443, state: String) {
        self.port = port
        self.tlsPort = tlsPort
        self.state = state
    }
}
