import NetPrimitives
import NetworkSimulator

/// Sends arbitrary packets in and out of a home whose router translates and hairpins. Checks that every delivery is a
/// valid packet, and that no packet leaves with an inside address as its source.
func checkNetworkPacket(_ bytes: [UInt8]) {
    let inside = IPv4Address(192, 168, 1, 2)
    let outside = IPv4Address(198, 51, 100, 1)
    let far = IPv4Address(203, 0, 113, 1)
    var network = SimulatedNetwork(seed: 1)
    let internet = network.addSegment()
    let home = network.addSegment()
    let server = network.addHost(on: internet, addresses: [.v4(far)])
    let device = network.addHost(on: home, addresses: [.v4(inside)])
    var router = RouterConfiguration()
    router.gateways = [.v4(IPv4Address(192, 168, 1, 1))]
    router.addresses = [.v4(outside)]
    router.nat = .fullCone
    router.nat?.hairpinning = true
    router.rules = [EgressRule(.reject, .tcp, port: 25)]
    _ = network.addRouter(inside: home, outside: internet, router)

    let now = Instant(nanoseconds: 0)
    for host in [device, server, device] {
        network.send(bytes, from: host, now: now)
    }
    for delivery in network.takeDeliveries() {
        guard let packet = IPPacket(delivery.bytes) else { preconditionFailure("what arrived is no packet") }
        let showsInside = delivery.host == server && packet.source.scope == .privateUse
        precondition(!showsInside, "the inside's address is shown")
    }
}
