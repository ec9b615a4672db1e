extension TURNServer {
    /// Whether `client` has an allocation. A connection without one is soon closed by the shell.
    package func hasAllocation(_ client: Client) -> Bool { allocations.slot(of: client) != nil }
}
