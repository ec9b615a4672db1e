import NIOCore
import NIOPosix
import NetPrimitives

/// Reads: the first datagram of a burst by NIO's datagram channel, which is never let send, the others by
/// ``ReceiveBatch``.
final class DatagramReader: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    /// Datagrams read at one wake-up, at most: those of one client at full speed, and little enough for the others' turn to
    /// come soon.
    private static let burst = 32

    private var receiver: (any DatagramReceiver)?
    private var endpoint: DatagramEndpoint?
    private var context: ChannelHandlerContext?
    private var lastError: (any Error)?

    init(receiver: any DatagramReceiver) {
        self.receiver = receiver
    }

    /// Reads from `socket`, which it owns from now on, for `endpoint`.
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

    /// Stops, and says nothing any more.
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
        // What fills its slot to the end has been cut off.
        guard let receiver, let endpoint, envelope.data.readableBytes <= DatagramOptions.largestDatagram,
            let source = TransportAddress(envelope.remoteAddress)
        else { return }
        let destination = envelope.metadata?.packetInfo.flatMap { TransportAddress($0.destinationAddress) }
        receiver.received(envelope.data, from: source, to: destination?.address, at: endpoint)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        endpoint?.read(atMost: Self.burst - 1) { bytes, source, destination in
            // It may have closed the endpoint at the one before.
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
