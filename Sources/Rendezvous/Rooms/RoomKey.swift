package import NetPrimitives
package import Signaling

/// The key of a room. It is a type of its own and never text from outside, so that no input can name another room.
package enum RoomKey: Hashable, Sendable {
    /// The local network.
    case lan
    /// One public address: all 32 bits of an IPv4 address, or an IPv6 /64.
    case `public`(NetworkPrefix)
    /// One shared carrier address (RFC 6598).
    case cgnat(IPv4Address)

    /// The kind of the room.
    package var kind: RoomKind {
        switch self {
        case .lan: .lan
        case .public: .public
        case .cgnat: .cgnat
        }
    }
}
