import NetPrimitives
import TURN
import TURNGrants

/// Who was seen where since a moment ago: each request says so, and once is enough.
struct Sightings {
    private struct Sighting: Hashable {
        let grant: GrantID
        let address: IPAddress
    }

    /// Sightings remembered.
    private static let most = 1_024

    private var known: Set<Sighting> = []

    /// Takes one in; false when it is known.
    mutating func add(_ grant: GrantID, at address: IPAddress) -> Bool {
        if known.count >= Self.most { known.removeAll() }
        return known.insert(Sighting(grant: grant, address: address)).inserted
    }

    /// Forgets all of them.
    mutating func removeAll() {
        known.removeAll()
    }
}
