package import Signaling
package import TURNGrants
package import WebSocketFraming

extension Rendezvous {
    /// An action that the shell has to perform, in this order.
    package enum Action: Equatable, Sendable {
        /// Send a message to one socket.
        case send(ConnectionID, ServerMessage)
        /// Send one message to many sockets; encode it once.
        case broadcast([ConnectionID], ServerMessage)
        /// Close a socket, signaling or relay, after everything that was sent to it. The shell reports its end as
        /// usual, by ``Rendezvous/Event/disconnected(_:_:)`` or ``Rendezvous/Event/relayEnded(_:)``.
        case close(ConnectionID, CloseCode, reason: String)
        /// Keep these tickets: each admits one relay socket. Only the shell stores tokens, since it answers a handshake
        /// at once, on the event loop of its connection.
        case issueTickets([RelayTicket])
        /// Forget the tickets of these seats. Some may have been used.
        case withdrawTickets([RelaySeat])
        /// Close this relay socket: its ticket was withdrawn between its handshake and
        /// ``Rendezvous/Event/relayArrived(_:_:)``. Its end is not reported.
        case refuseRelay(ConnectionID)
        /// Forward messages between these two relay sockets from now on, after an empty binary message to each.
        case joinRelay(RelayJoin)
        /// Send this socket `turn` about `peer`: the servers of its ``ClientAddresses/turnURLs`` with credentials for
        /// the grant that are valid for `lifetime`.
        case issueTURN(ConnectionID, peer: DeviceID, grant: GrantID, lifetime: Duration)
        /// Send this socket this welcome with `server.probe` filled in: its ``ClientAddresses/probeURLs`` with
        /// credentials for the grant that are valid for `lifetime`.
        case issueProbe(ConnectionID, Welcome, grant: GrantID, lifetime: Duration)
        /// Tell the TURN server about a grant.
        case turn(GrantChange)
        /// Write a line to the log.
        case log(Occurrence)
    }
}

/// One of the two sides of a pairing of the relay. A seat is taken once, and its number is never used again.
package struct RelaySeat: Hashable, Sendable {
    /// The number of the pairing.
    let pairing: Int
    /// 0 for the device that asked, 1 for the one that agreed.
    let side: Int
}

/// The right to one seat, for the first socket that presents the token.
package struct RelayTicket: Hashable, Sendable {
    /// 43 characters of base64url, 256 random bits.
    package let token: String
    /// The seat that the token admits to.
    package let seat: RelaySeat
}

/// Two relay sockets to join, with their limits.
package struct RelayJoin: Hashable, Sendable {
    /// The socket of the device that asked for the relay.
    package var first: ConnectionID
    /// The socket of the device that agreed.
    package var second: ConnectionID
    /// The most bytes of both together, 0 for no limit. Reaching it closes both with ``CloseCode/byteLimit``.
    package var byteLimit: Int
    /// The longest time they may stay joined, nil for no limit. Reaching it closes both with ``CloseCode/timeLimit``.
    package var timeLimit: Duration?
}
