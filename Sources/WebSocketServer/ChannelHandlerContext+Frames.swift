import NIOCore
import WebSocketFraming

extension ChannelHandlerContext {
    /// Writes a whole frame of the server, without flushing.
    func writeFrame(_ opcode: Opcode, _ payload: ByteBuffer, promise: EventLoopPromise<Void>? = nil) {
        var frame = channel.allocator.buffer(capacity: payload.readableBytes + 4)
        frame.writeFrame(opcode, payload: payload)
        write(NIOAny(frame), promise: promise)
    }

    /// Sends a close frame.
    func writeCloseFrame(_ status: CloseStatus?) {
        var frame = channel.allocator.buffer(capacity: 2 + FrameHeader.maximumControlPayload)
        frame.writeCloseFrame(status)
        writeAndFlush(NIOAny(frame), promise: nil)
    }
}
