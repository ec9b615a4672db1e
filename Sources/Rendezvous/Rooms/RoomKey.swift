package import NetPrimitives
package import Signaling

/// Which room. A key is a type of its own and never a text from outside, so that no room can be named into another.
package enum RoomKey: Hashable, Sendable {
    /// The local network.
    case lan
    /// One public address: all 32 bits of an IPv4 address, or an IPv6 /64.
    case `public`(NetworkPrefix)
    /// One shared carrier address (RFC 6598).
    case cgnat(IPv4Address)

    /// The kind.
    package var kind: RoomKind {
        switch self {
        case .lan: .lan
        case .public: .public
        case .cgnat: .cgnat
        }
    }
}
