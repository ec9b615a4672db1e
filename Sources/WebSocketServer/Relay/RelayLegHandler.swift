import NIOCore
import WebSocketFraming

/// Runs one leg of a relay on its event loop: frames of its client go to the partner, frames of the partner go to its
/// client. ``RelayLegState`` describes the states, with a diagram.
final class RelayLegHandler: ChannelDuplexHandler, Sweepable {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The most bytes beyond the window that are taken from a client before its leg is closed. Reading pauses at the
    /// window, so more than one read can come only from a client that shut its side while reading was paused: NIO then
    /// reads everything in the kernel's buffer.
    private static let maximumOverrun = 1_048_576

    var sweepSlot: Int?
    private let environment: SocketEnvironment
    /// Called once, when the leg is open.
    private var arrived: (@Sendable (RelayLeg) -> Void)?
    private var context: ChannelHandlerContext?
    private var state: RelayLegState
    private var keepAlive: KeepAlive
    /// The bytes from our client to the partner.
    private var stream: RelayStream
    /// The bytes written to our client and not yet taken by our socket.
    private var unwritten = 0
    /// Whether a read of the pipeline is held back.
    private var isReadWithheld = false
    private var pongs = PongDuty()

    init(environment: SocketEnvironment, now: NIODeadline, arrived: @escaping @Sendable (RelayLeg) -> Void) {
        self.environment = environment
        self.arrived = arrived
        state = .waiting(until: now + environment.configuration.partnerTimeout, held: ByteBuffer())
        keepAlive = KeepAlive(limits: environment.configuration.keepAlive, now: now)
        stream = RelayStream(limits: environment.configuration.relayMessages)
    }

    // MARK: Lifecycle

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
        let joint = state.joint
        state = .closed
        joint?.leave(.connectionLost) { $0.partnerLost() }
        stream.end()
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

    /// Makes `partner` the other leg. Returns `false` when this leg is not waiting.
    func attach(to partner: RelayLeg, _ circuit: RelayCircuit) -> Bool {
        guard case .waiting(_, let held) = state, let context else { return false }
        let now = context.eventLoop.now
        let joint = RelayJoint(partner: partner, circuit: circuit, deadline: circuit.limits.lifetime.map { now + $0 })
        state = .attached(joint, held: held)
        keepAlive.heard(now: now)
        // The empty message tells the client that the pipe is open.
        context.writeFrame(.binary, ByteBuffer())
        context.flush()
        return true
    }

    /// Starts reading, when both legs are attached.
    func start() {
        guard case .attached(let joint, let held) = state, let context else { return }
        state = .joined(joint)
        if held.readableBytes > 0 {
            forward(held, joint, context)
            deliverBatch()
        }
        resumeReading()
    }

