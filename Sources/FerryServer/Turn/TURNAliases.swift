import NIOCore
import NIOPosix
import NetPrimitives
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
/// Those of a name are asked for beside the start, which must not wait for a broken resolver.
final class TURNAliases: Sendable {
    private let known = Mutex<[IPAddress]>([])

    /// Asks for the addresses at once, if they have to be asked for.
    init(_ options: ServerConfiguration.TURN) {
        switch options.publicAddress?.host {
        case .address(let address): known.withLock { $0 = [address.unmapped] }
        case .name(let name):
            NIOThreadPool.singleton.submit { [self] state in
                guard case .active = state else { return }
                let addresses = Self.resolve(name)
                known.withLock { $0 = addresses }
            }
        case nil: break
        }
    }

    /// As far as they are known by now.
    var addresses: [IPAddress] { known.withLock(\.self) }

    private static func resolve(_ name: String) -> [IPAddress] {
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
