extension TURNServer {
    /// What the server has and did, for metrics. Counts are since the start.
    package struct Statistics: Hashable, Sendable {
        /// Allocations that are there now, those whose port is being opened among them.
        package var allocations = 0
        /// Allocations made.
        package var allocationsMade: UInt64 = 0
        /// Grants that are there now.
        package var grants = 0
        /// Binding requests answered.
        package var bindings: UInt64 = 0
        /// From clients to peers on the network.
        package var toPeers = Traffic()
        /// From peers on the network to clients.
        package var toClients = Traffic()
        /// From allocation to allocation, inside the process.
        package var within = Traffic()
        /// Requests that were refused, by error code, and packets that were dropped, by reason.
        package var refused = Refusals()

        /// Relayed payload.
        package struct Traffic: Hashable, Sendable {
            /// Datagrams.
            package var packets: UInt64 = 0
            /// Bytes of payload.
            package var bytes: UInt64 = 0
        }
    }
}
