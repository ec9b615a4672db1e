package import Crypto

extension TURNServer {
    /// The options and limits of a server. The defaults are the ones of docs/protocol.md.
    package struct Configuration: Sendable {
        /// The key that makes passwords, see ``STUN/TimeLimitedCredential``.
        package var secret: SymmetricKey
        /// The key that makes nonces, random for each process.
        package var nonceKey: SymmetricKey
        /// The realm of all credentials (RFC 8489 section 14.9).
        package var realm = "ferry"
        /// The ports of relay sockets. RFC 8656 section 7.2 recommends the dynamic ports.
        package var relayPorts: ClosedRange<UInt16> = 49_152...65_535

        /// Whether peers at private addresses (RFC 1918, RFC 4193, RFC 6598) on the server's own networks can be
        /// reached. False for a server whose private network is its provider's, such as a container behind 1:1 NAT.
        package var reachesPrivatePeers = true

        /// The most allocations of one grant; beyond it: 486.
        package var allocationsPerGrant = 24
        /// The most allocations of one device; beyond it: 486. A connection uses four at most, and a device has 16
        /// conversations.
        package var allocationsPerDevice = 64
        /// The most allocations of the devices behind one IPv4 address or IPv6 /64; beyond it: 486.
        package var allocationsPerNetwork = 256
        /// The most allocations in all; beyond it: 508.
        package var allocations = 4_096
        /// The most permissions of one allocation; beyond it: 508.
        package var permissionsPerAllocation = 128
        /// The most channels of one allocation; beyond it: 508.
        package var channelsPerAllocation = 64
        /// The most peer addresses of one grant; further ones are ignored.
        package var peerAddressesPerGrant = 64

        /// The rate limit on all allocations of one device, in bytes per second, both directions together, including 48
        /// bytes for the headers of each packet; beyond it packets are dropped. 0: no limit.
        package var bytesPerSecondPerDevice = 0
        /// The rate limit on all devices together, in the same way. 0: no limit.
        package var bytesPerSecond = 0

        /// The lifetime of an allocation when the client requests none or less (RFC 8656 section 3.2).
        package var defaultLifetime: Duration = .seconds(600)
        /// The longest lifetime of an allocation (RFC 8656 section 7.2).
        package var maximumLifetime: Duration = .seconds(3600)
        /// The lifetime of a nonce: RFC 8656 section 5 requires a new one at least every hour.
        package var nonceLifetime: Duration = .seconds(3600)

        /// The rate of 401 and 438 responses to one IPv4 address or IPv6 /64 over UDP, where the address may be forged,
        /// per second.
        package var challengesPerSecond = 10
        /// The most of these responses at once.
        package var challengeBurst = 50

        /// The default options and limits.
        package init(secret: SymmetricKey, nonceKey: SymmetricKey) {
            self.secret = secret
            self.nonceKey = nonceKey
        }
    }
}
