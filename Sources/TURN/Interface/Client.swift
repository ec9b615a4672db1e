package import NetPrimitives

extension TURNServer {
    /// A client: the 5-tuple that identifies an allocation (RFC 8656 section 2.2), and the shell's number of the
    /// socket.
    package struct Client: Hashable, Sendable {
        /// The transport between client and server.
        package enum Transport: UInt8, Hashable, Sendable {
            /// UDP: one message in each datagram.
            case udp
            /// A byte stream over TCP.
            case tcp
            /// A byte stream over TLS.
            case tls

            /// Whether messages are in a stream of bytes, where ChannelData is padded (RFC 8656 section 12.5).
            package var isStream: Bool { self != .udp }
        }

        /// The transport between client and server.
        package var transport: Transport
        /// The client's transport address, unmapped.
        package var address: TransportAddress
        /// The server's address and port that the client sends to, unmapped; never a wildcard.
        package var server: TransportAddress
        /// The shell's number of the UDP socket or the connection. Actions contain it, so that the shell finds the
        /// socket without a look-up. Constant for a 5-tuple; the number of a connection is not reused.
        package var socket: UInt32

        /// A client with these values.
        package init(transport: Transport, address: TransportAddress, server: TransportAddress, socket: UInt32) {
            self.transport = transport
            self.address = address
            self.server = server
            self.socket = socket
        }

        /// Hashes only the client's address, for speed: this runs for each packet, and the other values hardly ever
        /// differ between two clients with the same address.
        package func hash(into hasher: inout Hasher) {
            hasher.combine(address)
        }
    }
}
