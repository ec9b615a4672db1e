import NetPrimitives
import Synchronization

/// Waits until all listeners have said that they listen.
final class StartRoll: Sendable {
    /// Which listener.
    typealias Scheme = RequestScheme

    private let count: Int
    private let complete: @Sendable ([Scheme: UInt16]) async -> Void
    private let ports = Mutex<[Scheme: UInt16]>([:])

    /// Calls `complete` with their ports once `count` have said so.
    init(count: Int, complete: @escaping @Sendable ([Scheme: UInt16]) async -> Void) {
        self.count = count
        self.complete = complete
    }

    /// The listener for `scheme` listens on `port`.
    func listening(_ scheme: Scheme, _ port: UInt16) async {
        let all = ports.withLock { ports -> [Scheme: UInt16]? in
            ports[scheme] = port
            return ports.count == count ? ports : nil
        }
        if let all { await complete(all) }
    }
}
