package import NIOCore

extension ByteBuffer {
    /// Writes `header` with the shortest encoding of its length.
    package mutating func writeFrameHeader(_ header: FrameHeader) {
        writeInteger((header.isFinal ? 0x80 : 0) | header.opcode.rawValue)
        let mask: UInt8 = header.maskingKey == nil ? 0 : 0x80
        switch header.payloadLength {
        case ...125:
            writeInteger(mask | UInt8(header.payloadLength))
        case ...Int(UInt16.max):
            writeInteger(mask | 126)
            writeInteger(UInt16(header.payloadLength))
        default:
            writeInteger(mask | 127)
            writeInteger(UInt64(header.payloadLength))
        }
        if let key = header.maskingKey { writeInteger(key.bigEndian) }
    }

    /// Writes a whole frame: the header and the readable bytes of `payload`, masked when there is a key.
    ///
    /// A control frame's payload must not be longer than ``FrameHeader/maximumControlPayload``.
    package mutating func writeFrame(
        _ opcode: Opcode,
        isFinal: Bool = true,
        maskingKey: MaskingKey? = nil,
        payload: ByteBuffer = ByteBuffer()
    ) {
        var payload = payload
        let length = payload.readableBytes
        precondition(
            !opcode.isControl || length <= FrameHeader.maximumControlPayload,
            "a control frame holds at most \(FrameHeader.maximumControlPayload) bytes"
        )
        let header = FrameHeader(isFinal: isFinal, opcode: opcode, maskingKey: maskingKey, payloadLength: length)
        writeFrameHeader(header)
        if let maskingKey {
            writeMasked(from: &payload, length: length, key: maskingKey)
        } else {
            writeBuffer(&payload)
        }
    }

    /// Writes a close frame, empty without a status.
    package mutating func writeCloseFrame(_ status: CloseStatus?, maskingKey: MaskingKey? = nil) {
        var payload = ByteBuffer()
        if let status {
            payload.writeInteger(status.code.rawValue)
            payload.writeString(status.reason)
        }
        writeFrame(.close, maskingKey: maskingKey, payload: payload)
    }
}
