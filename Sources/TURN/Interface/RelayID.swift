extension TURNServer {
    /// The name of one relay socket. A name is used once in the life of a server.
    package struct RelayID: Hashable, Sendable {
        /// Where the allocation is kept. Small and used again, so that the shell can index an array of sockets by it.
        package let slot: UInt32
        /// Tells the uses of a slot apart.
        let generation: UInt32

        init(slot: UInt32, generation: UInt32) {
            self.slot = slot
            self.generation = generation
        }
    }
}
