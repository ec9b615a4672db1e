/// What a device says to the server. Every value is within the limits of docs/protocol.md once it has been decoded.
package enum ClientMessage: Equatable, Sendable {
    /// Must be the first message.
    case hello(Hello)
    /// Changes what others see.
    case update(name: DeviceName?, availability: Availability?)
    /// An SDP offer (RFC 8829).
    case offer(to: DeviceID, call: CallID, sdp: String)
    /// An SDP answer.
    case answer(to: DeviceID, call: CallID, sdp: String)
    /// A candidate, or the end of candidates (RFC 8838).
    case candidate(to: DeviceID, call: CallID, IceCandidate)
    /// Asks for STUN and TURN servers for a conversation.
    case turnRequest(to: DeviceID)
    /// Asks to be joined by the relay. `key`: the device's own, when it can encrypt.
    case relayRequest(to: DeviceID, call: CallID, key: RelayKey?)
    /// Agrees to be joined by the relay.
    case relayAccept(to: DeviceID, call: CallID, key: RelayKey?)
    /// What became of a call.
    case path(to: DeviceID, PathReport)
    /// Ends the call on the other side. `code` is one of those for which ``ErrorCode/isForDevices`` holds.
    case error(to: DeviceID, call: CallID, code: ErrorCode, message: String)
    /// The conversation is over.
    case end(to: DeviceID)
    /// Asks for a code.
    case codeCreate
    /// Ends the device's code.
    case codeCancel
    /// Uses another device's code; the text is as a person typed it.
    case codeJoin(code: String)
    /// Asks for a `pong`.
    case ping
    /// Leaves now.
    case bye

    /// The introduction of a device.
    package struct Hello: Equatable, Sendable {
        /// What people call it.
        package var name: DeviceName
        /// Its icon.
        package var kind: DeviceKind
        /// Whether it can open data channels.
        package var webrtc: Bool
        /// Whether it takes calls.
        package var availability: Availability
        /// Proof of the identity it had before, unverified.
        package var token: String?
        /// The page's life that speaks.
        package var instance: PageInstance?

        /// An introduction of these values.
        package init(
            name: DeviceName,
            kind: DeviceKind,
            webrtc: Bool,
            availability: Availability,
            token: String? = nil,
            instance: PageInstance? = nil
        ) {
            self.name = name
            self.kind = kind
            self.webrtc = webrtc
            self.availability = availability
            self.token = token
            self.instance = instance
        }
    }
}

/// A candidate as `RTCIceCandidate` has it. The server passes it on as it is.
package struct IceCandidate: Equatable, Sendable {
    /// The candidate line; empty for the end of candidates.
    package var candidate: String
    /// Media stream identification.
    package var mid: String?
    /// Index of the media line.
    package var line: UInt16?
    /// The user name fragment it belongs to.
    package var ufrag: String?

    /// A candidate of these values.
    package init(candidate: String, mid: String?, line: UInt16?, ufrag: String?) {
        self.candidate = candidate
        self.mid = mid
        self.line = line
        self.ufrag = ufrag
    }
}
