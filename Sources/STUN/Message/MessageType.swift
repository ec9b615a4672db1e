/// The type of a message: a method and a class (RFC 8489 section 5).
package struct MessageType: Hashable, Sendable {
    /// The method, for example Binding.
    package var method: Method
    /// The class: request, indication or response.
    package var `class`: Class

    /// The type of `method` and `class`.
    package init(_ method: Method, _ class: Class) {
        self.method = method
        self.class = `class`
    }

    /// The type with these 14 bits. The two bits of the class stand between the bits of the method.
    package init(rawValue: UInt16) {
        let method = rawValue & 0x000F | (rawValue & 0x00E0) >> 1 | (rawValue & 0x3E00) >> 2
        self.init(Method(rawValue: method), Class(bits: rawValue >> 4 & 1 | rawValue >> 7 & 2))
    }

    /// The 14 bits in the header.
    package var rawValue: UInt16 {
        let method = method.rawValue
        let methodBits = method & 0x000F | (method & 0x0070) << 1 | (method & 0x0F80) << 2
        return methodBits | (`class`.rawValue & 1) << 4 | (`class`.rawValue & 2) << 7
    }

    /// The role of a message in a transaction.
    package enum Class: UInt16, Hashable, Sendable {
        /// A request, to be answered.
        case request = 0
        /// An indication, never answered.
        case indication = 1
        /// A success response.
        case success = 2
        /// An error response, with an ERROR-CODE.
        case error = 3

        fileprivate init(bits: UInt16) {
            switch bits & 3 {
            case 0: self = .request
            case 1: self = .indication
            case 2: self = .success
            default: self = .error
            }
        }
    }

    /// The method of a message: 12 bits.
    package struct Method: Hashable, Sendable {
        /// The number in the IANA registry of STUN methods.
        package let rawValue: UInt16

        /// The method of this number; bits beyond 12 are ignored.
        package init(rawValue: UInt16) {
            self.rawValue = rawValue & 0x0FFF
        }

        /// Tells a client its reflexive address; checks a candidate pair in ICE (RFC 8489).
        package static let binding = Method(rawValue: 0x001)
        /// Makes an allocation (RFC 8656).
        package static let allocate = Method(rawValue: 0x003)
        /// Extends or ends an allocation.
        package static let refresh = Method(rawValue: 0x004)
        /// Data from the client to a peer.
        package static let send = Method(rawValue: 0x006)
        /// Data from a peer to the client.
        package static let data = Method(rawValue: 0x007)
        /// Permits peers to send to the client.
        package static let createPermission = Method(rawValue: 0x008)
        /// Binds a channel number to a peer.
        package static let channelBind = Method(rawValue: 0x009)
    }
}
