import NIOCore
import NIOHTTP1

// Plain HTTP: requests on their way to Hummingbird, and its answers.

extension UpgradeGate {
    func passOn(_ request: RequestHead, _ context: ChannelHandlerContext) {
        var service: HTTPService
        if let current = state.service {
            service = current
        } else {
            do {
                complete(.http(try makeHTTP(context.channel)))
            } catch {
                return context.close(promise: nil)
            }
            service = HTTPService()
        }
        let (head, isLast) = request.withoutUpgrade()
        service.exchanges.begin(
            isLast: isLast,
            awaitsContinue: request.expectsContinue,
            deadline: context.eventLoop.now + environment.configuration.idleTimeout
        )
        state = .http(service)
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .http(var service) = state else { return context.write(data, promise: promise) }
        switch unwrapOutboundIn(data) {
        case .head(var head) where !head.status.isInformational:
            if service.exchanges.beginAnswer() { head.headers.replaceOrAdd(name: "connection", value: "close") }
            state = .http(service)
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            let next = service.exchanges.answered()
            state = .http(service)
            context.write(data, promise: promise)
            switch next {
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
        if case .http(var service) = state, service.exchanges.wantsContent() {
            state = .http(service)
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed(())
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if case .http(var service) = state {
            service.unwritableSince = context.channel.isWritable ? nil : context.eventLoop.now
            state = .http(service)
        }
        context.fireChannelWritabilityChanged()
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        switch state {
        case .http(let service) where mode == .output && service.isInputClosed:
            // Hummingbird ends its side when the client has ended its own.
            linger(context)
            promise?.succeed(())
        case .draining(_, isInputClosed: true) where mode == .output:
            promise?.succeed(())
        case .awaitingHead, .http, .handshake, .upgraded, .draining, .lingering, .closed:
            context.close(mode: mode, promise: promise)
        }
    }
}

extension HTTPResponseStatus {
    /// Whether the status is 1xx, after which another head follows.
    fileprivate var isInformational: Bool { (100..<200).contains(code) }
}

/// An outbound event that asks for the content of the request being answered: the client may be waiting for `100
/// Continue` (RFC 9110, section 10.1.1). It has no effect when the client is not waiting.
package struct ContentWanted: Sendable {
    /// The event.
    package init() {}
}
