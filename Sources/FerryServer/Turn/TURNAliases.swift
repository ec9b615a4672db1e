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

/// The addresses of the host in `--turn-public`: they lead to this machine, in addition to its own.
///
/// A name is resolved in the background, since nothing may wait for a broken resolver, and again while its addresses
/// are in use: the resolver may not be up at the start, and the name's addresses may change.
package final class TURNAliases: Sendable {
    private struct State {
        var addresses: [IPAddress] = []
        var query = Query.due(nil)
    }

    private enum Query {
        /// The resolver is to be asked at this time; nil: at once.
        case due(Instant?)
        /// The resolver has been asked and has not answered yet.
        case underway
    }

    /// The time until a name without an answer is resolved again. Until then its addresses count as foreign.
    package static let retryInterval = Duration.seconds(5)
    /// The time until a name with an answer is resolved again.
    package static let renewalInterval = Duration.seconds(60)

    private let name: String?
    private let state: Mutex<State>
    private let resolve: @Sendable (String) -> [IPAddress]
    private let start: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// - Parameters:
    ///   - host: The host in `--turn-public`.
    ///   - resolve: Resolves a name, and may block; returns no address when there is no answer.
    ///   - start: Runs a closure that may block.
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

    /// The addresses known so far. Starts a query when one is due.
    package func addresses(now: Instant) -> [IPAddress] {
        if let name, beginsToAsk(at: now) {
            start { [self] in learn(resolve(name), askedAt: now) }
        }
        return state.withLock(\.addresses)
    }

    private func beginsToAsk(at now: Instant) -> Bool {
        state.withLock { state in
            guard case .due(let time) = state.query, time.map({ $0 <= now }) ?? true else { return false }
            state.query = .underway
            return true
        }
    }

    /// Takes over an answer. Without one, the known addresses stay.
    private func learn(_ addresses: [IPAddress], askedAt time: Instant) {
        state.withLock { state in
            state.query = .due(time + (addresses.isEmpty ? Self.retryInterval : Self.renewalInterval))
            if !addresses.isEmpty { state.addresses = addresses }
        }
    }

    /// Runs `body` on a thread that may block.
    package static let onThread: @Sendable (@escaping @Sendable () -> Void) -> Void = { body in
        NIOThreadPool.singleton.submit { state in
            if case .active = state { body() }
        }
    }

    /// Asks the system's resolver for the addresses of `name`.
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
