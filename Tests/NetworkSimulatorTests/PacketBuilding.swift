import NetPrimitives

/// Packets as a host's kernel makes them, with independently computed checksums.
enum Packets {
    static func udp(_ source: String, _ sourcePort: UInt16, _ destination: String, _ port: UInt16, size: Int = 12)
        -> [UInt8]
    {
        let payload = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var segment = words(sourcePort, port, UInt16(8 + size), 0) + payload
        return ip(protocol: 17, source, destination, &segment, checksumAt: 6)
    }

    static func tcp(_ source: String, _ sourcePort: UInt16, _ destination: String, _ port: UInt16) -> [UInt8] {
        var segment = words(sourcePort, port, 1, 2, 3, 4, 0x5018, 500, 0, 0) + [1, 2, 3]
        return ip(protocol: 6, source, destination, &segment, checksumAt: 16)
    }

    static func echo(_ source: String, _ destination: String, identifier: UInt16, isReply: Bool = false) -> [UInt8] {
        let isIPv4 = !source.contains(":")
        let type: UInt16 = isIPv4 ? (isReply ? 0x0000 : 0x0800) : (isReply ? 0x8100 : 0x8000)
        var message = words(type, 0, identifier, 1) + [9, 8, 7]
        return ip(protocol: isIPv4 ? 1 : 58, source, destination, &message, checksumAt: 2)
    }

    /// A 'port unreachable' error about `packet`.
    static func unreachable(_ source: String, _ destination: String, about packet: [UInt8]) -> [UInt8] {
        let isIPv4 = !source.contains(":")
        var message = words(isIPv4 ? 0x0303 : 0x0104, 0, 0, 0) + packet
        return ip(protocol: isIPv4 ? 1 : 58, source, destination, &message, checksumAt: 2)
    }

    /// Whether the checksums of a packet are right, computed anew over the whole packet.
    static func areChecksumsRight(_ packet: [UInt8]) -> Bool {
        let isIPv4 = packet[0] >> 4 == 4
        let header = isIPv4 ? 20 : 40
        let transport = isIPv4 ? packet[9] : packet[6]
        let addresses = Array(isIPv4 ? packet[12..<20] : packet[8..<40])
        let segment = Array(packet[header...])
        if isIPv4, sum(Array(packet[..<header])) != 0xFFFF { return false }
        let covered = transport == 1 ? segment : addresses + words(UInt16(transport), UInt16(segment.count)) + segment
        return sum(covered) == 0xFFFF
    }

    /// The payload of the UDP packet `packet`.
    static func payload(of packet: [UInt8]) -> [UInt8] {
        Array(packet[(packet[0] >> 4 == 4 ? 28 : 48)...])
    }

    private static func ip(
        protocol number: UInt8,
        _ source: String,
        _ destination: String,
        _ payload: inout [UInt8],
        checksumAt field: Int
    ) -> [UInt8] {
        let addresses = octets(source) + octets(destination)
        let isIPv4 = addresses.count == 8
        let pseudoHeader = number == 1 ? [] : addresses + words(UInt16(number), UInt16(payload.count))
        let checksum = ~sum(pseudoHeader + payload)
        payload[field] = UInt8(checksum >> 8)
        payload[field + 1] = UInt8(checksum & 0xFF)
        guard isIPv4 else { return words(0x6000, 0, UInt16(payload.count)) + [number, 64] + addresses + payload }
        let front = words(0x4500, UInt16(20 + payload.count), 0x1234, 0x4000) + [64, number]
        return front + words(~sum(front + addresses)) + addresses + payload
    }

    private static func octets(_ address: String) -> [UInt8] {
        switch IPAddress(address) {
        case .v4(let address): words(UInt16(address.bits >> 16), UInt16(address.bits & 0xFFFF))
        case .v6(let address): address.groups.flatMap { words($0) }
        case nil: []
        }
    }

    private static func words(_ words: UInt16...) -> [UInt8] {
        words.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    /// The ones' complement sum.
    private static func sum(_ bytes: [UInt8]) -> UInt16 {
        var sum: UInt32 = 0
        for (index, byte) in bytes.enumerated() {
            sum += index.isMultiple(of: 2) ? UInt32(byte) << 8 : UInt32(byte)
            sum = (sum & 0xFFFF) + (sum >> 16)
        }
        return UInt16(sum)
    }
}
