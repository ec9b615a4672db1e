package import Signaling

extension Rendezvous {
    /// Figures for metrics.
    package struct Statistics: Equatable, Sendable {
        /// Number of signaling sockets.
        package var connections = 0
        /// Number of devices, by the kind of their room.
        package var devices: [RoomKind: Int] = [:]
        /// Number of devices without a socket, in their grace period.
        package var graceDevices = 0
        /// Number of rooms, by kind.
        package var rooms: [RoomKind: Int] = [:]
        /// Number of unused codes.
        package var codes = 0
        /// Number of pairs of devices linked by a code.
        package var links = 0
        /// Number of unanswered calls.
        package var calls = 0
        /// Number of conversations.
        package var conversations = 0
        /// Number of pairings of the relay, waiting or joined.
        package var relayPairs = 0
        /// Number of grants to use TURN, including suspended ones.
        package var turnGrants = 0
        /// Counters since the start.
        package var totals = Totals()

        /// The figures of a server without any event.
        package init() {}

        /// Counters that only grow.
        package struct Totals: Equatable, Sendable {
            /// Messages from devices.
            package var messages = 0
            /// Devices that joined; one that comes back in its grace period is not counted again.
            package var joins = 0
            /// Devices that left.
            package var leaves = 0
            /// Presence messages, each counted once for all receivers.
            package var presences = 0
            /// Calls that were answered.
            package var callsAnswered = 0
            /// Created codes.
            package var codesCreated = 0
            /// Codes that linked two devices.
            package var codesUsed = 0
            /// Pairings of the relay.
            package var relayPairs = 0
            /// Errors that the server sent, by code.
            package var errors: [ErrorCode: Int] = [:]
            /// Grants to use TURN.
            package var turnGrants = 0
            /// Paths of calls, by the reports of devices.
            package var paths: [CallPath: PathCount] = [:]
            /// Reasons of failed calls, as far as devices reported them.
            package var failures: [ErrorCode: Int] = [:]
        }

        /// Reports of one kind of path.
        package struct PathCount: Equatable, Sendable {
            /// The number of reports.
            package var reports = 0
            /// The sum of the times that these calls took, in milliseconds.
            package var elapsed = 0
        }
    }
}

extension Rendezvous {
    /// The present figures. Visits every device.
    package var statistics: Statistics {
        var statistics = Statistics()
        statistics.connections = connections.count
        statistics.graceDevices = graceDevices
        statistics.codes = codes.count
        statistics.links = links.values.reduce(0) { $0 + $1.count } / 2
        statistics.relayPairs = relay.count
        statistics.turnGrants = grants.count
        statistics.totals = totals
        for key in rooms.keys {
            statistics.rooms[key.kind, default: 0] += 1
        }
        for member in devices.values {
            statistics.devices[member.memberships.first?.room.kind ?? .none, default: 0] += 1
            statistics.calls += member.incoming.count { !$0.value.isInConversation }
            statistics.conversations += member.conversations.count
        }
        statistics.conversations /= 2
        return statistics
    }
}
