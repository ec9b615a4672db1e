extension TURNServer {
    /// Whether `client` has an allocation. A connection without one is of no use for long.
    package func hasAllocation(_ client: Client) -> Bool { allocations.slot(of: client) != nil }
}
