package import NIOCore

extension FrameHeader {
    /// The end of a connection that wrote the frames; clients mask, servers do not.
    package enum Sender: Sendable {
        /// A client.
        case client
        /// A server.
        case server
    }

    /// Reads one header and moves the reader index behind it. Returns `nil` and moves nothing when more bytes are
    /// needed.
    ///
    /// A wrong byte is reported as soon as it arrives. Throws ``FramingError`` for everything that RFC 6455, sections
    /// 5.1 to 5.5, forbids, and `messageTooBig` for data frames with more than `maximumPayload` bytes.
    package static func read(
        from bytes: inout ByteBuffer,
        sentBy sender: Sender,
        maximumPayload: Int
    ) throws(FramingError) -> FrameHeader? {
        let start = bytes.readerIndex
        guard let first = bytes.getInteger(at: start, as: UInt8.self) else { return nil }
        let opcode = try opcode(ofFirstByte: first)
        guard let second = bytes.getInteger(at: start + 1, as: UInt8.self) else { return nil }
        let isMasked = second & 0x80 != 0
        switch sender {
        case .client: guard isMasked else { throw .unmaskedFrame }
        case .server: guard !isMasked else { throw .maskedFrame }
        }
        let shortLength = second & 0x7F
        if opcode.isControl, Int(shortLength) > maximumControlPayload { throw .oversizedControlFrame }
        guard let length = try length(short: shortLength, in: bytes, at: start + 2) else { return nil }
        if !opcode.isControl, length.value > maximumPayload { throw .messageTooBig }
        var size = 2 + length.size
        var key: MaskingKey?
        if isMasked {
            guard let value = bytes.getInteger(at: start + size, as: UInt32.self) else { return nil }
            key = MaskingKey(bigEndian: value)
            size += 4
        }
        bytes.moveReaderIndex(forwardBy: size)
        return FrameHeader(isFinal: first & 0x80 != 0, opcode: opcode, maskingKey: key, payloadLength: length.value)
    }

    private static func opcode(ofFirstByte byte: UInt8) throws(FramingError) -> Opcode {
        guard byte & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = Opcode(rawValue: byte & 0x0F) else { throw .reservedOpcode(byte & 0x0F) }
        if opcode.isControl, byte & 0x80 == 0 { throw .fragmentedControlFrame }
        return opcode
    }

    /// The payload's length, and the size of the extended length field, in bytes.
    private static func length(
        short: UInt8,
        in bytes: ByteBuffer,
        at index: Int
    ) throws(FramingError) -> (value: Int, size: Int)? {
        switch short {
        case 126:
            guard let value = bytes.getInteger(at: index, as: UInt16.self) else { return nil }
            guard value >= 126 else { throw .nonMinimalLength }
            return (Int(value), 2)
        case 127:
            guard let value = bytes.getInteger(at: index, as: UInt64.self) else { return nil }
            guard value > UInt64(UInt16.max), let length = Int(exactly: value) else { throw .nonMinimalLength }
            return (length, 8)
        default:
            return (Int(short), 0)
        }
    }
}
