import NetPrimitives

/// A segment: its plugs, and the routes of its packets.
struct Segment {
    /// Whether hosts are isolated from each other, as in guest networks.
    var isolatesHosts: Bool
    private(set) var plugs: [Int] = []
    private var byAddress: [IPAddress: Int] = [:]
    private var routes: [(prefix: NetworkPrefix, plug: Int)] = []
    private var gateway: Int?

    init(isolatesHosts: Bool) {
        self.isolatesHosts = isolatesHosts
    }

    /// Rebuilds the tables from the plugs of all segments.
    mutating func update(number: Int, from all: [Plug]) {
        plugs = all.indices.filter { all[$0].segment.index == number }
        byAddress = [:]
        routes = []
        gateway = nil
        for index in plugs {
            for address in all[index].addresses {
                byAddress[address] = index
            }
            routes += all[index].routes.map { ($0, index) }
            if case .inside = all[index].attachment {
                gateway = gateway ?? index
            }
        }
        routes.sort { $0.prefix.length > $1.prefix.length }
    }

    /// The plug for a packet: the one with the address, or a route to its network, or the gateway; nil for none.
    func plug(for address: IPAddress) -> Int? {
        byAddress[address] ?? routes.first { $0.prefix.contains(address) }?.plug ?? gateway
    }
}

/// A host or router plugged into a segment.
struct Plug {
    let attachment: Attachment
    var segment: SegmentID
    var addresses: [IPAddress]
    /// Networks behind a router's outside plug; the segment sends packets for them there.
    var routes: [NetworkPrefix] = []
    var up: Link
    var down: Link
}
