/// A host of a ``SimulatedNetwork``.
package struct HostID: Hashable, Sendable {
    let index: Int
}

/// A segment of a ``SimulatedNetwork``: its members reach each other without a router.
package struct SegmentID: Hashable, Sendable {
    let index: Int
}

/// A router of a ``SimulatedNetwork``.
package struct RouterID: Hashable, Sendable {
    let index: Int
}

/// A place where a host or router is plugged into a segment.
package enum Attachment: Hashable, Sendable {
    /// The one plug of a host.
    case host(HostID)
    /// A router's plug towards the hosts that it serves.
    case inside(RouterID)
    /// A router's plug towards its uplink.
    case outside(RouterID)
}

/// The direction of a packet on a plug's link.
package enum LinkDirection: Hashable, Sendable, CaseIterable {
    /// From the host or router into the segment.
    case up
    /// From the segment to the host or router.
    case down
}
