import NIOCore
import WebSocketFraming

/// The channel handler of one session: turns bytes into events for the session, and its messages into frames.
final class SessionHandler: ChannelInboundHandler, Sweepable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    var sweepSlot: Int?
    private let environment: SocketEnvironment
    private let remoteAddress: SocketAddress?
    private let subprotocol: String?
    /// Nil once called: it may hold the whole request.
    private var makeSession: (@Sendable (WebSocket) -> any WebSocketSession)?

    private var context: ChannelHandlerContext?
    private var session: (any WebSocketSession)?
    private var assembler: MessageAssembler
    private var keepAlive: KeepAlive
    private var phase = ClosePhase.open
    private var isFlushScheduled = false
    private var pongs = PongDuty()

    init(
        environment: SocketEnvironment,
        remoteAddress: SocketAddress?,
        subprotocol: String?,
        now: NIODeadline,
        makeSession: @escaping @Sendable (WebSocket) -> any WebSocketSession
    ) {
        self.environment = environment
        self.remoteAddress = remoteAddress
        self.subprotocol = subprotocol
        self.makeSession = makeSession
        assembler = MessageAssembler(limits: environment.configuration.session.messages)
        keepAlive = KeepAlive(limits: environment.configuration.keepAlive, now: now)
    }

    // MARK: Lifecycle

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        environment.sweepers.sweeper(of: context.eventLoop).register(self)
        let socket = WebSocket(
            self,
            eventLoop: context.eventLoop,
            remoteAddress: remoteAddress,
            subprotocol: subprotocol
        )
        session = makeSession?(socket)
        makeSession = nil
        session?.opened()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ended(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended(context)
        context.fireChannelInactive()
    }

    private func ended(_ context: ChannelHandlerContext) {
        phase = .closed
        environment.sweepers.sweeper(of: context.eventLoop).unregister(self)
        tellSession(.connectionLost)
        self.context = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The connection was reset, or TLS broke: nothing can be sent to the other end any more.
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            beginClose(CloseStatus(.goingAway), end: .shutdown)
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        do {
            while let event = try assembler.next(from: &bytes) {
                keepAlive.heard(now: context.eventLoop.now)
                handle(event)
            }
        } catch {
            finish(CloseStatus(error.closeCode), end: .clientError(error))
        }
    }

    private func handle(_ event: MessageAssembler.Event) {
        if case .close(let status) = event {
            finish(status, end: .byClient(status))
            return
        }
        guard phase.isOpen else { return }
        switch event {
        case .text(let payload): session?.received(text: payload)
        case .binary(let payload): session?.received(binary: payload)
        case .ping(let payload): if let pong = pongs.asked(payload) { sendPong(pong) }
        case .pong, .close: break
        }
    }

    // MARK: Sending

    /// The bytes written and not yet taken by the operating system.
    var backlog: Int {
        guard let options = context?.channel.syncOptions else { return 0 }
        return (try? options.getOption(.bufferedWritableBytes)) ?? 0
    }

    func send(_ opcode: Opcode, _ payload: ByteBuffer) {
        guard phase.isOpen, let context else { return }
        var frame = context.channel.allocator.buffer(capacity: payload.readableBytes + 4)
        frame.writeFrame(opcode, payload: payload)
        context.write(wrapOutboundOut(frame), promise: nil)
        scheduleFlush(context)
        // The count is worth asking for only above the channel's own, much lower, mark.
        if !context.channel.isWritable, backlog > environment.configuration.session.maximumBacklog {
            beginClose(CloseStatus(.tryAgainLater, "messages are not read"), end: .backlogFull)
        }
    }

    private func sendPong(_ payload: ByteBuffer) {
        guard phase.isOpen, let context else { return }
        var frame = context.channel.allocator.buffer(capacity: payload.readableBytes + 2)
        frame.writeFrame(.pong, payload: payload)
        let taken = context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenSuccess {
            if let next = self.pongs.taken() { self.sendPong(next) }
        }
        context.write(wrapOutboundOut(frame), promise: taken)
        scheduleFlush(context)
    }

    /// Flushes all messages of one turn of the loop with one system call.
    private func scheduleFlush(_ context: ChannelHandlerContext) {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        context.eventLoop.assumeIsolated().execute {
            self.isFlushScheduled = false
            self.context?.flush()
        }
    }

    // MARK: Closing

    /// Closes the socket on the session's request.
    func close(_ status: CloseStatus) {
        guard phase.isOpen, let context else { return }
        sendClose(status, context)
        phase = .awaitingAnswer(context.eventLoop.now + environment.configuration.closeTimeout)
        // In the next turn, not within the session's own call.
        context.eventLoop.assumeIsolated().execute { self.tellSession(.bySession(status)) }
    }

    /// Starts the closing handshake; the other end is expected to answer.
    private func beginClose(_ status: CloseStatus, end: WebSocketEnd) {
        guard phase.isOpen, let context else { return }
        sendClose(status, context)
        phase = .awaitingAnswer(context.eventLoop.now + environment.configuration.closeTimeout)
        tellSession(end)
    }

    /// Ends the closing handshake: only the end of the TCP connection is awaited.
    private func finish(_ status: CloseStatus?, end: WebSocketEnd) {
        guard let context else { return }
        switch phase {
        case .open: sendClose(status, context)
        case .awaitingAnswer: break
        case .lingering, .closed: return
        }
        phase = .lingering(context.eventLoop.now + environment.configuration.closeTimeout)
        context.close(mode: .output, promise: nil)
        tellSession(end)
    }

    private func sendClose(_ status: CloseStatus?, _ context: ChannelHandlerContext) {
        var frame = context.channel.allocator.buffer(capacity: 2 + FrameHeader.maximumControlPayload)
        frame.writeCloseFrame(status)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func tellSession(_ end: WebSocketEnd) {
        guard let session else { return }
        self.session = nil
        session.closed(end)
    }

    // MARK: Time

    func sweep(now: NIODeadline) {
        if let deadline = phase.deadline {
            if now >= deadline { context?.close(promise: nil) }
            return
        }
        switch keepAlive.check(now: now) {
        case .nothing: break
        case .ping: send(.ping, ByteBuffer())
        case .giveUp:
            tellSession(.silent)
            context?.close(promise: nil)
        }
    }
}
