package import NetPrimitives
package import Signaling
package import TURNGrants

extension Rendezvous {
    /// An event that the shell reports to ``Rendezvous``.
    package enum Event: Sendable {
        /// A signaling socket was opened.
        case connected(ConnectionID, ClientContext)
        /// A message was received.
        case received(ConnectionID, ClientMessage)
        /// The machine's network has changed, and with it the context of a signaling socket's client.
        case contextChanged(ConnectionID, ClientContext)
        /// Something was received that is not a valid message.
        case receivedInvalid(ConnectionID, MessageError)
        /// A signaling socket has ended, for any reason, including ``Rendezvous/Action/close(_:_:reason:)``.
        case disconnected(ConnectionID, SocketLoss = .lost)

        /// A relay socket is open; its handshake has used up the ticket of this seat. It is joined with its partner, or
        /// refused by ``Rendezvous/Action/refuseRelay(_:)`` when the ticket was withdrawn meanwhile.
        case relayArrived(ConnectionID, RelaySeat)
        /// A relay socket that was not refused has ended. Reported once for each.
        case relayEnded(ConnectionID)

        /// An authenticated request under this grant came from this address, for which ``RoomPolicy`` gives this
        /// placement. Reporting each request is fine; once for each new address is enough.
        case turnSeen(GrantID, IPAddress, placement: Result<RoomKey, NoRoomReason>)

        /// ``Rendezvous/nextDeadline`` has passed.
        case timer
        /// The server shuts down.
        case shutdown
    }
}

/// The facts about a client that the server knows before its first message.
package struct ClientContext: Sendable {
    /// The client's address, behind trusted proxies. Guesses of codes are limited by it.
    package var address: IPAddress
    /// The room, by ``RoomPolicy``.
    package var placement: Result<RoomKey, NoRoomReason>
    /// The server's addresses for the client.
    package var addresses: ClientAddresses

    /// A client of these values.
    package init(address: IPAddress, placement: Result<RoomKey, NoRoomReason>, addresses: ClientAddresses) {
        self.address = address
        self.placement = placement
        self.addresses = addresses
    }
}

/// The server's addresses for one client. They change with those of the machine.
package struct ClientAddresses: Hashable, Sendable {
    /// URLs of the page for other devices, best first.
    package var urls: [String]
    /// The HTTPS URLs among `urls`.
    package var secureUrls: [String]
    /// URLs of this server's STUN and TURN, empty when there are none for this client.
    package var turnURLs: [String]
    /// URLs by which the server can see the client's address of the other family, empty when there are none.
    package var probeURLs: [String]

    /// Addresses of these values.
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