    // MARK: From our client

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { isReadWithheld = true }
    }

    private var mayRead: Bool {
        switch state {
        case .waiting, .attached: false
        case .joined(let joint): stream.outstanding < joint.circuit.limits.window
        case .closing, .lingering, .closed: true
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        switch state {
        case .joined(let joint):
            forward(bytes, joint, context)
        case .waiting(let deadline, let held):
            hold(bytes, behind: held, context) { .waiting(until: deadline, held: $0) }
        case .attached(let joint, let held):
            hold(bytes, behind: held, context) { .attached(joint, held: $0) }
        case .closing:
            if stream.skip(bytes) { linger(after: nil, context) }
        case .lingering, .closed:
            break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        deliverBatch()
        context.fireChannelReadComplete()
    }

    private func hold(
        _ bytes: ByteBuffer,
        behind held: ByteBuffer,
        _ context: ChannelHandlerContext,
        in state: (ByteBuffer) -> RelayLegState
    ) {
        guard held.readableBytes + bytes.readableBytes <= Self.maximumOverrun else {
            return context.close(promise: nil)
        }
        var held = held
        held.writeImmutableBuffer(bytes)
        self.state = state(held)
    }

    private func forward(_ bytes: ByteBuffer, _ joint: RelayJoint, _ context: ChannelHandlerContext) {
        guard stream.onTheWay + bytes.readableBytes <= joint.circuit.limits.window + Self.maximumOverrun else {
            return context.close(promise: nil)
        }
        keepAlive.heard(now: context.eventLoop.now)
        guard joint.circuit.count(bytes.readableBytes) else {
            return closePairing(CloseStatus(.byteLimit), end: .byteLimit)
        }
        let (end, ping) = stream.forward(bytes, allocator: context.channel.allocator)
        if let pong = ping.flatMap({ pongs.asked($0) }) { writePong(pong, context) }
        switch end {
        case .success(.close(let status)):
            deliverBatch()
            linger(after: status, context)
            joint.leave(.closed(status)) { $0.partnerClosed(status) }
        case .failure(let error):
            deliverBatch()
            linger(after: CloseStatus(error.closeCode), context)
            joint.leave(.clientError(error)) { $0.partnerLost() }
        case .success:
            break
        }
    }

    private func deliverBatch() {
        guard case .joined(let joint) = state, let (buffers, bytes) = stream.takeBatch() else { return }
        joint.partner.onLoop { $0.deliver(buffers, bytes: bytes) }
    }

    /// Handles the partner's socket having taken `bytes` that we handed over.
    private func taken(bytes: Int, buffers: Int) {
        stream.taken(bytes: bytes, buffers: buffers)
        guard case .joined(let joint) = state else { return }
        if stream.outstanding <= joint.circuit.limits.window / 2 { resumeReading() }
    }

    /// The value for ``RelayLeg/flow()``.
    var flow: RelayFlow {
        RelayFlow(outstanding: stream.onTheWay, isPaused: isReadWithheld)
    }

    private func resumeReading() {
        guard isReadWithheld else { return }
        isReadWithheld = false
        context?.read()
    }

    // MARK: To our client

    /// Writes frames from the partner's client.
    private func deliver(_ buffers: [ByteBuffer], bytes: Int) {
        guard let joint = state.joint, let context, let last = buffers.last else { return }
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
            guard let next = self.pongs.taken(), self.state.joint != nil, let context = self.context else { return }
            self.writePong(next, context)
        }
        context.writeFrame(.pong, payload, promise: written)
        context.flush()
    }

    // MARK: Closing

    private func partnerClosed(_ status: CloseStatus?) {
        // Bytes of the partner may still be on their way to our client, which answers only after them.
        beginClose(status ?? CloseStatus(.normal), answerWithin: environment.configuration.keepAlive.silenceLimit)
    }

    /// Handles the loss of the other leg.
    func partnerLost() {
        beginClose(CloseStatus(.partnerLost), answerWithin: environment.configuration.keepAlive.silenceLimit)
    }

    /// Closes this leg and its partner, if it has one, with `status`.
    func closePairing(_ status: CloseStatus, end: RelayEnd) {
        let timeout = environment.configuration.closeTimeout
        let joint = state.joint
        beginClose(status, answerWithin: timeout)
        joint?.leave(end) { $0.beginClose(status, answerWithin: timeout) }
    }

    /// Begins the closing handshake, unless it has begun already.
    private func beginClose(_ status: CloseStatus, answerWithin timeout: TimeAmount) {
        guard let context else { return }
        switch state {
        case .waiting, .attached, .joined: break
        case .closing, .lingering, .closed: return
        }
        state = .closing(until: context.eventLoop.now + timeout)
        context.writeCloseFrame(status)
        resumeReading()
    }

    /// Ends our side of the TCP connection, after a close frame unless one was sent.
    private func linger(after status: CloseStatus?, _ context: ChannelHandlerContext) {
        let isCloseFrameOwed: Bool
        switch state {
        case .waiting, .attached, .joined: isCloseFrameOwed = true
        case .closing: isCloseFrameOwed = false
        case .lingering, .closed: return
        }
        // Before the close frame: a connection that breaks as that is written ends within the call.
        state = .lingering(until: context.eventLoop.now + environment.configuration.closeTimeout)
        if isCloseFrameOwed { context.writeCloseFrame(status) }
        context.close(mode: .output, promise: nil)
        resumeReading()
    }

    // MARK: Time

    func sweep(now: NIODeadline) {
        stream.trim()
        switch state {
        case .waiting(let deadline, _):
            if now >= deadline {
                beginClose(CloseStatus(.partnerMissing), answerWithin: environment.configuration.closeTimeout)
            }
        case .attached(let joint, _), .joined(let joint):
            if let deadline = joint.deadline, now >= deadline {
                closePairing(CloseStatus(.timeLimit), end: .timeLimit)
            } else {
                checkSilence(joint, now: now)
            }
        case .closing(let deadline), .lingering(let deadline):
            if now >= deadline { context?.close(promise: nil) }
        case .closed:
            break
        }
    }

    private func checkSilence(_ joint: RelayJoint, now: NIODeadline) {
        // A client that is not read, because its partner is slow, must not be given up for silence.
        if isReadWithheld, unwritten == 0 { return keepAlive.heard(now: now) }
        switch keepAlive.check(now: now) {
        case .nothing: break
        case .ping:
            if let context, unwritten == 0 {
                context.writeFrame(.ping, ByteBuffer())
                context.flush()
            }
        case .giveUp:
            state = .closed
            joint.leave(.silent) { $0.partnerLost() }
            context?.close(promise: nil)
        }
    }
}
