package import Crypto

extension TURNServer {
    /// The options and limits of a server. The defaults are those of docs/protocol.md.
    package struct Configuration: Sendable {
        /// Signs credentials, see ``STUN/TimeLimitedCredential``.
        package var secret: SymmetricKey
        /// Signs nonces. Random, for the life of the process.
        package var nonceKey: SymmetricKey
        /// The realm of all credentials (RFC 8489 section 14.9).
        package var realm = "ferry"
        /// The ports of relay sockets. RFC 8656 section 7.2 recommends the dynamic ports.
        package var relayPorts: ClosedRange<UInt16> = 49_152...65_535

        /// Whether peers at private addresses (RFC 1918, RFC 4193, RFC 6598) on the server's own networks can be
        /// reached. False for a server whose private network is its provider's, such as a container behind 1:1 NAT.
        package var reachesPrivatePeers = true

        /// Allocations of one grant; beyond it: 486.
        package var allocationsPerGrant = 24
        /// Allocations of one device; beyond it: 486. A connection takes four at most, and a device has 16 conversations.
        package var allocationsPerDevice = 64
        /// Allocations of the devices behind one IPv4 address or IPv6 /64; beyond it: 486.
        package var allocationsPerNetwork = 256
        /// Allocations in all; beyond it: 508.
        package var allocations = 4_096
        /// Permissions of one allocation; beyond it: 508.
        package var permissionsPerAllocation = 128
        /// Channels of one allocation; beyond it: 508.
        package var channelsPerAllocation = 64
        /// Peer addresses of one grant; further ones are ignored.
        package var peerAddressesPerGrant = 64

        /// What all allocations of one device may relay, both directions together, 48 bytes for the headers of each
        /// packet included; beyond it packets are dropped. 0: no limit.
        package var bytesPerSecondPerDevice = 0
        /// What all devices may relay together, as above. 0: no limit.
        package var bytesPerSecond = 0

        /// Life of an allocation when the client asks for none or less (RFC 8656 section 3.2).
        package var defaultLifetime: Duration = .seconds(600)
        /// Longest life of an allocation (RFC 8656 section 7.2).
        package var maximumLifetime: Duration = .seconds(3600)
        /// Life of a nonce: RFC 8656 section 5 wants a new one at least every hour.
        package var nonceLifetime: Duration = .seconds(3600)

        /// Answers 401 and 438 to one IPv4 address or IPv6 /64 over UDP, where the address may be forged: a second on
        /// average.
        package var challengesPerSecond = 10
        /// As above: at once.
        package var challengeBurst = 50

        /// The defaults.
        package init(secret: SymmetricKey, nonceKey: SymmetricKey) {
            self.secret = secret
            self.nonceKey = nonceKey
        }
    }
}
