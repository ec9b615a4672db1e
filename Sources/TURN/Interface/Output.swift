package import NIOCore

extension TURNServer {
    /// What the server wants done, gathered over as many inputs as the shell likes, then carried out and emptied.
    ///
    /// All packets lie in one buffer, one behind the other, in the order of their actions: those of one burst to one
    /// destination are contiguous, as segmentation offload wants them. Once the buffers have grown to the size of a
    /// burst, nothing is allocated any more.
    package struct Output: Sendable {
        /// What is to be done, in this order.
        package private(set) var actions: [Action] = []
        /// The packets of the actions. Indices of a ``Slice`` count from the buffer's start.
        package private(set) var bytes = ByteBuffer()

        /// Nothing to do.
        package init() {}

        /// Forgets what has been done and keeps the memory, unless a slice of ``bytes`` is still held by somebody.
        package mutating func removeAll() {
            actions.removeAll(keepingCapacity: true)
            bytes.clear()
        }
    }
}
