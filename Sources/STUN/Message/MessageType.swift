/// What a message is: a method and a class (RFC 8489 section 5).
package struct MessageType: Hashable, Sendable {
    /// What it is about.
    package var method: Method
    /// Which part of an exchange it is.
    package var `class`: Class

    /// The type of `method` and `class`.
    package init(_ method: Method, _ class: Class) {
        self.method = method
        self.class = `class`
    }

    /// The two lowest bits of the class stand between the bits of the method.
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

    /// Which part of an exchange a message is.
    package enum Class: UInt16, Hashable, Sendable {
        /// Wants an answer.
        case request = 0
        /// Gets none.
        case indication = 1
        /// Answers that it was done.
        case success = 2
        /// Answers that it was not done, with an ERROR-CODE.
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

    /// What a message is about: 12 bits.
    package struct Method: Hashable, Sendable {
        /// The number in the IANA registry of STUN methods.
        package let rawValue: UInt16

        /// The method of this number; bits beyond 12 are ignored.
        package init(rawValue: UInt16) {
            self.rawValue = rawValue & 0x0FFF
        }

        /// Tells a client its address; checks a pair of candidates in ICE (RFC 8489).
        package static let binding = Method(rawValue: 0x001)
        /// Makes an allocation (RFC 8656).
        package static let allocate = Method(rawValue: 0x003)
        /// Keeps or ends an allocation.
        package static let refresh = Method(rawValue: 0x004)
        /// Data from the client to a peer.
        package static let send = Method(rawValue: 0x006)
        /// Data from a peer to the client.
        package static let data = Method(rawValue: 0x007)
        /// Lets peers send.
        package static let createPermission = Method(rawValue: 0x008)
        /// Gives a peer a short name.
        package static let channelBind = Method(rawValue: 0x009)
    }
}
