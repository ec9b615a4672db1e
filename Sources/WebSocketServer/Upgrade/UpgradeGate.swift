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
final class UpgradeGate: ChannelDuplexHandler, RemovableChannelHandler, Sweepable {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Builds what follows the gate once the first plain request has come.
    typealias MakeHTTP = (any Channel) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private enum Phase {
        /// Nothing has come; until the deadline.
        case awaitingHead(NIODeadline)
        /// Hummingbird is served; `exchanges` says how far it is.
        case http
        /// A valid handshake's head has come, its end has not.
        case handshake(head: HTTPRequestHead, accept: String)
        /// The pipeline is a WebSocket's; the codec is on its way out.
        case upgraded
        /// The last answer is written; the other end is to take it until the deadline.
        case draining(NIODeadline)
        /// It is taken; the other end's FIN is awaited until the deadline.
        case lingering(NIODeadline)
        case closed
    }

    var sweepSlot: Int?
    private let environment: SocketEnvironment
    private let admit: @Sendable (UpgradeRequest) -> UpgradeDecision
    private let makeHTTP: MakeHTTP
    private let codec: (encoder: HTTPResponseEncoder, decoder: ByteToMessageHandler<HTTPRequestDecoder>)
    private var outcome: EventLoopPromise<UpgradeOutcome>?
    private var context: ChannelHandlerContext?
    /// Held while requests are read, if the decoder takes large heads.
    private var largeHead: LargeHeads.Reservation?

