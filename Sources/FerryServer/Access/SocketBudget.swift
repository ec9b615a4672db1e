package import NetPrimitives
import Synchronization

/// A limit on the open sockets of each client and of all. Safe to use from any thread.
package final class SocketBudget: Sendable {
    /// The limits of a budget.
    package struct Limits: Sendable {
        /// The limit for one IPv4 address, or one IPv6 /64, which is what one household gets.
        package var perClient: Int
        /// The limit for all clients.
        package var total: Int

        /// Limits of these values.
        package init(perClient: Int, total: Int) {
            self.perClient = perClient
            self.total = total
        }
    }

    /// The reason why a socket is refused.
    package enum Refusal: Error, Hashable, Sendable {
        /// The client has reached its limit.
        case client
        /// The server has reached its limit.
        case total
    }

    /// The right to one open connection or socket. It returns to the budget with its last reference, so no owner can
    /// forget to give it back.
    package final class Reservation: Sendable {
        private let budget: SocketBudget
        private let client: NetworkPrefix?

        fileprivate init(budget: SocketBudget, client: NetworkPrefix?) {
            self.budget = budget
            self.client = client
        }

        deinit { budget.giveBack(client) }
    }

    private struct Counts {
        var total = 0
        var perClient: [NetworkPrefix: Int] = [:]
    }

    private let limits: Limits
    private let counts = Mutex(Counts())

    /// A budget with no socket in use.
    package init(limits: Limits) {
        self.limits = limits
    }

    /// Reserves a socket for `address`; nil for a proxy, whose many clients are not held to the limit of one.
    package func take(for address: IPAddress?) throws(Refusal) -> Reservation {
        let client = address?.customerNetwork
        let refusal = counts.withLock { counts -> Refusal? in
            guard counts.total < limits.total else { return .total }
            if let client {
                guard counts.perClient[client, default: 0] < limits.perClient else { return .client }
                counts.perClient[client, default: 0] += 1
            }
            counts.total += 1
            return nil
        }
        if let refusal { throw refusal }
        return Reservation(budget: self, client: client)
    }

    private func giveBack(_ client: NetworkPrefix?) {
        counts.withLock { counts in
            counts.total -= 1
            guard let client else { return }
            let left = counts.perClient[client, default: 1] - 1
            counts.perClient[client] = left > 0 ? left : nil
        }
    }
}
