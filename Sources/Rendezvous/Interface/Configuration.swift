package import Signaling

/// The options and limits of ``Rendezvous``. The defaults are those of docs/protocol.md.
package struct Configuration: Sendable {
    /// Ferry's version, told to devices.
    package var version: String
    /// Told to devices, as in `RTCConfiguration`.
    package var iceServers: [IceServer] = []
    /// Whether devices behind one public address share a room; told to devices. ``RoomPolicy`` does it.
    package var publicGrouping = true
    /// Whether HTTPS is vouched for by an authority of the server's own; told to devices.
    package var ownAuthority = false
    /// The relay, nil when the server does not relay.
    package var relay: Relay? = Relay()

    /// Members of a room.
    package var roomMembers = 200
    /// Time for `hello`.
    package var helloTimeout: Duration = .seconds(10)
    /// How long a device keeps its place without a socket.
    package var grace: Duration = .seconds(5)
    /// Devices that keep their place at once. Beyond it they leave at once, so that memory is bounded.
    package var graceDevices = 10_000
    /// How long changes are gathered.
    package var presenceDelay: Duration = .milliseconds(50)
    /// Messages a second, on average, and at once.
    package var messageRate = TokenBucket.Rate(perSecond: 50, burst: 200)

    /// Unanswered calls to one device.
    package var pendingCalls = 8
    /// How long a call may stay unanswered.
    package var callTimeout: Duration = .seconds(30)
    /// Conversations of one device.
    package var conversations = 16

    /// Codes in all.
    package var codes = 1_000
    /// Life of a code.
    package var codeLifetime: Duration = .seconds(600)
    /// Wrong guesses a minute for one address or /64.
    package var guessesPerNetwork = 10
    /// Wrong guesses a minute in all.
    package var guessesInAll = 60
    /// Devices one device can be joined with by codes.
    package var links = 64

    /// The limits of the relay.
    package struct Relay: Sendable {
        /// Pairings at once.
        package var pairs = 64
        /// Bytes of a pairing, 0 for any number.
        package var bytes = 0
        /// Life of a pairing once it is joined, nil for ever.
        package var time: Duration?
        /// Time for both sockets to come.
        package var arrival: Duration = .seconds(20)

        /// The defaults.
        package init() {}
    }

    /// The defaults.
    package init(version: String) {
        self.version = version
    }
}
