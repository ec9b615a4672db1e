package import NetPrimitives
import Synchronization

/// Counts what each client has open, and says no beyond a limit. Any thread may ask.
package final class SocketBudget: Sendable {
    /// The limits of a budget.
    package struct Limits: Sendable {
        /// For one IPv4 address, or one IPv6 /64, which is what one household gets.
        package var perClient: Int
        /// In all.
        package var total: Int

        /// Limits as given.
        package init(perClient: Int, total: Int) {
            self.perClient = perClient
            self.total = total
        }
    }

    /// Why there is no room.
    package enum Refusal: Error, Hashable, Sendable {
        /// This client has its share.
        case client
        /// The server has no more.
        case total
    }

    /// The right to one open connection or socket. It returns to the budget when nobody holds it any more, whatever
    /// became of its owner.
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

    /// A budget of which nothing is spent.
    package init(limits: Limits) {
        self.limits = limits
    }

    /// Takes one for `address`; nil: for a proxy, whose many clients are not held to the limit of one.
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
