extension TURNServer {
    /// The ID of one relay socket. An ID is used once in the life of a server.
    package struct RelayID: Hashable, Sendable {
        /// The slot of its allocation. Small and reused, so that the shell can index an array of sockets with it.
        package let slot: UInt32
        /// The number that distinguishes the uses of a slot.
        let generation: UInt32

        init(slot: UInt32, generation: UInt32) {
            self.slot = slot
            self.generation = generation
        }
    }
}
