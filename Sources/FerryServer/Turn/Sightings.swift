import NetPrimitives
import TURN
import TURNGrants

/// Recently seen pairs of grant and address. Each request reports its pair, and once is enough.
struct Sightings {
    private struct Sighting: Hashable {
        let grant: GrantID
        let address: IPAddress
    }

    /// The most pairs remembered.
    private static let most = 1_024

    private var known: Set<Sighting> = []

    /// Adds a pair; false when it is known.
    mutating func add(_ grant: GrantID, at address: IPAddress) -> Bool {
        if known.count >= Self.most { known.removeAll() }
        return known.insert(Sighting(grant: grant, address: address)).inserted
    }

    /// Forgets all pairs.
    mutating func removeAll() {
        known.removeAll()
    }
}
