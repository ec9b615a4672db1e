package import NetPrimitives
package import TURNGrants

extension TURNServer {
    /// An action that the shell has to perform, in the order of ``Output/actions``.
    package enum Action: Hashable, Sendable {
        /// Send these bytes of ``Output/bytes`` to a client: one datagram, or the next bytes of its stream.
        case sendToClient(Client, Slice)
        /// Send these bytes of ``Output/bytes`` from a relay socket to a peer, as one datagram.
        case sendToPeer(RelayID, to: TransportAddress, Slice)
        /// Open a UDP socket for datagrams of this address family at this port, on all local addresses of the family,
        /// and report ``TURNServer/relayOpened(_:now:into:)`` or ``TURNServer/relayFailed(_:now:into:)``, at once or
        /// later. Its packets leave from `local`, so that peers see the announced address; nil lets the system choose.
        case openRelay(RelayID, family: AddressFamily, port: UInt16, local: IPAddress?)
        /// Close the relay socket, or cancel opening it. This is not reported back.
        case closeRelay(RelayID)
        /// Close the client's connection: its bytes are neither STUN nor ChannelData.
        case closeStream(Client)
        /// An authenticated Allocate request for this grant came from this address.
        case seen(GrantID, IPAddress)
    }

    /// A range of ``Output/bytes``.
    package struct Slice: Hashable, Sendable {
        /// Index of the first byte.
        package let offset: UInt32
        /// Number of bytes.
        package let count: UInt32

        /// The indices of the range.
        package var range: Range<Int> { Int(offset)..<Int(offset) + Int(count) }

        init(offset: UInt32, count: UInt32) {
            self.offset = offset
            self.count = count
        }
    }
}

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
