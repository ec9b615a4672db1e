import NIOCore
import STUN

extension Message {
    /// Reads a message from all of `bytes`.
    init(reading bytes: [UInt8]) throws(STUNError) {
        try self.init(parsing: bytes.span.bytes)
    }

    /// The encoded message.
    var bytes: [UInt8] {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return Array(buffer: buffer)
    }
}
