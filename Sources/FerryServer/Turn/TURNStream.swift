import NIOCore
import NetPrimitives
import STUN
import TURN

/// One client's connection over TCP or TLS.
///
/// It never buffers without bound: while the client does not read, packets for it are dropped, as a network would, and
/// its requests are not read.
final class TURNStream: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Who it is.
    let client: TURNServer.Client
    /// What came and was not understood yet: the beginning of a message.
    var inbound = ByteBuffer()

    private let driver: TURNDriver
    private var context: ChannelHandlerContext?
    private var outbound = ByteBuffer()
    private var isReadHeld = false

    init(client: TURNServer.Client, driver: TURNDriver) {
        self.client = client
        self.driver = driver
    }

    // MARK: To the client

    /// Makes a message ready to be sent. Says whether it is the first one since the last ``flush()``.
    func append(_ message: RawSpan) -> Bool {
        guard let context, context.channel.isWritable || !Self.isPacket(message) else { return false }
        let isFirst = outbound.readableBytes == 0
        outbound.writeBytes(message)
        return isFirst
    }

    /// Sends what was made ready.
    func flush() {
        guard outbound.readableBytes > 0 else { return }
        let bytes = outbound
        outbound = ByteBuffer()
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Ends the connection, after what was made ready.
    func close() {
        flush()
        context?.close(promise: nil)
    }

    /// Whether a message carries a peer's packet, and so may be lost: ChannelData (RFC 8656 section 12.4) or a Data
    /// indication (type 0x0017, section 18.1), and not an answer.
    private static func isPacket(_ message: RawSpan) -> Bool {
        guard message.byteCount >= 2, !ChannelData.isBeginning(message) else { return true }
        return message.uint16(at: 0) == 0x0017
    }

    // MARK: From the client

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        driver.opened(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        driver.closed(self)
    }

    func channelInactive(context: ChannelHandlerContext) {
        driver.closed(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if inbound.readableBytes == 0 { inbound = bytes } else { inbound.writeBuffer(&bytes) }
        driver.received(on: self)
        // Between messages, and for ever on an idle connection, there is nothing to hold memory for.
        if inbound.readableBytes == 0 { inbound = ByteBuffer() } else { inbound.discardReadBytes() }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        driver.readComplete()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        isReadHeld = !context.channel.isWritable
        if !isReadHeld { context.read() }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isReadHeld, context.channel.isWritable {
            isReadHeld = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
