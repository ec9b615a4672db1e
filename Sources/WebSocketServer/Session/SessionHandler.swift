import NIOCore
import WebSocketFraming

/// The channel handler of one session: turns bytes into events for the session, and its messages into frames.
///
///     opening ──the handler is in the pipeline──► open
///                                                  │ │
///        the session, the server, or a full backlog│ └──the client closes, or breaks a rule──────┐
///                                                  ▼                                             ▼
///                                               closing ──the client answers, or breaks a rule──► lingering
///
/// From everywhere to `closed`: the connection has ended. It is cut when a deadline has passed, or when the client is
/// silent for too long. The session hears of its end once, when `open` is left.
final class SessionHandler: ChannelInboundHandler, Sweepable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// The session is not made yet. The closure is not kept any longer, because it may hold the whole request.
        case opening(@Sendable (WebSocket) -> any WebSocketSession)
        /// Messages go in both directions.
        case open(any WebSocketSession)
        /// Our close frame is sent, and the client's is awaited (RFC 6455, section 7.1.2).
        case closing(until: NIODeadline)
        /// Both close frames are exchanged, or never will be, and our side of the TCP connection is shut. The client's
        /// FIN is awaited, because closing now could destroy bytes that the client has not read yet.
        case lingering(until: NIODeadline)
        /// The TCP connection has ended, or is about to.
        case closed
    }

    var sweepSlot: Int?
    private let environment: SocketEnvironment
    private let remoteAddress: SocketAddress?
    private let subprotocol: String?
    private var context: ChannelHandlerContext?
    private var assembler: MessageAssembler
    private var keepAlive: KeepAlive
    private var state: State
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
        state = .opening(makeSession)
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
        guard case .opening(let makeSession) = state else { return }
        let session = makeSession(socket)
        state = .open(session)
        session.opened()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ended(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended(context)
        context.fireChannelInactive()
    }

    private func ended(_ context: ChannelHandlerContext) {
        environment.sweepers.sweeper(of: context.eventLoop).unregister(self)
        let session = session
        state = .closed
        session?.closed(.connectionLost)
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
        guard let session else { return }
        switch event {
        case .text(let payload): session.received(text: payload)
        case .binary(let payload): session.received(binary: payload)
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
        guard session != nil, let context else { return }
        context.writeFrame(opcode, payload)
        scheduleFlush(context)
        // The count is worth asking for only above the channel's own, much lower, mark.
        if !context.channel.isWritable, backlog > environment.configuration.session.maximumBacklog {
            beginClose(CloseStatus(.tryAgainLater, "messages are not read"), end: .backlogFull)
        }
    }

    private func sendPong(_ payload: ByteBuffer) {
        guard session != nil, let context else { return }
        let taken = context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenSuccess {
            if let next = self.pongs.taken() { self.sendPong(next) }
        }
        context.writeFrame(.pong, payload, promise: taken)
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
        guard let eventLoop = context?.eventLoop, let session = beginHandshake(status) else { return }
        // In the next turn, not within the session's own call.
        eventLoop.assumeIsolated().execute { session.closed(.bySession(status)) }
    }

    /// Starts the closing handshake; the other end is expected to answer.
    private func beginClose(_ status: CloseStatus, end: WebSocketEnd) {
        beginHandshake(status)?.closed(end)
    }

    /// Sends our close frame. Returns the session, whose end the caller reports; nil when the socket was not open.
    private func beginHandshake(_ status: CloseStatus) -> (any WebSocketSession)? {
        guard let session, let context else { return nil }
        state = .closing(until: context.eventLoop.now + environment.configuration.closeTimeout)
        context.writeCloseFrame(status)
        return session
    }

    /// Ends the closing handshake: only the end of the TCP connection is awaited.
    private func finish(_ status: CloseStatus?, end: WebSocketEnd) {
        guard let context else { return }
        let session = session
        switch state {
        case .open, .closing: break
        case .opening, .lingering, .closed: return
        }
        // Before the close frame: a connection that breaks as that is written ends within the call.
        state = .lingering(until: context.eventLoop.now + environment.configuration.closeTimeout)
        if session != nil { context.writeCloseFrame(status) }
        context.close(mode: .output, promise: nil)
        session?.closed(end)
    }

    /// The session, while the socket is open.
    private var session: (any WebSocketSession)? {
        if case .open(let session) = state { session } else { nil }
    }

    // MARK: Time

    func sweep(now: NIODeadline) {
        switch state {
        case .opening, .closed: break
        case .open: checkSilence(now: now)
        case .closing(let deadline), .lingering(let deadline):
            if now >= deadline { context?.close(promise: nil) }
        }
    }

    private func checkSilence(now: NIODeadline) {
        switch keepAlive.check(now: now) {
        case .nothing: break
        case .ping: send(.ping, ByteBuffer())
        case .giveUp:
            let session = session
            state = .closed
            session?.closed(.silent)
            context?.close(promise: nil)
        }
    }
}
