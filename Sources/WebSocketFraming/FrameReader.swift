import NIOCore

/// Parses a stream of bytes into frame headers and unmasked pieces of payload, however the stream is cut.
///
/// ``MessageAssembler`` and ``FrameForwarder`` both build on it. It never holds more than an unfinished header.
struct FrameReader: Sendable {
    /// The frame whose payload is being read.
    struct Frame: Sendable {
        /// The header, its masking key advanced by the payload already taken.
        var header: FrameHeader
        /// The rest of the payload, in bytes.
        var remaining: Int
    }

    /// The current frame; take its payload with ``takePayload(from:into:)``.
    private(set) var current: Frame?
    private let sender: FrameHeader.Sender
    /// The beginning of an unfinished header; at most ``FrameHeader/maximumSize`` - 1 bytes.
    private var carry = ByteBuffer()

    /// A reader for frames that `sender` writes.
    init(sentBy sender: FrameHeader.Sender) { self.sender = sender }

    /// The current frame, or the next one once its header is read. `nil`: all of `bytes` was read, and more are needed.
    mutating func frame(
        from bytes: inout ByteBuffer,
        maximumPayload: Int
    ) throws(FramingError) -> (frame: Frame, isNew: Bool)? {
        if let current { return (current, false) }
        guard let header = try header(from: &bytes, maximumPayload: maximumPayload) else { return nil }
        let frame = Frame(header: header, remaining: header.payloadLength)
        current = frame
        return (frame, true)
    }

    /// Appends the part of the current frame's payload that has arrived to `output`, unmasked. Returns whether the
    /// frame is complete; it is then no longer the current one.
    mutating func takePayload(from bytes: inout ByteBuffer, into output: inout ByteBuffer) -> Bool {
        guard var frame = current else { return false }
        let length = min(frame.remaining, bytes.readableBytes)
        if length > 0 {
            if let key = frame.header.maskingKey {
                output.writeMasked(from: &bytes, length: length, key: key)
                frame.header.maskingKey = key.advanced(by: length)
            } else if var piece = bytes.readSlice(length: length) {
                output.writeBuffer(&piece)
            }
        }
        frame.remaining -= length
        current = frame.remaining == 0 ? nil : frame
        return frame.remaining == 0
    }

    private mutating func header(
        from bytes: inout ByteBuffer,
        maximumPayload: Int
    ) throws(FramingError) -> FrameHeader? {
        if carry.readableBytes == 0 {
            let header = try FrameHeader.read(from: &bytes, sentBy: sender, maximumPayload: maximumPayload)
            if header == nil { carry.writeBuffer(&bytes) }
            return header
        }
        while let byte = bytes.readInteger(as: UInt8.self) {
            carry.writeInteger(byte)
            let header = try FrameHeader.read(from: &carry, sentBy: sender, maximumPayload: maximumPayload)
            if let header {
                carry.clear()
                return header
            }
        }
        return nil
    }
}
