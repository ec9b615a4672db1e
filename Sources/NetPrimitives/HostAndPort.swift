/// The value of a `Host` header or a forwarded node, and the authority of an origin: an address or a name, with or
/// without a port (RFC 3986 section 3.2.2).
package struct HostAndPort: Hashable, Sendable {
    /// An address or a name.
    package enum Host: Hashable, Sendable {
        /// An address.
        case address(IPAddress)
        /// A name, in lower case, without a dot at its end.
        case name(String)
    }

    /// The host.
    package let host: Host
    /// The port, nil when none was given.
    package let port: UInt16?

    /// A host and a port.
    package init(host: Host, port: UInt16?) {
        self.host = host
        self.port = port
    }

    /// Reads `192.0.2.1`, `192.0.2.1:80`, `[2001:db8::1]`, `[2001:db8::1]:80`, `name`, `name:80`. Nil for anything
    /// else, including zone identifiers, user names, and names with characters that no host name has.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)[...]
        // RFC 1035 names have 253 bytes, then a dot, a colon and a port.
        guard !bytes.isEmpty, bytes.count <= 260 else { return nil }
        let end: Int
        if bytes.first == UInt8(ascii: "[") {
            guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")),
                let address = IPv6Address(utf8: bytes[1..<bracket])
            else { return nil }
            host = .address(.v6(address))
            end = bracket + 1
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            guard let host = Self.unbracketed(bytes[..<end]) else { return nil }
            self.host = host
        }
        guard end < bytes.endIndex else {
            port = nil
            return
        }
        guard bytes[end] == UInt8(ascii: ":"), let port = Self.port(bytes[(end + 1)...]) else { return nil }
        self.port = port
    }

    private static func unbracketed(_ bytes: ArraySlice<UInt8>) -> Host? {
        if let address = IPv4Address(utf8: bytes) {
            return .address(.v4(address))
        }
        let bytes = bytes.last == UInt8(ascii: ".") ? bytes.dropLast() : bytes
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard bytes.count <= 253, labels.allSatisfy(isLabel) else { return nil }
        // A host whose last label is all digits is an IPv4 address, and this one did not parse as one (WHATWG URL,
        // 'ends in a number').
        guard let last = labels.last, !last.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return .name(String(decoding: bytes, as: UTF8.self).lowercased())
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        (1...63).contains(label.count)
            && label.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func port(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self))
    }
}

extension HostAndPort.Host {
    /// Whether this host cannot be a public name: an address, `localhost` (RFC 6761), a name of one label, or one under
    /// `local` (RFC 6762), `home.arpa` (RFC 8375), `internal`, `lan` or `home`, which routers hand out.
    package var isLocal: Bool {
        guard case .name(let name) = self else { return true }
        return !name.contains(".")
            || [".localhost", ".local", ".home.arpa", ".internal", ".lan", ".home"].contains { name.hasSuffix($0) }
    }
}

extension HostAndPort: CustomStringConvertible {
    /// The text form in a `Host` header.
    package var description: String {
        let text =
            switch host {
            case .address(.v6(let address)): "[\(address)]"
            case .address(let address): address.description
            case .name(let name): name
            }
        return port.map { "\(text):\($0)" } ?? text
    }
}
