/// The path a call led to, best first.
package enum CallPath: String, Sendable, CaseIterable {
    /// Directly, between addresses of the devices themselves.
    case host
    /// Directly, through the NAT of at least one.
    case reflexive
    /// Over TURN, the worse of both legs by UDP.
    case turnUDP = "turn-udp"
    /// Over TURN, the worse of both legs by TCP, or the other device's by TLS, which is not told apart.
    case turnTCP = "turn-tcp"
    /// Over TURN, the device's own leg by TLS.
    case turnTLS = "turn-tls"
    /// Over the WebSocket relay.
    case relay
    /// The two did not reach each other.
    case none
}

/// What became of a call, as the device that called says.
package struct PathReport: Hashable, Sendable {
    /// The path.
    package var path: CallPath
    /// Why there is none, or no better one.
    package var reason: ErrorCode?
    /// Milliseconds since the call began; at most ``SignalingLimits/pathMilliseconds``.
    package var elapsed: Int

    /// A report of these values.
    package init(_ path: CallPath, reason: ErrorCode? = nil, elapsed: Int) {
        self.path = path
        self.reason = reason
        self.elapsed = elapsed
    }
}
