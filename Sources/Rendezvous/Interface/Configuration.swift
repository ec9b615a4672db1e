package import NetPrimitives
package import Signaling

extension Rendezvous {
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

        /// STUN and TURN.
        package var turn = TURN()

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
        /// Codes of the devices behind one address or /64.
        package var codesPerNetwork = 32
        /// Life of a code.
        package var codeLifetime: Duration = .seconds(600)
        /// Wrong guesses a minute for one address or /64.
        package var guessesPerNetwork = 10
        /// Wrong guesses a minute in all.
        package var guessesInAll = 60
        /// Devices one device can be joined with by codes.
        package var links = 64

        /// The limits of what devices may use TURN for.
        package struct TURN: Sendable {
            /// Life of a grant. A conversation of a day asks again, and credentials that leak are soon of no use.
            package var lifetime: Duration = .seconds(12 * 3_600)
            /// How long allocations of a device that has lost its signaling, or whose peer has, can be refreshed.
            package var suspension: Duration = .seconds(60)
            /// Suspended grants at once. Beyond it grants end at once, so that memory is bounded.
            package var suspendedGrants = 10_000
            /// Grants of one device. More than it can have calls and conversations.
            package var grants = 32
            /// Addresses a grant allows sending to.
            package var addresses = 64
            /// How fast one device may ask, and at once.
            package var requestRate = TokenBucket.Rate(perSecond: 2, burst: 32)
            /// Life of a probe: a page makes it as soon as it is welcomed.
            package var probeLifetime: Duration = .seconds(120)

            /// The defaults.
            package init() {}
        }

        /// The limits of the relay.
        package struct Relay: Sendable {
            /// Pairings at once.
            package var pairs = 64
            /// Pairings of one device at once: its conversations, and some that are being replaced.
            package var pairsPerDevice = 20
            /// Pairings of the devices behind one address or /64 at once.
            package var pairsPerNetwork = 32
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
}
