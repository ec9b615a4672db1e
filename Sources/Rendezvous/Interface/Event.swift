package import NetPrimitives
package import Signaling
package import TURNGrants

extension Rendezvous {
    /// What happens to the server, as the shell tells it to ``Rendezvous``.
    package enum Event: Sendable {
        /// A signaling socket has been opened.
        case connected(ConnectionID, ClientContext)
        /// A message came in.
        case received(ConnectionID, ClientMessage)
        /// The machine's network has changed, and with it what is known of a signaling socket's client.
        case contextChanged(ConnectionID, ClientContext)
        /// Something came in that is no message.
        case receivedInvalid(ConnectionID, MessageError)
        /// A signaling socket has ended, for whatever reason. Also to be said after ``Rendezvous/Action/close(_:_:_:)``.
        case disconnected(ConnectionID, SocketLoss = .lost)

        /// A relay socket is open; its handshake has used up the ticket of this seat. Joined with its partner, or answered
        /// by ``Rendezvous/Action/refuseRelay(_:)`` when the ticket was withdrawn meanwhile.
        case relayArrived(ConnectionID, RelaySeat)
        /// A relay socket that was not refused has ended. Said once for each.
        case relayEnded(ConnectionID)

        /// An authenticated request under this grant came from this address, which ``RoomPolicy`` would place so. Saying
        /// it for each request is fine; once for each new address is enough.
        case turnSeen(GrantID, IPAddress, placement: Result<RoomKey, NoRoomReason>)

        /// ``Rendezvous/nextDeadline`` has come.
        case timer
        /// The server shuts down.
        case shutdown
    }
}

/// What the server knows of a client before it says anything.
package struct ClientContext: Sendable {
    /// Where the client is, behind trusted proxies. Guesses of codes are counted by it.
    package var address: IPAddress
    /// The room, by ``RoomPolicy``.
    package var placement: Result<RoomKey, NoRoomReason>
    /// The addresses of the server.
    package var addresses: ClientAddresses

    /// A client of these values.
    package init(address: IPAddress, placement: Result<RoomKey, NoRoomReason>, addresses: ClientAddresses) {
        self.address = address
        self.placement = placement
        self.addresses = addresses
    }
}

/// The addresses of the server, as one client should be told. They change with those of the machine.
package struct ClientAddresses: Hashable, Sendable {
    /// Addresses of the page for other devices, best first.
    package var urls: [String]
    /// Those of `urls` that are HTTPS.
    package var secureUrls: [String]
    /// URLs of this server's STUN and TURN, empty when there are none for this client.
    package var turnURLs: [String]
    /// URLs by which the client can be seen from its address of the other family, empty when there are none.
    package var probeURLs: [String]

    /// Addresses as given.
    package init(urls: [String], secureUrls: [String], turnURLs: [String] = [], probeURLs: [String] = []) {
        self.urls = urls
        self.secureUrls = secureUrls
        self.turnURLs = turnURLs
        self.probeURLs = probeURLs
    }
}

/// The shell's ID of one socket, signaling or relay. An ID is used once in the life of a process.
package struct ConnectionID: Hashable, Sendable {
    /// The number.
    package let number: UInt64

    /// The connection with this number.
    package init(_ number: UInt64) {
        self.number = number
    }
}
