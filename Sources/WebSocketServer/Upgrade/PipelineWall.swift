import NIOCore

/// A wall between a WebSocket and the HTTP handlers that served its connection before and cannot be removed.
///
/// They get an error, which ends their task, and the end of the connection. Nothing from them passes the wall.
final class PipelineWall: ChannelDuplexHandler {
    typealias InboundIn = Any
    typealias OutboundIn = Any

    /// The error that ends the task of the HTTP handlers.
    struct BecameWebSocket: Error {}

    private var context: ChannelHandlerContext?

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    /// Ends the work of the handlers behind this one.
    func retireHandlersBehind() {
        context?.fireErrorCaught(BecameWebSocket())
        // Their reads, which NIO triggers from the pipeline's end, no longer pass.
        context?.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func channelReadComplete(context: ChannelHandlerContext) { context.read() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {}

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {}

    func channelWritabilityChanged(context: ChannelHandlerContext) {}

    func read(context: ChannelHandlerContext) {}

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        promise?.fail(ChannelError.ioOnClosedChannel)
    }

    func flush(context: ChannelHandlerContext) {}

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        promise?.succeed(())
    }
}
