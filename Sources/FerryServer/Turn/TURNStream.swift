import NIOCore
import NetPrimitives
import STUN
import TURN

/// The connection of one client over TCP or TLS.
///
/// Its buffer is bounded: while the client does not read, its packets are dropped, as in a network, and its requests
/// are not read.
final class TURNStream: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The client at the other end.
    let client: TURNServer.Client
    /// Received bytes that are not parsed yet: the beginning of a message.
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

    /// Queues a message. Returns whether it is the first one since the last ``flush()``.
    func append(_ message: RawSpan) -> Bool {
        guard let context, context.channel.isWritable || !Self.isPacket(message) else { return false }
        let isFirst = outbound.readableBytes == 0
        outbound.writeBytes(message)
        return isFirst
    }

    /// Sends the queued messages.
    func flush() {
        guard outbound.readableBytes > 0 else { return }
        let bytes = outbound
        outbound = ByteBuffer()
        context?.writeAndFlush(wrapOutboundOut(bytes), promise: nil)
    }

    /// Sends the queued messages and closes the connection.
    func close() {
        flush()
        context?.close(promise: nil)
    }

    /// Whether a message carries a peer's packet, which may be dropped: ChannelData (RFC 8656 section 12.4) or a Data
    /// indication (type 0x0017, section 18.1), unlike a response.
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
        // Between messages there is nothing to hold memory for, and an idle connection may last.
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
