package import NetPrimitives

/// A network of hosts, segments and routers that carries IP packets.
///
/// Packets go in with ``send(_:from:now:)`` and come out of ``takeDeliveries()``; ``advance(to:)`` delivers the ones
/// that are due. The caller passes the time, and all random numbers come from the seed, so the same calls give the same
/// deliveries. A simulation calls it in virtual time, the laboratory in real time with the packets of real programs.
package struct SimulatedNetwork: Sendable {
    /// A packet that arrived at a host.
    package struct Delivery: Sendable {
        /// The host.
        package let host: HostID
        /// The packet's bytes.
        package let bytes: [UInt8]
        /// The time of arrival.
        package let instant: Instant
    }

    /// The number of dropped packets, by reason.
    package internal(set) var drops: [DropReason: Int] = [:]

    var plugs: [Plug] = []
    var plugNumbers: [Attachment: Int] = [:]
    var segments: [Segment] = []
    var routers: [Router] = []
    var hostCount = 0
    private var random: SeededRandom
    private var waiting = EventQueue<Event>()
    private var deliveries: [Delivery] = []

    /// An event at the end of a link.
    private enum Event: Sendable {
        case entersSegment(IPPacket, from: Int)
        case arrives(IPPacket, at: Int)
    }

    /// An empty network.
    package init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// The time at which ``advance(to:)`` next has something to do, nil when no packet is in flight.
    package var nextDeadline: Instant? { waiting.nextDeadline }

    /// Sends a packet from a host. Bytes that are not an IP packet are counted and dropped.
    package mutating func send(_ bytes: [UInt8], from host: HostID, now: Instant) {
        advance(to: now)
        guard let plug = plugNumbers[.host(host)] else { return }
        guard let packet = IPPacket(bytes) else { return drop(.malformed) }
        transmit(packet, from: plug, now: now)
    }

    /// Handles all packets that are due.
    package mutating func advance(to now: Instant) {
        while let (due, event) = waiting.popDue(now: now) {
            handle(event, now: due)
        }
    }

    /// The packets that arrived since the last call, in order.
    package mutating func takeDeliveries() -> [Delivery] {
        let taken = deliveries
        deliveries.removeAll(keepingCapacity: true)
        return taken
    }

    private mutating func handle(_ event: Event, now: Instant) {
        switch event {
        case .entersSegment(let packet, let plug): distribute(packet, from: plug, now: now)
        case .arrives(let packet, let plug): arrive(packet, at: plug, now: now)
        }
    }

    // MARK: On the way

    private mutating func transmit(_ packet: IPPacket, from plug: Int, now: Instant) {
        let fate = plugs[plug].up.carry(packet.bytes.count, now: now, random: &random)
        schedule(.entersSegment(packet, from: plug), fate, now: now)
    }

    private mutating func receive(_ packet: IPPacket, at plug: Int, now: Instant) {
        let fate = plugs[plug].down.carry(packet.bytes.count, now: now, random: &random)
        schedule(.arrives(packet, at: plug), fate, now: now)
    }

    private mutating func schedule(_ event: Event, _ fate: Link.Fate, now: Instant) {
        switch fate {
        case .arrives(let instant) where instant <= now: handle(event, now: now)
        case .arrives(let instant): waiting.insert(event, due: instant)
        case .isLost: drop(.loss)
        case .overflows: drop(.overflow)
        }
    }

    /// Delivers a packet from one plug of a segment to the plugs it is addressed to.
    private mutating func distribute(_ packet: IPPacket, from plug: Int, now: Instant) {
        let segment = segments[plugs[plug].segment.index]
        if packet.destination.scope == .multicast {
            for other in segment.plugs where other != plug && mayPass(from: plug, to: other, in: segment) {
                receive(packet, at: other, now: now)
            }
            return
        }
        guard let other = segment.plug(for: packet.destination), other != plug else { return drop(.noRoute) }
        guard mayPass(from: plug, to: other, in: segment) else { return drop(.isolated) }
        receive(packet, at: other, now: now)
    }

    private func mayPass(from plug: Int, to other: Int, in segment: Segment) -> Bool {
        guard segment.isolatesHosts, case .host = plugs[plug].attachment, case .host = plugs[other].attachment else {
            return true
        }
        return false
    }

    private mutating func arrive(_ packet: IPPacket, at plug: Int, now: Instant) {
        switch plugs[plug].attachment {
        case .host(let host):
            deliveries.append(Delivery(host: host, bytes: packet.bytes, instant: now))
        case .inside(let router):
            let outcome = routers[router.index].outbound(packet, now: now, random: &random)
            forward(outcome, by: router, now: now)
        case .outside(let router):
            forward(routers[router.index].inbound(packet, now: now), by: router, now: now)
        }
    }

    private mutating func forward(_ outcome: Router.Outcome, by router: RouterID, now: Instant) {
        switch outcome {
        case .dropped(let reason): drop(reason)
        case .leaves(let packet):
            if let plug = plugNumbers[.outside(router)] { transmit(packet, from: plug, now: now) }
        case .enters(let packet):
            if let plug = plugNumbers[.inside(router)] { transmit(packet, from: plug, now: now) }
        }
    }

    private mutating func drop(_ reason: DropReason) {
        drops[reason, default: 0] += 1
    }
}
