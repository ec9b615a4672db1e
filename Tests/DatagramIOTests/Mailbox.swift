import DatagramIO
import NIOCore
import NIOPosix
import NetPrimitives

/// The datagrams that arrive at an endpoint, for a test to wait for.
final class Mailbox: DatagramReceiver {
    /// One datagram.
    struct Letter: Equatable, Sendable {
        var bytes: [UInt8]
        var source: TransportAddress
        var destination: IPAddress?
    }

    private let continuation: AsyncStream<Letter>.Continuation
    private(set) var bursts = 0
    private(set) var failures = 0
    /// Called for each datagram, on the loop.
    var onReceive: (Letter, DatagramEndpoint) -> Void = { _, _ in }

    init(_ continuation: AsyncStream<Letter>.Continuation) {
        self.continuation = continuation
    }

    func received(
        _ bytes: ByteBuffer,
        from source: TransportAddress,
        to destination: IPAddress?,
        at endpoint: DatagramEndpoint
    ) {
        let letter = Letter(bytes: Array(bytes.readableBytesView), source: source, destination: destination)
        onReceive(letter, endpoint)
        continuation.yield(letter)
    }

    func burstEnded(at endpoint: DatagramEndpoint) {
        bursts += 1
    }

    func failed(_ endpoint: DatagramEndpoint, _ error: any Error) {
        failures += 1
        finish()
    }

    /// Ends the sequence of letters.
    func finish() {
        continuation.finish()
    }
}

/// An endpoint on its own event loop, used from a test's task.
struct TestEndpoint {
    /// The endpoint and its mailbox, only for ``on(_:)``.
    struct Parts {
        let endpoint: DatagramEndpoint
        let mailbox: Mailbox
        let shared: DatagramLoop
    }

    let address: TransportAddress
    private let loop: any EventLoop
    private let parts: NIOLoopBound<Parts>
    private var letters: AsyncStream<Mailbox.Letter>.Iterator

    /// Binds to a free port of `ip`.
    ///
    /// - Parameter other: An endpoint whose event loop to share: datagrams sent in one event there arrive in one burst
    ///   here.
    init(_ ip: String, options: DatagramOptions = DatagramOptions(), beside other: TestEndpoint? = nil) async throws {
        try await self.init(TransportAddress(text: ip, port: 0), options: options, beside: other)
    }

    init(
        _ address: TransportAddress,
        options: DatagramOptions = DatagramOptions(),
        beside other: TestEndpoint? = nil
    ) async throws {
        let loop = other?.loop ?? MultiThreadedEventLoopGroup.singleton.any()
        let (letters, continuation) = AsyncStream.makeStream(of: Mailbox.Letter.self)
        parts = try await loop.submit {
            let mailbox = Mailbox(continuation)
            let shared = DatagramLoop(on: loop)
            let endpoint = try DatagramEndpoint(bind: address, options: options, loop: shared, receiver: mailbox)
            return NIOLoopBound(Parts(endpoint: endpoint, mailbox: mailbox, shared: shared), eventLoop: loop)
        }.get()
        self.loop = loop
        self.letters = letters.makeAsyncIterator()
        self.address = try await loop.submit { [parts] in parts.value.endpoint.localAddress }.get()
    }

    /// Calls `body` on the loop.
    func on<Result: Sendable>(_ body: @escaping @Sendable (Parts) throws -> Result) async throws -> Result {
        try await loop.submit { [parts] in try body(parts.value) }.get()
    }

    /// Sends `bytes`.
    func send(_ bytes: [UInt8], to destination: TransportAddress, from source: IPAddress? = nil) async throws {
        try await on { $0.endpoint.send(bytes.span.bytes, to: destination, from: source) }
    }

    /// The next datagram; nil when there will be no more.
    mutating func next() async -> Mailbox.Letter? {
        await letters.next()
    }

    /// Closes the endpoint.
    func close() async throws {
        try await on { $0.endpoint.close() }
    }
}

extension TransportAddress {
    /// An address of a test, from text that is known to be valid.
    init(text: String, port: UInt16) {
        guard let address = IPAddress(text) else { preconditionFailure("\(text) is no address") }
        self.init(address, port: port)
    }
}
