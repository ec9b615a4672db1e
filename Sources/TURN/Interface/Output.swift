package import NIOCore
import NetPrimitives

extension TURNServer {
    /// The actions of the server, gathered over any number of inputs, then performed and emptied by the shell.
    ///
    /// All packets are in one buffer, in the order of their actions: packets of a burst to one destination are
    /// contiguous, as segmentation offload needs them. Once the buffers have grown to the size of a burst, nothing is
    /// allocated any more.
    package struct Output: Sendable {
        /// The actions to perform, in this order.
        package private(set) var actions: [Action] = []
        /// The packets of the actions. Indices of a ``Slice`` count from the buffer's start.
        package private(set) var bytes = ByteBuffer()

        /// An empty output.
        package init() {}

        /// Removes performed actions and keeps the memory, unless a slice of ``bytes`` is still in use.
        package mutating func removeAll() {
            actions.removeAll(keepingCapacity: true)
            bytes.clear()
        }

        /// Appends an action without a packet.
        mutating func append(_ action: Action) {
            actions.append(action)
        }

        /// Appends a packet to a client, written by `write`.
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
