import NIOCore
import NIOPosix
import NetPrimitives

/// Reads datagrams: the first of a burst with NIO's datagram channel, which never sends, the others with
/// ``ReceiveBatch``.
final class DatagramReader: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    /// The most datagrams read at one wake-up: enough for one client at full speed, and few enough that other endpoints
    /// soon get their turn.
    private static let burst = 32

    private var receiver: (any DatagramReceiver)?
    private var endpoint: DatagramEndpoint?
    private var context: ChannelHandlerContext?
    private var lastError: (any Error)?

    init(receiver: any DatagramReceiver) {
        self.receiver = receiver
    }

    /// Reads from `socket` for `endpoint`, and takes ownership of the socket.
    func start(
        reading socket: CInt,
        for endpoint: DatagramEndpoint,
        options: DatagramOptions,
        on eventLoop: any EventLoop
    ) {
        self.endpoint = endpoint
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        let slot = DatagramOptions.largestDatagram + 1
        var bootstrap = DatagramBootstrap(group: eventLoop)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: slot))
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
        if options.reportsDestination { bootstrap = bootstrap.channelOption(.receivePacketInfo, value: true) }
        bootstrap.withBoundSocket(socket).assumeIsolated().whenFailure { self.end($0) }
    }

    /// Stops reading. The receiver is not called any more.
    func stop() {
        receiver = nil
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        end(lastError ?? ChannelError.eof)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        // A datagram that fills its slot completely was truncated.
        guard let receiver, let endpoint, envelope.data.readableBytes <= DatagramOptions.largestDatagram,
            let source = TransportAddress(envelope.remoteAddress)
        else { return }
        let destination = envelope.metadata?.packetInfo.flatMap { TransportAddress($0.destinationAddress) }
        receiver.received(envelope.data, from: source, to: destination?.address, at: endpoint)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        endpoint?.read(atMost: Self.burst - 1) { bytes, source, destination in
            // The receiver may have closed the endpoint while it handled the datagram before.
            guard let receiver, let endpoint else { return false }
            receiver.received(bytes, from: source, to: destination, at: endpoint)
            return true
        }
        if let receiver, let endpoint { receiver.burstEnded(at: endpoint) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        lastError = error
    }

    private func end(_ error: any Error) {
        let (receiver, endpoint) = (receiver, endpoint)
        (self.receiver, self.endpoint) = (nil, nil)
        guard let endpoint else { return }
        endpoint.readingEnded()
        receiver?.failed(endpoint, error)
    }
}
