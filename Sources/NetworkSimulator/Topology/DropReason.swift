/// Why a packet went no further.
package enum DropReason: String, CaseIterable, Hashable, Sendable {
    /// It is no IP packet, or one whose lengths are wrong.
    case malformed
    /// The link lost it.
    case loss
    /// It came faster than the link's rate, and the queue was full.
    case overflow
    /// Nobody has its destination.
    case noRoute = "no-route"
    /// Hosts of that segment are kept from each other.
    case isolated
    /// A rule of a router forbids it.
    case forbidden
    /// A translator or firewall has not seen anything leave that it could answer.
    case filtered
    /// It was meant for another host behind the same translator, which does not turn packets back.
    case noHairpin = "no-hairpin"
    /// A translator found no ports in it, such as in later fragments, or had none free.
    case untranslatable
    /// Its last hop is made, or its addresses are of no meaning beyond its segment.
    case notForwarded = "not-forwarded"
}
