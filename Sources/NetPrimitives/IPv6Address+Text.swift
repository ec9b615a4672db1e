extension IPv6Address: LosslessStringConvertible {
    /// The canonical form of RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups
    /// (the first of equal ones) as `::`, mapped IPv4 addresses with dotted decimal.
    package var description: String {
        if let mappedIPv4 {
            return "::ffff:\(mappedIPv4)"
        }
        let groups = groups
        guard let run = Self.longestZeroRun(in: groups) else {
            return Self.text(groups[...])
        }
        return Self.text(groups[..<run.lowerBound]) + "::" + Self.text(groups[run.upperBound...])
    }

    /// Reads the three forms of RFC 4291 section 2.2: full, with one `::`, and with dotted decimal at the end.
    package init?(_ text: String) {
        self.init(utf8: Array(text.utf8)[...])
    }

    /// As ``init(_:)``, from bytes.
    init?(utf8 text: ArraySlice<UInt8>) {
        // From "::" to "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".
        guard (2...45).contains(text.count) else { return nil }
        if let gap = Self.firstGap(in: text) {
            let after = text[(gap + 2)...]
            guard let head = Self.groups(of: text[..<gap], mayEndInIPv4: false),
                let tail = Self.groups(of: after, mayEndInIPv4: true),
                // RFC 4291 lets `::` stand for one group or more.
                head.count + tail.count <= 7
            else { return nil }
            let zeros = [UInt16](repeating: 0, count: 8 - head.count - tail.count)
            self.init(groups: head + zeros + tail)
        } else {
            guard let groups = Self.groups(of: text, mayEndInIPv4: true), groups.count == 8 else { return nil }
            self.init(groups: groups)
        }
    }

    private static let colon = UInt8(ascii: ":")

    private static func firstGap(in text: ArraySlice<UInt8>) -> Int? {
        text.indices.dropLast().first { text[$0] == colon && text[$0 + 1] == colon }
    }

    /// The groups of one side of `::`, or of the whole text; nil when one of them is not a group.
    private static func groups(of text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: colon, omittingEmptySubsequences: false)
        guard parts.count <= 8 else { return nil }
        var groups: [UInt16] = []
        for (index, part) in parts.enumerated() {
            if let group = group(part) {
                groups.append(group)
            } else if mayEndInIPv4, index == parts.count - 1, let address = IPv4Address(utf8: part) {
                groups.append(UInt16(truncatingIfNeeded: address.bits >> 16))
                groups.append(UInt16(truncatingIfNeeded: address.bits))
            } else {
                return nil
            }
        }
        return groups
    }

    private static func group(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(digits.count) else { return nil }
        var value: UInt16 = 0
        for digit in digits {
            guard let number = hexadecimalValue(digit) else { return nil }
            value = value << 4 | UInt16(number)
        }
        return value
    }

    private static func hexadecimalValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func text(_ groups: ArraySlice<UInt16>) -> String {
        groups.map { String($0, radix: 16) }.joined(separator: ":")
    }

    private static func longestZeroRun(in groups: [UInt16]) -> Range<Int>? {
        var longest: Range<Int>?
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start >= 2, end - start > longest?.count ?? 0 {
                longest = start..<end
            }
            start = max(end, start + 1)
        }
        return longest
    }
}
