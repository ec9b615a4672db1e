/// The reason why a packet was dropped.
package enum DropReason: String, CaseIterable, Hashable, Sendable {
    /// It is not an IP packet, or its lengths are wrong.
    case malformed
    /// The link lost it.
    case loss
    /// The queue for the link's rate was full.
    case overflow
    /// No plug has its destination address.
    case noRoute = "no-route"
    /// The segment isolates its hosts from each other.
    case isolated
    /// A rule of a router forbids it.
    case forbidden
    /// A translator or firewall has no binding for it, or does not permit its sender.
    case filtered
    /// Its destination is another host behind the same translator, which does not hairpin.
    case noHairpin = "no-hairpin"
    /// It has no ports for a translator to use, such as a later fragment, or no outside port was free.
    case untranslatable
    /// Its hop limit is used up, or its addresses are only valid in its segment.
    case notForwarded = "not-forwarded"
}
