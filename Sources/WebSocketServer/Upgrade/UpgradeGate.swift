import HummingbirdCore
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// Stands between the HTTP codec and everything else, and decides about each request head: a WebSocket, a refusal, or
/// plain HTTP for Hummingbird.
///
/// NIO's own upgrade handler decides about a connection's first request only, drops the head of a request that it
/// refuses, and leaves the rest of the pipeline to guess. Safari sends its handshake on a connection that has served
/// pages, so this gate stays and can turn a connection into a WebSocket whenever no response is outstanding.
/// ``UpgradeGateState`` has the states and a diagram of them.
final class UpgradeGate: ChannelDuplexHandler, RemovableChannelHandler, Sweepable {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Builds the pipeline behind the gate at the first plain request.
    typealias MakeHTTP = (any Channel) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    var sweepSlot: Int?
    let environment: SocketEnvironment
    private let admit: @Sendable (UpgradeRequest) -> UpgradeDecision
    let makeHTTP: MakeHTTP
    private let codec: (encoder: HTTPResponseEncoder, decoder: ByteToMessageHandler<HTTPRequestDecoder>)
    /// The promise of the outcome; nil once it is fulfilled.
    private var outcome: EventLoopPromise<UpgradeOutcome>?
    private var context: ChannelHandlerContext?
    /// Held while requests are read, if the decoder accepts large heads.
    private var largeHead: LargeHeads.Reservation?

    var state: UpgradeGateState

    init(
        environment: SocketEnvironment,
        codec: (encoder: HTTPResponseEncoder, decoder: ByteToMessageHandler<HTTPRequestDecoder>),
        largeHead: LargeHeads.Reservation?,
        outcome: EventLoopPromise<UpgradeOutcome>,
        admit: @escaping @Sendable (UpgradeRequest) -> UpgradeDecision,
        makeHTTP: @escaping MakeHTTP
    ) {
        self.environment = environment
        self.codec = codec
        self.largeHead = largeHead
        self.outcome = outcome
        self.admit = admit
        self.makeHTTP = makeHTTP
        state = .awaitingHead(until: outcome.futureResult.eventLoop.now + environment.configuration.headTimeout)
    }

