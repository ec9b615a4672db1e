/// A node that a proxy names: RFC 7239 section 6, or an element of `X-Forwarded-For`.
package enum ForwardedNode: Hashable, Sendable {
    /// An address, unmapped, without its port.
    case address(IPAddress)
    /// `unknown`, an obfuscated identifier, or text that is not a node.
    case unknown

    /// Reads one node, with or without brackets and port.
    package init(_ text: some StringProtocol) {
        let text = text.trimmingSpaces
        if let address = IPAddress(text) {
            self = .address(address.unmapped)
        } else if let authority = HostAndPort(text), case .address(let address) = authority.host {
            self = .address(address.unmapped)
        } else {
            self = .unknown
        }
    }

    /// The nodes of an `X-Forwarded-For` header, the client's end first.
    package static func xForwardedFor(_ value: String) -> [ForwardedNode] {
        value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
            ForwardedNode(Substring($0))
        }
    }

    /// The nodes of a `Forwarded` header (RFC 7239 section 4), the client's end first. An element without `for`, or
    /// with more than one, is an unknown node. An open quote would hide the elements that a proxy appended behind it,
    /// so the whole chain is then one unknown node.
    package static func forwarded(_ value: String) -> [ForwardedNode] {
        guard let elements = value.splitOutsideQuotes(UInt8(ascii: ",")) else { return [.unknown] }
        return elements.map { element in
            let names = (element.splitOutsideQuotes(UInt8(ascii: ";")) ?? []).compactMap { pair -> String? in
                let parts = pair.utf8.split(
                    separator: UInt8(ascii: "="),
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                .map { Substring($0).trimmingSpaces }
                guard parts.count == 2, parts[0].lowercased() == "for" else { return nil }
                return parts[1].unquoted
            }
            guard names.count == 1, let name = names.first else { return .unknown }
            return ForwardedNode(name)
        }
    }
}

extension StringProtocol {
    /// The text without the spaces and tabs around it (RFC 9110 section 5.6.3).
    var trimmingSpaces: String {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let bytes = Array(utf8).drop(while: isSpace)
        let end = bytes.lastIndex { !isSpace($0) } ?? bytes.startIndex - 1
        return String(decoding: bytes[...end], as: UTF8.self)
    }

    /// The parts between `separator`, which does not count inside quoted strings (RFC 9110 section 5.6.4); nil when a
    /// quoted string does not end.
    ///
    /// It splits bytes, not characters: with a prepended mark at its end, a client's part would take the comma behind
    /// it into one `Character` (UAX #29, GB9b).
    fileprivate func splitOutsideQuotes(_ separator: UInt8) -> [String]? {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in utf8 {
            if byte == separator, !isQuoted {
                parts.append([])
                continue
            }
            parts[parts.count - 1].append(byte)
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
        }
        return isQuoted ? nil : parts.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The contents of a quoted string; a text without quotes stays as it is.
    fileprivate var unquoted: String {
        guard count >= 2, first == "\"", last == "\"" else { return String(self) }
        var text = ""
        var isEscaped = false
        for character in dropFirst().dropLast() {
            if !isEscaped, character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
                isEscaped = false
            }
        }
        return text
    }
}
