import NetPrimitives

/// A segment: what is plugged in, and where it sends packets.
struct Segment {
    /// Whether hosts are kept from each other, as guest networks do it.
    var isolatesHosts: Bool
    private(set) var plugs: [Int] = []
    private var byAddress: [IPAddress: Int] = [:]
    private var routes: [(prefix: NetworkPrefix, plug: Int)] = []
    private var gateway: Int?

    init(isolatesHosts: Bool) {
        self.isolatesHosts = isolatesHosts
    }

    /// Learns anew what is plugged in.
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

    /// The plug a packet goes to: who has the address, who leads to its network, or the way out. Nil for none.
    func plug(for address: IPAddress) -> Int? {
        byAddress[address] ?? routes.first { $0.prefix.contains(address) }?.plug ?? gateway
    }
}
