package import Signaling

extension Rendezvous {
    /// How things stand, for metrics.
    package struct Statistics: Equatable, Sendable {
        /// Signaling sockets.
        package var connections = 0
        /// Devices by the kind of their room.
        package var devices: [RoomKind: Int] = [:]
        /// Devices that keep their place without a socket.
        package var graceDevices = 0
        /// Rooms by kind.
        package var rooms: [RoomKind: Int] = [:]
        /// Codes that wait.
        package var codes = 0
        /// Pairs of devices joined by a code.
        package var links = 0
        /// Unanswered calls.
        package var calls = 0
        /// Conversations.
        package var conversations = 0
        /// Pairings of the relay, waiting or joined.
        package var relayPairs = 0
        /// Grants to use TURN, those that are suspended among them.
        package var turnGrants = 0
        /// What was counted since the start.
        package var totals = Totals()

        /// A server on which nothing has happened.
        package init() {}

        /// Counters that only grow.
        package struct Totals: Equatable, Sendable {
            /// Messages from devices.
            package var messages = 0
            /// Devices that came; one that comes back within its grace is not counted again.
            package var joins = 0
            /// Devices that went.
            package var leaves = 0
            /// Presence messages, each counted once however many received it.
            package var presences = 0
            /// Calls that were answered.
            package var callsAnswered = 0
            /// Codes that were given out.
            package var codesCreated = 0
            /// Codes that joined two devices.
            package var codesUsed = 0
            /// Pairings of the relay.
            package var relayPairs = 0
            /// Errors the server sent, by code.
            package var errors: [ErrorCode: Int] = [:]
            /// Grants to use TURN.
            package var turnGrants = 0
            /// What devices said their calls led to.
            package var paths: [CallPath: PathCount] = [:]
            /// Why calls led nowhere, as far as devices said.
            package var failures: [ErrorCode: Int] = [:]
        }

        /// Reports of one path.
        package struct PathCount: Equatable, Sendable {
            /// How many.
            package var reports = 0
            /// Milliseconds their calls took to get there, added up.
            package var elapsed = 0
        }
    }
}

extension Rendezvous {
    /// How things stand. Costs a look at each device.
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
