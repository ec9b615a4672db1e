/// A message from a device to the server. A decoded message is within the limits of docs/protocol.md.
package enum ClientMessage: Equatable, Sendable {
    /// Introduces the device; must be the first message.
    case hello(Hello)
    /// Changes the device's name or availability.
    case update(name: DeviceName?, availability: Availability?)
    /// An SDP offer (RFC 8829).
    case offer(to: DeviceID, call: CallID, sdp: String)
    /// An SDP answer.
    case answer(to: DeviceID, call: CallID, sdp: String)
    /// A candidate, or the end of candidates (RFC 8838).
    case candidate(to: DeviceID, call: CallID, IceCandidate)
    /// Requests STUN and TURN servers for a conversation.
    case turnRequest(to: DeviceID)
    /// Requests a pairing of the relay. `key`: the device's own, if it can encrypt.
    case relayRequest(to: DeviceID, call: CallID, key: RelayKey?)
    /// Agrees to a pairing of the relay.
    case relayAccept(to: DeviceID, call: CallID, key: RelayKey?)
    /// Reports the path of a call.
    case path(to: DeviceID, PathReport)
    /// Ends the call on the other side. ``ErrorCode/isForDevices`` is true for `code`.
    case error(to: DeviceID, call: CallID, code: ErrorCode, message: String)
    /// Ends the conversation.
    case end(to: DeviceID)
    /// Requests a code.
    case codeCreate
    /// Ends the device's code.
    case codeCancel
    /// Uses another device's code, with the text that a person typed.
    case codeJoin(code: String)
    /// Requests a `pong`.
    case ping
    /// Leaves.
    case bye

    /// The introduction of a device.
    package struct Hello: Equatable, Sendable {
        /// Its name for people.
        package var name: DeviceName
        /// Its kind, which selects an icon.
        package var kind: DeviceKind
        /// Whether it can open data channels.
        package var webrtc: Bool
        /// Whether it accepts calls.
        package var availability: Availability
        /// The token that proves an earlier identity, not verified yet.
        package var token: String?
        /// The instance of the page.
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

/// A candidate with the fields of `RTCIceCandidate`. The server forwards it unchanged.
package struct IceCandidate: Equatable, Sendable {
    /// The candidate line; empty for the end of candidates.
    package var candidate: String
    /// The media stream identification (`sdpMid`).
    package var mid: String?
    /// The index of the media line (`sdpMLineIndex`).
    package var line: UInt16?
    /// The user name fragment of its ICE session.
    package var ufrag: String?

    /// A candidate of these values.
    package init(candidate: String, mid: String?, line: UInt16?, ufrag: String?) {
        self.candidate = candidate
        self.mid = mid
        self.line = line
        self.ufrag = ufrag
    }
}
