import NIOCore
import STUN

extension Message {
    /// The message that is all of `bytes`.
    init(reading bytes: [UInt8]) throws(STUNError) {
        try self.init(parsing: bytes.span.bytes)
    }

    /// The message as it is written.
    var bytes: [UInt8] {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return Array(buffer: buffer)
    }
}
