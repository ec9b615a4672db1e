package import NetPrimitives

extension TURNServer {
    /// Where a client's messages come from and where answers go: the 5-tuple that names an allocation (RFC 8656
    /// section 2.2), and the shell's own name for the socket.
    package struct Client: Hashable, Sendable {
        /// How the client talks to the server.
        package enum Transport: UInt8, Hashable, Sendable {
            /// One datagram, one message.
            case udp
            /// A byte stream over TCP.
            case tcp
            /// A byte stream over TLS.
            case tls

            /// Whether messages come as a stream of bytes, and ChannelData is padded (RFC 8656 section 12.5).
            package var isStream: Bool { self != .udp }
        }

        /// How the client talks to the server.
        package var transport: Transport
        /// Where the messages come from, unmapped.
        package var address: TransportAddress
        /// The server's address and port that they came to, unmapped; never a wildcard.
        package var server: TransportAddress
        /// The shell's number for the UDP socket or the connection. It comes back in actions, so that the shell finds
        /// the socket without a look-up. Constant for a 5-tuple; the number of a connection is not used again.
        package var socket: UInt32

        /// The client with these values.
        package init(transport: Transport, address: TransportAddress, server: TransportAddress, socket: UInt32) {
            self.transport = transport
            self.address = address
            self.server = server
            self.socket = socket
        }

        /// Of the client's side only: this is done for each packet, and the rest hardly ever tells two clients apart.
        package func hash(into hasher: inout Hasher) {
            hasher.combine(address)
        }
    }
}
