import NIOCore
import NIOHTTP1

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

extension ChannelHandlerContext {
    /// Turns the pipeline around the gate that has this context into that of a WebSocket: `handler` takes the place of
    /// the HTTP codec, and the gate leaves. `isBehindHTTP`: handlers of HTTP stand behind the gate.
    func replaceHTTP(
        _ codec: (encoder: HTTPResponseEncoder, decoder: ByteToMessageHandler<HTTPRequestDecoder>),
        by handler: any ChannelHandler,
        isBehindHTTP: Bool
    ) throws {
        let pipeline = pipeline.syncOperations
        // Hummingbird's servers allow half-closed connections; with that, a handler that waits for bytes would never
        // notice a client that vanished.
        try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        pipeline.removeHandler(codec.encoder, promise: nil)
        let wall = isBehindHTTP ? PipelineWall() : nil
        if let wall { try pipeline.addHandler(wall, position: .after(self.handler)) }
        // The handler may write from here on.
        try pipeline.addHandler(handler, position: .after(self.handler))
        // This ends Hummingbird's task for this connection; the close with which it ends does not pass the wall.
        wall?.retireHandlersBehind()
        pipeline.removeHandler(codec.decoder).assumeIsolated().whenComplete { _ in
            self.fireChannelReadComplete()
            pipeline.removeHandler(context: self, promise: nil)
        }
    }
}
