package import Signaling
package import TURNGrants
package import WebSocketFraming

extension Rendezvous {
    /// What the shell is to do, in this order.
    package enum Action: Equatable, Sendable {
        /// Send a message to one socket.
        case send(ConnectionID, ServerMessage)
        /// Send one message to many sockets; it is worth encoding it once.
        case broadcast([ConnectionID], ServerMessage)
        /// Close a socket, signaling or relay, behind what was sent to it. The shell still says
        /// ``Rendezvous/Event/disconnected(_:_:)`` or ``Rendezvous/Event/relayEnded(_:)`` when it is gone.
        case close(ConnectionID, CloseCode, reason: String)
        /// Keep these tickets: each is good for one relay socket. The shell alone knows tokens, since it answers a
        /// handshake at once, on the event loop of its connection.
        case issueTickets([RelayTicket])
        /// Forget the tickets of these seats. Some may have been used.
        case withdrawTickets([RelaySeat])
        /// Close this relay socket: its ticket was withdrawn between its handshake and
        /// ``Rendezvous/Event/relayArrived(_:_:)``. Nothing more is said about it.
        case refuseRelay(ConnectionID)
        /// Pass messages between these two relay sockets from now on, and send each an empty binary message first.
        case joinRelay(RelayJoin)
        /// Send this socket `turn` about `peer`: the servers of its ``ClientAddresses/turnURLs`` with credentials for the
        /// grant that hold for `lifetime`.
        case issueTURN(ConnectionID, peer: DeviceID, grant: GrantID, lifetime: Duration)
        /// Send this socket this welcome with `server.probe` filled in: its ``ClientAddresses/probeURLs`` with credentials
        /// for the grant that hold for `lifetime`.
        case issueProbe(ConnectionID, Welcome, grant: GrantID, lifetime: Duration)
        /// Tell the TURN server.
        case turn(GrantChange)
        /// Worth a line in the log.
        case log(Occurrence)
    }
}

/// One of the two sides of a pairing of the relay. A seat is taken once, and its name is never used again.
package struct RelaySeat: Hashable, Sendable {
    /// The number of the pairing.
    let pairing: Int
    /// 0 for the device that asked, 1 for the one that agreed.
    let side: Int
}

/// The right to one seat: whoever presents the token takes it.
package struct RelayTicket: Hashable, Sendable {
    /// 43 characters of base64url, 256 random bits.
    package let token: String
    /// The seat that the token is good for.
    package let seat: RelaySeat
}

/// Two relay sockets and what they may do.
package struct RelayJoin: Hashable, Sendable {
    /// The socket of the device that asked.
    package var first: ConnectionID
    /// The socket of the device that agreed.
    package var second: ConnectionID
    /// Bytes both may send together, 0 for any number. Reaching it closes both with ``CloseCode/byteLimit``.
    package var byteLimit: Int
    /// How long they may stay joined, nil for ever. Reaching it closes both with ``CloseCode/timeLimit``.
    package var timeLimit: Duration?
}
