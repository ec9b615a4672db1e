package import NetPrimitives

/// The operator's configuration of one server.
package struct ServerConfiguration: Sendable {
    /// The source of the certificate for HTTPS.
    package enum TLS: Hashable, Sendable {
        /// No HTTPS.
        case off
        /// An authority of this machine's own, stored in the state folder.
        case auto
        /// Two PEM files.
        case files(certificate: String, key: String)
    }

    /// Limits of the relay.
    package struct Relay: Hashable, Sendable {
        /// The most pairings at once.
        package var pairs: Int
        /// The most bytes of one pairing, both directions together; nil for no limit.
        package var bytes: Int?
        /// The longest time of one pairing.
        package var time: Duration

        /// Limits of these values.
        package init(pairs: Int, bytes: Int?, time: Duration) {
            self.pairs = pairs
            self.bytes = bytes
            self.time = time
        }

        /// 64 pairings of at most 100 GB and one day each: more than a household needs, and of little use as a free
        /// tunnel.
        package static let standard = Relay(pairs: 64, bytes: 100_000_000_000, time: .seconds(86_400))
    }

    /// This server's STUN and TURN.
    package struct TURN: Hashable, Sendable {
        /// An address under which the Internet reaches an address of this machine.
        package struct External: Hashable, Sendable {
            /// The external address.
            package var address: IPAddress
            /// The machine's own address; nil for all addresses of the family.
            package var local: IPAddress?

            /// The external address `address` of `local`.
            package init(address: IPAddress, local: IPAddress?) {
                self.address = address
                self.local = local
            }
        }

        /// The port of UDP and TCP. Nil: 3478 (RFC 8656), or a free one if that is taken; 0: any free one.
        package var port: UInt16?
        /// The port of TLS, which is served when HTTPS is. Nil: 5349, or a free one if that is taken; 0: any free one.
        package var tlsPort: UInt16?
        /// External addresses of this machine.
        package var external: [External] = []
        /// The host and port of TURN from outside, when they differ from the page's.
        package var publicAddress: HostAndPort?
        /// The ports of relayed transport addresses.
        package var relayPorts: ClosedRange<UInt16> = 49_152...65_535
        /// The most allocations at once.
        package var allocations = 1_024
        /// Bytes per second for all allocations of a device, both directions together; nil for no limit.
        package var deviceRate: Int?
        /// Bytes per second for all devices together; nil for no limit.
        package var totalRate: Int?

        /// The defaults: one gigabit per second for a device, as in a home network, and four for all.
        package init() {
            deviceRate = 125_000_000
            totalRate = 500_000_000
        }
    }

    /// A further STUN or TURN server for pages.
    package struct ICEServer: Hashable, Sendable {
        /// `stun:` or `turn:` URL (RFC 7064, RFC 7065).
        package var url: String
        /// The user name for TURN.
        package var username: String?
        /// The password for TURN.
        package var credential: String?

        /// A server of these parts.
        package init(url: String, username: String?, credential: String?) {
            self.url = url
            self.username = username
            self.credential = credential
        }
    }

    /// The address to listen on; nil: all of them, IPv6 and IPv4 where the machine has both.
    package var host: String?
    /// The port of HTTP; 0: any free one.
    package var port: UInt16
    /// The source of certificates for HTTPS.
    package var tls = TLS.off
    /// The port of HTTPS; 0: any free one.
    package var tlsPort: UInt16
    /// The folder for keys and certificates.
    package var state: String
    /// The folder from which the page is read at each request; nil: the page inside the binary.
    package var assets: String?
    /// The URL under which the Internet reaches this server.
    package var publicURL: WebOrigin?
    /// Host names to accept besides the machine's own.
    package var allowedHosts: [HostAndPort.Host] = []
    /// Whether the server has a name that is not the machine's own.
    package var hasPublicName: Bool { publicURL != nil || !allowedHosts.isEmpty }
    /// Proxies whose forwarding headers count.
    package var trustedProxies: [NetworkPrefix] = []
    /// Networks that may read the metrics, besides loopback. Loopback may not when it can be a proxy that is not
    /// trusted.
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
    /// The most WebSockets that one IPv4 address or IPv6 /64 may have open.
    package var socketsPerAddress = 256
    /// The most devices in one room.
    package var roomMembers = 200

    /// A configuration with default values, except for the folder.
    package init(port: UInt16 = 8080, tlsPort: UInt16 = 8443, state: String) {
        self.port = port
        self.tlsPort = tlsPort
        self.state = state
    }
}
