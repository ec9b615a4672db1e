package import NIOCore
import NetPrimitives

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

        /// Appends an action that carries no packet.
        mutating func append(_ action: Action) {
            actions.append(action)
        }

        /// Appends the packet that `write` writes, to a client.
        mutating func send(to client: Client, _ write: (inout ByteBuffer) -> Void) {
            let start = bytes.writerIndex
            write(&bytes)
            actions.append(.sendToClient(client, slice(from: start)))
        }

        /// Appends a packet from a relay socket.
        mutating func send(_ payload: RawSpan, from relay: RelayID, to peer: TransportAddress) {
            let start = bytes.writerIndex
            payload.withUnsafeBytes { _ = bytes.writeBytes($0) }
            actions.append(.sendToPeer(relay, to: peer, slice(from: start)))
        }

        private func slice(from start: Int) -> Slice {
            Slice(offset: UInt32(start), count: UInt32(bytes.writerIndex - start))
        }
    }
}
