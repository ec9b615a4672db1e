extension TURNServer {
    /// Figures for metrics. Counts are since the start.
    package struct Statistics: Hashable, Sendable {
        /// Number of allocations, including those whose port is being opened.
        package var allocations = 0
        /// Allocations made.
        package var allocationsMade: UInt64 = 0
        /// Number of grants.
        package var grants = 0
        /// Binding requests answered.
        package var bindings: UInt64 = 0
        /// Traffic from clients to peers on the network.
        package var toPeers = Traffic()
        /// Traffic from peers on the network to clients.
        package var toClients = Traffic()
        /// Traffic from allocation to allocation, inside the process.
        package var within = Traffic()
        /// Refused requests and dropped packets, by reason.
        package var refused = Refusals()

        /// Relayed payload.
        package struct Traffic: Hashable, Sendable {
            /// Number of datagrams.
            package var packets: UInt64 = 0
            /// Bytes of payload.
            package var bytes: UInt64 = 0
        }
    }
}
