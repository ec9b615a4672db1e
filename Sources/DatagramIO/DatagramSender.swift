import CDatagram
import NIOCore
import NetPrimitives

/// Sends the datagrams that ``SendBatch`` gathered, on its own descriptor. A failed send loses one datagram and has no
/// other effect.
final class DatagramSender {
    /// The number of datagrams that could not be sent.
    private(set) var statistics = DatagramStatistics()

    /// The descriptor, -1 once closed.
    private(set) var descriptor: CInt
    private let family: CInt
    private let isDualStack: Bool
    /// Whether the system supports UDP segmentation offload on this socket.
    private var joins: Bool
    private var backlog = Backlog()
    private let eventLoop: any EventLoop
    private lazy var retry = LoopTimer(on: eventLoop) { [unowned self] in sendBacklog() }

    /// The time before another try: by then a network card has sent a few datagrams.
    private static let retryDelay = Duration.milliseconds(1)
    /// The largest payload of UDP over IPv4, in bytes (RFC 768, RFC 791).
    private static let largestPayload = 65_507

    /// Takes ownership of `descriptor`, a socket bound to an address like `local`.
    init(descriptor: CInt, local: IPAddress, isDualStack: Bool, eventLoop: any EventLoop) {
        self.descriptor = descriptor
        self.isDualStack = isDualStack
        self.eventLoop = eventLoop
        family = local.bitWidth == 32 ? 4 : 6
        joins = cdatagram_can_join(descriptor)
    }

    deinit {
        if isOpen { cdatagram_close(descriptor) }
    }

    var isOpen: Bool { descriptor >= 0 }

    /// Whether a datagram of `count` bytes for `destination` can be sent at all; counts it as refused when not.
    func accepts(byteCount count: Int, to destination: IPAddress) -> Bool {
        guard isOpen else { return false }
        let isReachable =
            switch destination {
            case .v4: family == 4 || isDualStack
            case .v6: family == 6
            }
        if !isReachable || count > Self.largestPayload {
            statistics.refused += 1
            return false
        }
        return true
    }

    /// Sends `messages`, at most `cdatagram_batch` of them, in order.
    func transmit(_ messages: Slice<UnsafeMutableBufferPointer<cdatagram_message>>) {
        guard isOpen else { return }
        guard backlog.isEmpty else { return wait(messages) }
        var rest = messages
        while !rest.isEmpty {
            var failure = cdatagram_lost
            let all = UnsafeMutableBufferPointer(rebasing: rest)
            rest.removeFirst(cdatagram_send(descriptor, family, all.baseAddress, all.count, &joins, &failure))
            guard !rest.isEmpty else { return }
            if failure == cdatagram_would_block { return wait(rest) }
            statistics.refused += 1
            rest.removeFirst()
        }
    }

    func close() {
        guard isOpen else { return }
        cdatagram_close(descriptor)
        descriptor = -1
        backlog = Backlog()
        retry.stop()
    }

    private func wait(_ messages: Slice<UnsafeMutableBufferPointer<cdatagram_message>>) {
        statistics.dropped += backlog.append(messages)
        retry.ensure(by: Instant(.now()) + Self.retryDelay)
    }

    private func sendBacklog() {
        backlog.drain { message in
            var failure = cdatagram_lost
            let isSent =
                withUnsafePointer(to: message) { cdatagram_send(descriptor, family, $0, 1, &joins, &failure) } == 1
            if !isSent, failure == cdatagram_would_block { return false }
            if !isSent { statistics.refused += 1 }
            return true
        }
        if !backlog.isEmpty { retry.ensure(by: Instant(.now()) + Self.retryDelay) }
    }
}
