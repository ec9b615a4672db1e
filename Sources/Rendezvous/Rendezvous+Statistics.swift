import Signaling

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
