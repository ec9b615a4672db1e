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
        /// ``Rendezvous/Event/disconnected(_:)`` or ``Rendezvous/Event/relayEnded(_:)`` when it is gone.
        case close(ConnectionID, CloseCode, reason: String)
        /// From now on a handshake for a relay socket with one of these tokens is answered, once for each; with any other
        /// it gets HTTP 403.
        case issueTickets([String])
        /// From now on handshakes with these tokens get HTTP 403. Some may have been used.
        case withdrawTickets([String])
        /// This relay socket is expected: say ``Rendezvous/Event/relayOpened(_:)`` once it can be joined.
        case admitRelay(ConnectionID)
        /// Close this relay socket: its token was withdrawn while its handshake was answered. Nothing more is said about it.
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
