/// The kind of path that a call led to, best first.
package enum CallPath: String, Sendable, CaseIterable {
    /// A direct path between the devices' own addresses.
    case host
    /// A direct path through the NAT of at least one device.
    case reflexive
    /// TURN, the worse of both legs over UDP.
    case turnUDP = "turn-udp"
    /// TURN, the worse of both legs over TCP, or the other device's over TLS, which cannot be told apart.
    case turnTCP = "turn-tcp"
    /// TURN, the device's own leg over TLS.
    case turnTLS = "turn-tls"
    /// The WebSocket relay.
    case relay
    /// No path: the two did not reach each other.
    case none
}

/// A caller's report of the result of a call.
package struct PathReport: Hashable, Sendable {
    /// The path.
    package var path: CallPath
    /// The reason why there is no path, or no better one.
    package var reason: ErrorCode?
    /// The time since the call began, in milliseconds; at most ``SignalingLimits/pathMilliseconds``.
    package var elapsed: Int

    /// A report of these values.
    package init(_ path: CallPath, reason: ErrorCode? = nil, elapsed: Int) {
        self.path = path
        self.reason = reason
        self.elapsed = elapsed
    }
}
