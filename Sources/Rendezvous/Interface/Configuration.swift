package import NetPrimitives
package import Signaling

extension Rendezvous {
    /// The options and limits of ``Rendezvous``. The defaults are the ones of docs/protocol.md.
    package struct Configuration: Sendable {
        /// Ferry's version, told to devices.
        package var version: String
        /// ICE servers for devices, as in `RTCConfiguration`.
        package var iceServers: [IceServer] = []
        /// Whether devices behind one public address share a room; only told to devices, ``RoomPolicy`` implements it.
        package var publicGrouping = true
        /// Whether HTTPS uses the server's own authority; told to devices.
        package var ownAuthority = false
        /// The relay, nil when the server does not relay.
        package var relay: Relay? = Relay()

        /// The limits of STUN and TURN.
        package var turn = TURN()

        /// The most members of a room.
        package var roomMembers = 200
        /// The time limit for `hello`.
        package var helloTimeout: Duration = .seconds(10)
        /// The time for which a device keeps its place without a socket.
        package var grace: Duration = .seconds(5)
        /// The most devices that keep their place at once. Beyond it, a device leaves immediately, so that memory is
        /// bounded.
        package var graceDevices = 10_000
        /// The time for which changes are batched.
        package var presenceDelay: Duration = .milliseconds(50)
        /// The rate of a device's messages.
        package var messageRate = TokenBucket.Rate(perSecond: 50, burst: 200)

        /// The most unanswered calls to one device.
        package var pendingCalls = 8
        /// The time for which a call may stay unanswered.
        package var callTimeout: Duration = .seconds(30)
        /// The most conversations of one device.
        package var conversations = 16

        /// The most codes in all.
        package var codes = 1_000
        /// The most codes of the devices behind one address or /64.
        package var codesPerNetwork = 32
        /// The lifetime of a code.
        package var codeLifetime: Duration = .seconds(600)
        /// The most wrong guesses per minute from one address or /64.
        package var guessesPerNetwork = 10
        /// The most wrong guesses per minute in all.
        package var guessesInAll = 60
        /// The most devices that codes can link with one device.
        package var links = 64

        /// The limits on the use of TURN.
        package struct TURN: Sendable {
            /// The lifetime of a grant. A conversation of a day asks again, and leaked credentials are soon useless.
            package var lifetime: Duration = .seconds(12 * 3_600)
            /// The time for which allocations can be refreshed after the device or its peer has lost its signaling.
            package var suspension: Duration = .seconds(60)
            /// The most suspended grants at once. Beyond it, a grant ends immediately, so that memory is bounded.
            package var suspendedGrants = 10_000
            /// The most grants of one device: more than it can have calls and conversations.
            package var grants = 32
            /// The most addresses to which a grant permits sending.
            package var addresses = 64
            /// The rate of one device's requests.
            package var requestRate = TokenBucket.Rate(perSecond: 2, burst: 32)
            /// The lifetime of a probe: a page sends it as soon as it is welcomed.
            package var probeLifetime: Duration = .seconds(120)

            /// The default limits.
            package init() {}
        }

        /// The limits of the relay.
        package struct Relay: Sendable {
            /// The most pairings at once.
            package var pairs = 64
            /// The most pairings of one device at once: its conversations, and some that are being replaced.
            package var pairsPerDevice = 20
            /// The most pairings at once of the devices behind one address or /64.
            package var pairsPerNetwork = 32
            /// The most bytes of a pairing, 0 for no limit.
            package var bytes = 0
            /// The longest time of a joined pairing, nil for no limit.
            package var time: Duration?
            /// The time limit for both sockets to connect.
            package var arrival: Duration = .seconds(20)

            /// The default limits.
            package init() {}
        }

        /// The default options and limits.
        package init(version: String) {
            self.version = version
        }
    }
}
