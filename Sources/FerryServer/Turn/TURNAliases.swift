import NIOCore
import NIOPosix
package import NetPrimitives
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The addresses that `--turn-public` stands for: they lead here, whatever this machine's own are.
///
/// Those of a name are asked for beside everything else, which must not wait for a broken resolver, and again while
/// somebody wants to know them: a resolver may be late after a start, and a name may move.
package final class TURNAliases: Sendable {
    private struct State {
        var addresses: [IPAddress] = []
        var isAsking = false
        /// When the name is asked for again, at the earliest; nil: at once.
        var due: Instant?
    }

    /// Until a name that had no answer is asked for again. Without its addresses they are taken for somebody else's.
    package static let retryInterval = Duration.seconds(5)
    /// Until a name that had one is asked for again.
    package static let renewalInterval = Duration.seconds(60)

    private let name: String?
    private let state: Mutex<State>
    private let resolve: @Sendable (String) -> [IPAddress]
    private let start: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// - Parameters:
    ///   - host: Of `--turn-public`.
    ///   - resolve: Asks for the addresses of a name, and takes its time; no address when there is no answer.
    ///   - start: Starts something that takes its time.
    package init(
        _ host: HostAndPort.Host?,
        resolve: @escaping @Sendable (String) -> [IPAddress] = TURNAliases.resolve,
        start: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void = TURNAliases.onThread
    ) {
        self.resolve = resolve
        self.start = start
        var state = State()
        if case .address(let address) = host { state.addresses = [address.unmapped] }
        if case .name(let name) = host { self.name = name } else { name = nil }
        self.state = Mutex(state)
    }

    /// As far as they are known by now. Asks for them if it is time to.
    package func addresses(now: Instant) -> [IPAddress] {
        if let name, beginsToAsk(at: now) {
            start { [self] in learn(resolve(name), askedAt: now) }
        }
        return state.withLock(\.addresses)
    }

    private func beginsToAsk(at now: Instant) -> Bool {
        state.withLock { state in
            guard !state.isAsking, state.due.map({ $0 <= now }) ?? true else { return false }
            state.isAsking = true
            return true
        }
    }

    /// What was known stays when there is no answer.
    private func learn(_ addresses: [IPAddress], askedAt time: Instant) {
        state.withLock { state in
            state.isAsking = false
            state.due = time + (addresses.isEmpty ? Self.retryInterval : Self.renewalInterval)
            if !addresses.isEmpty { state.addresses = addresses }
        }
    }

    /// Runs `body` where it may wait.
    package static let onThread: @Sendable (@escaping @Sendable () -> Void) -> Void = { body in
        NIOThreadPool.singleton.submit { state in
            if case .active = state { body() }
        }
    }

    /// Asks the system's resolver.
    @Sendable
    package static func resolve(_ name: String) -> [IPAddress] {
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, nil, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var addresses: Set<IPAddress> = []
        for entry in sequence(first: list, next: { $0?.pointee.ai_next }) {
            guard let entry = entry?.pointee, let socketAddress = entry.ai_addr else { continue }
            let address: SocketAddress? =
                switch entry.ai_family {
                case AF_INET: socketAddress.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { .init($0.pointee) }
                case AF_INET6: socketAddress.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { .init($0.pointee) }
                default: nil
                }
            if let address = address.flatMap(IPAddress.init(socketAddress:)) { addresses.insert(address) }
        }
        return Array(addresses)
    }
}