    // MARK: Lifecycle

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        environment.sweepers.sweeper(of: context.eventLoop).register(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        ended(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        ended(context)
        context.fireChannelInactive()
    }

    private func ended(_ context: ChannelHandlerContext) {
        state = .closed
        largeHead = nil
        environment.sweepers.sweeper(of: context.eventLoop).unregister(self)
        complete(.handled)
        self.context = nil
    }

    func complete(_ result: UpgradeOutcome) {
        outcome?.succeed(result)
        outcome = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        let isInputClosed = event as? ChannelEvent == .inputClosed
        let isQuiescing = event is ChannelShouldQuiesceEvent
        switch state {
        case .awaitingHead, .handshake, .lingering:
            if isInputClosed || isQuiescing { context.close(promise: nil) }
        case .http(var service):
            if isInputClosed {
                service.isInputClosed = true
                state = .http(service)
            }
        case .draining(let deadline, _):
            if isInputClosed { state = .draining(until: deadline, isInputClosed: true) }
            if isQuiescing { context.close(promise: nil) }
        case .upgraded, .closed:
            break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError { return parserFailed(error, context) }
        switch state {
        case .awaitingHead, .handshake, .lingering:
            context.close(promise: nil)
        case .draining:
            // TLS that ended without `close_notify` does not affect a response that is being sent.
            break
        case .http, .upgraded, .closed:
            context.fireErrorCaught(error)
        }
    }

    /// Handles an error of the decoder, which produces nothing more.
    private func parserFailed(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        switch state {
        case .http(var service) where service.exchanges.isReading:
            // The reader of the content gets the error, and answers with 400. A request that was answered without its
            // content needs no second response.
            let isAnswerToCome = service.exchanges.breakOff()
            state = .http(service)
            if isAnswerToCome { context.fireErrorCaught(error) } else { linger(context) }
        case .awaitingHead, .http:
            stop(with: UpgradeRefusal(error), context)
        case .handshake:
            refuse(UpgradeRefusal(error), context)
        case .draining, .lingering, .upgraded, .closed:
            // The error comes after a request that was refused for the same reason, or was the last one.
            break
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .upgraded:
            // Bytes behind the handshake, from the decoder that is being removed.
            context.fireChannelRead(data)
        case .draining, .lingering, .closed:
            break
        case .awaitingHead, .http, .handshake:
            switch unwrapInboundIn(data) {
            case .head(let head): receive(head, context)
            case .body: receiveBody(data, context)
            case .end: receiveEnd(data, context)
            }
        }
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let service = state.service
        guard service?.exchanges.isOver != true else { return }
        let request: RequestHead
        do {
            request = try RequestHead(head)
        } catch {
            return stop(with: error, context)
        }
        guard environment.configuration.webSocketPaths.contains(request.head.path),
            service?.exchanges.isIdle ?? true
        else { return passOn(request, context) }
        switch Handshake.examine(request.head) {
        case .refuse(let refusal):
            refuse(refusal, context)
        case .valid where service?.isInputClosed == true:
            context.close(promise: nil)
        case .valid(let accept):
            state = .handshake(head: request.head, accept: accept, isBehindHTTP: service != nil)
        }
    }

    private func receiveBody(_ data: NIOAny, _ context: ChannelHandlerContext) {
        guard case .http(var service) = state, service.exchanges.isReading else { return }
        service.exchanges.continued()
        state = .http(service)
        context.fireChannelRead(data)
    }

    private func receiveEnd(_ data: NIOAny, _ context: ChannelHandlerContext) {
        switch state {
        case .http(var service) where service.exchanges.isReading:
            service.exchanges.ended()
            state = .http(service)
            context.fireChannelRead(data)
        case .handshake(let head, let accept, let isBehindHTTP):
            answer(
                UpgradeRequest(head: head, remoteAddress: context.remoteAddress),
                accept: accept,
                isBehindHTTP: isBehindHTTP,
                context
            )
        case .awaitingHead, .http, .upgraded, .draining, .lingering, .closed:
            break
        }
    }

    // MARK: Refusals

    /// Refuses the input and reads nothing more, once the responses to earlier requests have ended.
    private func stop(with refusal: UpgradeRefusal, _ context: ChannelHandlerContext) {
        guard case .http(var service) = state else { return refuse(refusal, context) }
        // Bytes behind the last request are ignored.
        guard !service.exchanges.isOver else { return }
        guard !service.exchanges.isIdle else { return refuse(refusal, context) }
        service.exchanges.stop(with: refusal)
        state = .http(service)
    }

    func refuse(_ refusal: UpgradeRefusal, _ context: ChannelHandlerContext) {
        let (head, body) = refusal.response
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    /// Ends our side of the connection, once everything is sent, and gives the other end time to read it and end its
    /// own: a close with unread bytes would reset the connection and discard the response.
    func linger(_ context: ChannelHandlerContext) {
        let isInputClosed = state.service?.isInputClosed ?? false
        state = .draining(
            until: context.eventLoop.now + environment.configuration.idleTimeout,
            isInputClosed: isInputClosed
        )
        let taken = context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenComplete { _ in self.drained() }
        context.flush()
        if isInputClosed {
            // Closing the output too would close everything, and cut off what is not sent yet.
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: taken)
        } else {
            context.close(mode: .output, promise: taken)
        }
    }

    private func drained() {
        guard case .draining(_, let isInputClosed) = state, let context else { return }
        if isInputClosed { return context.close(promise: nil) }
        state = .lingering(until: context.eventLoop.now + environment.configuration.closeTimeout)
    }

    // MARK: The upgrade

    private func answer(
        _ request: UpgradeRequest,
        accept: String,
        isBehindHTTP: Bool,
        _ context: ChannelHandlerContext
    ) {
        let subprotocol: String?
        let handler: any ChannelHandler
        switch admit(request) {
        case .refuse(let refusal):
            return refuse(refusal, context)
        case .session(let agreed, let makeSession):
            subprotocol = agreed
            handler = SessionHandler(
                environment: environment,
                remoteAddress: request.remoteAddress,
                subprotocol: subprotocol,
                now: context.eventLoop.now,
                makeSession: makeSession
            )
        case .relayLeg(let agreed, let arrived):
            subprotocol = agreed
            handler = RelayLegHandler(environment: environment, now: context.eventLoop.now, arrived: arrived)
        }
        let head = Handshake.response(accept: accept, subprotocol: subprotocol)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        upgrade(context, to: handler, isBehindHTTP: isBehindHTTP)
    }

    private func upgrade(_ context: ChannelHandlerContext, to handler: any ChannelHandler, isBehindHTTP: Bool) {
        state = .upgraded
        largeHead = nil
        environment.sweepers.sweeper(of: context.eventLoop).unregister(self)
        do {
            try context.replaceHTTP(codec, by: handler, isBehindHTTP: isBehindHTTP)
        } catch {
            return context.close(promise: nil)
        }
        complete(.handled)
    }

    // MARK: Time

    func sweep(now: NIODeadline) {
        if isOverdue(at: now) { context?.close(promise: nil) }
    }

    private func isOverdue(at now: NIODeadline) -> Bool {
        switch state {
        case .awaitingHead(let deadline), .draining(let deadline, _), .lingering(let deadline): now >= deadline
        case .http(let service): service.isOverdue(at: now, patience: environment.configuration.idleTimeout)
        case .handshake, .upgraded, .closed: false
        }
    }
}
