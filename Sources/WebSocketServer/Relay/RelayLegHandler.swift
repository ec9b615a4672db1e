import NIOCore
import WebSocketFraming

/// Runs one leg of a relay on its event loop: what its client sends goes to the partner, what the partner hands over
/// goes to its client.
final class RelayLegHandler: ChannelDuplexHandler, Sweepable {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        /// Nobody is there to take what the client says.
        case waiting(until: NIODeadline)
        /// Passing on.
        case joined(Joint)
        /// ``closing`` says how far.
        case ending
    }

    private struct Joint {
        let partner: RelayLeg
        let circuit: RelayCircuit
        let deadline: NIODeadline?
    }

    /// In bytes: what is taken from a client beyond the window before it is given up. More than a round of reading can
    /// come only from a client that shut its side while reading was paused: NIO then reads what the kernel has.
    private static let maximumOverrun = 1_048_576

    var sweepSlot: Int?
    private let environment: SocketEnvironment
    private var arrived: (@Sendable (RelayLeg) -> Void)?
    private var context: ChannelHandlerContext?
    private var phase: Phase
    private var closing = ClosePhase.open
    private var keepAlive: KeepAlive

    private var forwarder: FrameForwarder
    /// What came before the partner did.
    private var held = ByteBuffer()
    /// What this turn's reading has brought for the partner.
    private var batch: [ByteBuffer] = []
    private var batchBytes = 0
    private var outputs = BufferReuse()
    /// In bytes: handed to the partner and not yet taken by its socket.
    private var outstanding = 0
    /// In bytes: written to our client and not yet taken by our socket.
    private var unwritten = 0
    private var isReadWithheld = false
    private var pongs = PongDuty()

    init(environment: SocketEnvironment, now: NIODeadline, arrived: @escaping @Sendable (RelayLeg) -> Void) {
        self.environment = environment
        self.arrived = arrived
        phase = .waiting(until: now + environment.configuration.partnerTimeout)
        keepAlive = KeepAlive(limits: environment.configuration.keepAlive, now: now)
        forwarder = FrameForwarder(limits: environment.configuration.relayMessages)
    }

    // MARK: The socket's life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        environment.sweepers.sweeper(of: context.eventLoop).register(self)
        arrived?(RelayLeg(self, channel: context.channel))
        arrived = nil
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
        deliverBatch()
        leave(.connectionLost) { $0.partnerLost() }
        outputs = BufferReuse()
        closing = .closed
        self.context = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { closePairing(CloseStatus(.goingAway), end: .shutdown) }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Joining

    /// Makes `partner` the other leg. Returns `false` when this leg does not wait for one.
    func attach(to partner: RelayLeg, _ circuit: RelayCircuit) -> Bool {
        guard case .waiting = phase, let context else { return false }
        let now = context.eventLoop.now
        phase = .joined(Joint(partner: partner, circuit: circuit, deadline: circuit.limits.lifetime.map { now + $0 }))
        keepAlive.heard(now: now)
        // The sign for the client that the pipe is open.
        writeFrame(.binary, ByteBuffer(), context)
        return true
    }

    /// Begins to read; both legs are attached.
    func start() {
        guard case .joined = phase, let context else { return }
        let bytes = held
        held = ByteBuffer()
        if bytes.readableBytes > 0 {
            receive(bytes, context)
            deliverBatch()
        }
        resumeReading()
    }

    // MARK: From our client

    func read(context: ChannelHandlerContext) {
        let mayRead =
            switch phase {
            case .waiting: false
            case .joined(let joint): outstanding < joint.circuit.limits.window
            case .ending: true
            }
        if mayRead { context.read() } else { isReadWithheld = true }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        receive(unwrapInboundIn(data), context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        deliverBatch()
        context.fireChannelReadComplete()
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        switch phase {
        case .waiting:
            hold(bytes, context)
        case .joined(let joint):
            forward(bytes, joint, context)
        case .ending:
            awaitAnswer(in: bytes)
        }
    }

    private func hold(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard held.readableBytes + bytes.readableBytes <= Self.maximumOverrun else {
            return context.close(promise: nil)
        }
        held.writeImmutableBuffer(bytes)
    }

    private func forward(_ bytes: ByteBuffer, _ joint: Joint, _ context: ChannelHandlerContext) {
        let onTheWay = outstanding + batchBytes + bytes.readableBytes
        guard onTheWay <= joint.circuit.limits.window + Self.maximumOverrun else {
            return context.close(promise: nil)
        }
        keepAlive.heard(now: context.eventLoop.now)
        guard joint.circuit.count(bytes.readableBytes) else {
            return closePairing(CloseStatus(.byteLimit), end: .byteLimit)
        }
        var bytes = bytes
        // A piece of payload needs no more room framed than masked; the addition is for its first frame's rest.
        let capacity = bytes.readableBytes + FrameHeader.maximumSize
        var output = outputs.buffer(capacity: capacity, allocator: context.channel.allocator)
        var verdict: Result<FrameForwarder.Event?, FramingError>
        var ping: ByteBuffer?
        repeat {
            verdict = Result { () throws(FramingError) in try forwarder.next(from: &bytes, into: &output) }
            if case .success(.ping(let payload)) = verdict { ping = payload }
        } while verdict.isPingOrPong
        if let pong = ping.flatMap({ pongs.asked($0) }) { writePong(pong, context) }
        addToBatch(output)
        switch verdict {
        case .success(.close(let status)): clientClosed(status)
        case .failure(let error): clientFailed(error)
        case .success: break
        }
    }

    private func addToBatch(_ output: ByteBuffer) {
        guard output.readableBytes > 0 else { return }
        batch.append(output)
        batchBytes += output.readableBytes
    }

    private func deliverBatch() {
        guard !batch.isEmpty, case .joined(let joint) = phase else { return }
        let (buffers, bytes) = (batch, batchBytes)
        batch = []
        batchBytes = 0
        outstanding += bytes
        outputs.sent(buffers)
        joint.partner.onLoop { $0.deliver(buffers, bytes: bytes) }
    }

    /// The partner's socket has taken `bytes` of what we handed over.
    private func taken(bytes: Int, buffers: Int) {
        outstanding -= bytes
        outputs.written(count: buffers)
        guard case .joined(let joint) = phase else { return }
        if outstanding <= joint.circuit.limits.window / 2 { resumeReading() }
    }

    /// See ``RelayLeg/flow()``.
    var flow: RelayFlow {
        RelayFlow(outstanding: outstanding + batchBytes, isPaused: isReadWithheld)
    }

    private func resumeReading() {
        guard isReadWithheld else { return }
        isReadWithheld = false
        context?.read()
    }

    // MARK: To our client

    /// Frames from the partner's client.
    private func deliver(_ buffers: [ByteBuffer], bytes: Int) {
        guard case .joined(let joint) = phase, let context, let last = buffers.last else { return }
        unwritten += bytes
        let count = buffers.count
        for buffer in buffers.dropLast() { context.write(wrapOutboundOut(buffer), promise: nil) }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess {
            self.unwritten -= bytes
            self.keepAlive.heard(now: context.eventLoop.now)
            joint.partner.onLoop { $0.taken(bytes: bytes, buffers: count) }
        }
        context.writeAndFlush(wrapOutboundOut(last), promise: written)
    }

    private func writePong(_ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenSuccess {
            guard let next = self.pongs.taken(), self.closing.isOpen, let context = self.context else { return }
            self.writePong(next, context)
        }
        writeFrame(.pong, payload, context, promise: written)
    }

    private func writeFrame(
        _ opcode: Opcode,
        _ payload: ByteBuffer,
        _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>? = nil
    ) {
        var frame = context.channel.allocator.buffer(capacity: 2 + payload.readableBytes)
        frame.writeFrame(opcode, payload: payload)
        context.writeAndFlush(wrapOutboundOut(frame), promise: promise)
    }

    // MARK: The end

    private func clientClosed(_ status: CloseStatus?) {
        deliverBatch()
        leave(.closed(status)) { $0.partnerClosed(status) }
        linger(after: status)
    }

    private func clientFailed(_ error: FramingError) {
        deliverBatch()
        leave(.clientError(error)) { $0.partnerLost() }
        linger(after: CloseStatus(error.closeCode))
    }

    private func partnerClosed(_ status: CloseStatus?) {
        // What the partner sent is still to be read by our client before it can answer.
        beginClose(status ?? CloseStatus(.normal), answerWithin: environment.configuration.keepAlive.silenceLimit)
    }

    /// The other leg has gone without a word.
    func partnerLost() {
        beginClose(CloseStatus(.partnerLost), answerWithin: environment.configuration.keepAlive.silenceLimit)
    }

    /// Closes this leg and its partner, if it has one, with `status`.
    func closePairing(_ status: CloseStatus, end: RelayEnd) {
        let timeout = environment.configuration.closeTimeout
        leave(end) { $0.beginClose(status, answerWithin: timeout) }
        beginClose(status, answerWithin: timeout)
    }

    /// Ends the pairing, if there is one, and lets the partner know.
    private func leave(_ end: RelayEnd, tell: @escaping @Sendable (RelayLegHandler) -> Void) {
        guard case .joined(let joint) = phase else { return }
        phase = .ending
        joint.circuit.end(end)
        joint.partner.onLoop(tell)
    }

    private func beginClose(_ status: CloseStatus, answerWithin timeout: TimeAmount) {
        guard closing.isOpen, let context else { return }
        phase = .ending
        closing = .awaitingAnswer(context.eventLoop.now + timeout)
        writeClose(status, context)
        resumeReading()
    }

    private func awaitAnswer(in bytes: ByteBuffer) {
        guard case .awaitingAnswer = closing else { return }
        var bytes = bytes
        var discarded = ByteBuffer()
        do {
            while let event = try forwarder.next(from: &bytes, into: &discarded) {
                if case .close = event { linger(after: nil) }
            }
        } catch {
            linger(after: nil)
        }
    }

    /// Ends our side of the TCP connection, with a close frame unless one was sent.
    private func linger(after status: CloseStatus?) {
        guard let context else { return }
        phase = .ending
        if closing.isOpen { writeClose(status, context) }
        closing = .lingering(context.eventLoop.now + environment.configuration.closeTimeout)
        context.close(mode: .output, promise: nil)
        resumeReading()
    }

    private func writeClose(_ status: CloseStatus?, _ context: ChannelHandlerContext) {
        var frame = context.channel.allocator.buffer(capacity: 2 + FrameHeader.maximumControlPayload)
        frame.writeCloseFrame(status)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    // MARK: Time

    func sweep(now: NIODeadline) {
        outputs.trim()
        if let deadline = closing.deadline {
            if now >= deadline { context?.close(promise: nil) }
            return
        }
        switch phase {
        case .waiting(let deadline):
            if now >= deadline {
                beginClose(CloseStatus(.partnerMissing), answerWithin: environment.configuration.closeTimeout)
            }
        case .joined(let joint):
            if let deadline = joint.deadline, now >= deadline {
                closePairing(CloseStatus(.timeLimit), end: .timeLimit)
            } else {
                checkSilence(now: now)
            }
        case .ending:
            break
        }
    }

    private func checkSilence(now: NIODeadline) {
        // A client that we do not listen to, because its partner is slow, is not to blame for its silence.
        if isReadWithheld, unwritten == 0 { return keepAlive.heard(now: now) }
        switch keepAlive.check(now: now) {
        case .nothing: break
        case .ping:
            if let context, unwritten == 0 { writeFrame(.ping, ByteBuffer(), context) }
        case .giveUp:
            leave(.silent) { $0.partnerLost() }
            context?.close(promise: nil)
        }
    }
}

extension Result<FrameForwarder.Event?, FramingError> {
    /// Whether the forwarder may have more to say about the same bytes.
    fileprivate var isPingOrPong: Bool {
        switch self {
        case .success(.ping), .success(.pong): true
        default: false
        }
    }
}