    private var phase: Phase
    private var hasHTTP = false
    private var isInputClosed = false
    private var exchanges = Exchanges()
    /// Since when the client takes nothing of a response.
    private var unwritableSince: NIODeadline?

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
        phase = .awaitingHead(outcome.futureResult.eventLoop.now + environment.configuration.headTimeout)
    }

    // MARK: The connection's life

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
        phase = .closed
        largeHead = nil
        environment.sweepers.sweeper(of: context.eventLoop).unregister(self)
        complete(.handled)
        self.context = nil
    }

    private func complete(_ result: UpgradeOutcome) {
        outcome?.succeed(result)
        outcome = nil
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { isInputClosed = true }
        switch phase {
        case .awaitingHead, .handshake, .lingering:
            if isInputClosed || event is ChannelShouldQuiesceEvent { context.close(promise: nil) }
        case .draining:
            if event is ChannelShouldQuiesceEvent { context.close(promise: nil) }
        case .http, .upgraded, .closed:
            break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let error = error as? HTTPParserError { return parserFailed(error, context) }
        switch phase {
        case .awaitingHead, .handshake, .lingering:
            context.close(promise: nil)
        case .draining:
            // TLS that ended without saying so takes nothing from an answer that is on its way.
            break
        case .http, .upgraded, .closed:
            context.fireErrorCaught(error)
        }
    }

    /// The decoder has given up; nothing comes from it any more.
    private func parserFailed(_ error: HTTPParserError, _ context: ChannelHandlerContext) {
        switch phase {
        case .http where exchanges.isReading:
            // The reader of the content hears it, and answers 400. A request that was answered without its content
            // needs no second answer.
            if exchanges.breakOff() { context.fireErrorCaught(error) } else { linger(context) }
        case .awaitingHead, .http:
            stop(with: UpgradeRefusal(error), context)
        case .handshake:
            refuse(UpgradeRefusal(error), context)
        case .draining, .lingering, .upgraded, .closed:
            // It comes after a request that was refused for the same reason, or was the last.
            break
        }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch phase {
        case .upgraded:
            // Bytes behind the handshake, from the decoder that is leaving.
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
        guard !exchanges.isOver else { return }
        let request: RequestHead
        do {
            request = try RequestHead(head)
        } catch {
            return stop(with: error, context)
        }
        guard environment.configuration.webSocketPaths.contains(request.head.path), exchanges.isIdle else {
            return passOn(request, context)
        }
        switch Handshake.examine(request.head) {
        case .valid(let accept): phase = .handshake(head: request.head, accept: accept)
        case .refuse(let refusal): refuse(refusal, context)
        }
    }

    private func receiveBody(_ data: NIOAny, _ context: ChannelHandlerContext) {
        guard case .http = phase, exchanges.isReading else { return }
        exchanges.continued()
        context.fireChannelRead(data)
    }

    private func receiveEnd(_ data: NIOAny, _ context: ChannelHandlerContext) {
        if case .http = phase, exchanges.isReading {
            exchanges.ended()
            return context.fireChannelRead(data)
        }
        guard case .handshake(let head, let accept) = phase else { return }
        guard !isInputClosed else { return context.close(promise: nil) }
        let request = UpgradeRequest(head: head, remoteAddress: context.remoteAddress)
        switch admit(request) {
        case .refuse(let refusal):
            refuse(refusal, context)
        case .session(let subprotocol, let makeSession):
            let handler = SessionHandler(
                environment: environment,
                remoteAddress: request.remoteAddress,
                subprotocol: subprotocol,
                now: context.eventLoop.now,
                makeSession: makeSession
            )
            upgrade(context, accept: accept, subprotocol: subprotocol, to: handler)
        case .relayLeg(let subprotocol, let arrived):
            let handler = RelayLegHandler(environment: environment, now: context.eventLoop.now, arrived: arrived)
            upgrade(context, accept: accept, subprotocol: subprotocol, to: handler)
        }
    }

    // MARK: Plain HTTP

    private func passOn(_ request: RequestHead, _ context: ChannelHandlerContext) {
        if !hasHTTP {
            do {
                complete(.http(try makeHTTP(context.channel)))
                hasHTTP = true
            } catch {
                return context.close(promise: nil)
            }
        }
        phase = .http
        var head = request.head
        var isLast = request.isLast
        if head.headers.contains(name: "upgrade") || head.method == .CONNECT {
            // Such as h2c: not spoken here, so the request is what remains without it. The decoder is still made to
            // believe that another protocol follows, so this exchange is the connection's last.
            for name in ["upgrade", "http2-settings"] { head.headers.remove(name: name) }
            isLast = true
        }
        // Hummingbird knows this one word, and ends its task behind the answer.
        if isLast { head.headers.replaceOrAdd(name: "connection", value: "close") }
        exchanges.begin(
            isLast: isLast,
            awaitsContinue: request.expectsContinue,
            deadline: context.eventLoop.now + environment.configuration.idleTimeout
        )
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .http = phase else { return context.write(data, promise: promise) }
        switch unwrapOutboundIn(data) {
        case .head(var head) where !head.status.isInformational:
            if exchanges.beginAnswer() { head.headers.replaceOrAdd(name: "connection", value: "close") }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            switch exchanges.answered() {
            case .goOn: break
            case .end(nil): linger(context)
            case .end(let refusal?): refuse(refusal, context)
            }
        default:
            context.write(data, promise: promise)
        }
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is ContentWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if case .http = phase, exchanges.wantsContent() {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed(())
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        unwritableSince = context.channel.isWritable ? nil : context.eventLoop.now
        context.fireChannelWritabilityChanged()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output, isInputClosed else { return context.close(mode: mode, promise: promise) }
        switch phase {
        case .http:
            // Hummingbird ends its side when the client has ended its own.
            linger(context)
            promise?.succeed(())
        case .draining:
            promise?.succeed(())
        case .awaitingHead, .handshake, .lingering, .upgraded, .closed:
            context.close(mode: mode, promise: promise)
        }
    }

    // MARK: Refusals

    /// Refuses what came and reads no further, once the answers to the requests before it have ended.
    private func stop(with refusal: UpgradeRefusal, _ context: ChannelHandlerContext) {
        // Bytes behind the last request are not for anybody.
        guard !exchanges.isOver else { return }
        if exchanges.isIdle { refuse(refusal, context) } else { exchanges.stop(with: refusal) }
    }

    private func refuse(_ refusal: UpgradeRefusal, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders([("Connection", "close"), ("Content-Type", "text/plain; charset=utf-8")])
        for header in refusal.headers { headers.replaceOrAdd(name: header.name, value: header.value) }
        // RFC 9110, section 7.8: the sender of Upgrade also sends it as a connection option.
        if headers.contains(name: "upgrade") { headers.replaceOrAdd(name: "connection", value: "upgrade, close") }
        let body = ByteBuffer(string: refusal.body + "\n")
        headers.replaceOrAdd(name: "Content-Length", value: String(body.readableBytes))
        let head = HTTPResponseHead(version: .http1_1, status: refusal.status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.write(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    /// Ends our side of the connection, once all that was said is taken, and gives the other end time to read it and end
    /// its own: a close with unread bytes would reset the connection and take the answer away.
    private func linger(_ context: ChannelHandlerContext) {
        phase = .draining(context.eventLoop.now + environment.configuration.idleTimeout)
        let taken = context.eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenComplete { _ in self.drained() }
        context.flush()
        if isInputClosed {
            // Closing the output as well closes all, and would cut off what is not taken yet.
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))), promise: taken)
        } else {
            context.close(mode: .output, promise: taken)
        }
    }

    private func drained() {
        guard case .draining = phase, let context else { return }
        if isInputClosed { return context.close(promise: nil) }
        phase = .lingering(context.eventLoop.now + environment.configuration.closeTimeout)
    }

    // MARK: The upgrade

    private func upgrade(
        _ context: ChannelHandlerContext,
        accept: String,
        subprotocol: String?,
        to handler: some ChannelHandler
    ) {
        writeSwitchingProtocols(context, accept: accept, subprotocol: subprotocol)
        phase = .upgraded
        largeHead = nil
        environment.sweepers.sweeper(of: context.eventLoop).unregister(self)
        do {
            try rebuildPipeline(context, with: handler)
        } catch {
            return context.close(promise: nil)
        }
        complete(.handled)
    }

    private func writeSwitchingProtocols(_ context: ChannelHandlerContext, accept: String, subprotocol: String?) {
        var headers = HTTPHeaders([
            ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept),
        ])
        if let subprotocol { headers.add(name: "Sec-WebSocket-Protocol", value: subprotocol) }
        let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func rebuildPipeline(_ context: ChannelHandlerContext, with handler: some ChannelHandler) throws {
        let pipeline = context.pipeline.syncOperations
        // Hummingbird's servers allow half-closed connections; a handler that waits for bytes would never hear of a
        // client that vanished.
        try context.channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: false)
        pipeline.removeHandler(codec.encoder, promise: nil)
        let wall = hasHTTP ? PipelineWall() : nil
        if let wall { try pipeline.addHandler(wall, position: .after(self)) }
        // From here on it may write.
        try pipeline.addHandler(handler, position: .after(self))
        // Ends Hummingbird's task for this connection; the close with which it ends does not get past the wall.
        wall?.retireHandlersBehind()
        pipeline.removeHandler(codec.decoder).assumeIsolated().whenComplete { _ in
            context.fireChannelReadComplete()
            pipeline.removeHandler(self, promise: nil)
        }
    }

    // MARK: Time

    func sweep(now: NIODeadline) {
        if isOverdue(at: now) { context?.close(promise: nil) }
    }

    private func isOverdue(at now: NIODeadline) -> Bool {
        switch phase {
        case .awaitingHead(let deadline), .draining(let deadline), .lingering(let deadline): now >= deadline
        case .http: exchanges.isOverdue(at: now) || isUntaken(at: now)
        case .handshake, .upgraded, .closed: false
        }
    }

    /// Whether the client has taken nothing of a response for too long.
    private func isUntaken(at now: NIODeadline) -> Bool {
        guard let unwritableSince else { return false }
        return now - unwritableSince >= environment.configuration.idleTimeout
    }
}

extension HTTPResponseStatus {
    /// 1xx: another head follows.
    fileprivate var isInformational: Bool { (100..<200).contains(code) }
}
