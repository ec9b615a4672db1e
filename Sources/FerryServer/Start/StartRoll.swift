import NetPrimitives
import Synchronization

/// Waits until all listeners have reported their ports.
final class StartRoll: Sendable {
    /// The scheme identifies a listener.
    typealias Scheme = RequestScheme

    private let count: Int
    private let complete: @Sendable ([Scheme: UInt16]) async -> Void
    private let ports = Mutex<[Scheme: UInt16]>([:])

    /// Calls `complete` with all ports once `count` listeners have reported.
    init(count: Int, complete: @escaping @Sendable ([Scheme: UInt16]) async -> Void) {
        self.count = count
        self.complete = complete
    }

    /// Reports that the listener for `scheme` listens on `port`.
    func listening(_ scheme: Scheme, _ port: UInt16) async {
        let all = ports.withLock { ports -> [Scheme: UInt16]? in
            ports[scheme] = port
            return ports.count == count ? ports : nil
        }
        if let all { await complete(all) }
    }
}
