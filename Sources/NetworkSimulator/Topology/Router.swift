package import NetPrimitives

/// The configuration of a router.
package struct RouterConfiguration: Sendable {
    /// The router's addresses on the inside, IPv4 and IPv6.
    package var gateways: [IPAddress] = []
    /// The router's addresses on the outside.
    package var addresses: [IPAddress] = []
    /// Public networks inside, such as the IPv6 prefix of a home, which the outside routes to this router.
    package var routes: [NetworkPrefix] = []
    /// The translation of IPv4; nil when the router only forwards.
    package var nat: NATBehavior?
    /// The filtering of untranslated inbound packets; nil lets all of them in.
    package var firewall: NATBehavior.Dependence?
    /// Rules on outbound packets.
    package var rules: [EgressRule] = []

    /// A router that only forwards.
    package init() {}
}

/// A router: translation of IPv4, a stateful firewall for the rest, and rules on outbound packets.
struct Router {
    var configuration: RouterConfiguration
    private var translation: BindingTable?
    private var firewall: BindingTable?

    /// The outcome for a packet.
    enum Outcome {
        /// It is forwarded to the outside.
        case leaves(IPPacket)
        /// It is forwarded, or returned, to the inside.
        case enters(IPPacket)
        case dropped(DropReason)
    }

    init(_ configuration: RouterConfiguration) {
        self.configuration = configuration
        reset()
    }

    /// Forgets all bindings, as after a restart, and applies the present configuration.
    mutating func reset() {
        let ipv4 = configuration.addresses.first { $0.bitWidth == 32 }
        translation = configuration.nat.flatMap { behavior in ipv4.map { BindingTable(behavior, outside: $0) } }
        firewall = configuration.firewall.map { filtering in
            BindingTable(NATBehavior(mapping: .endpointIndependent, filtering: filtering), outside: nil)
        }
    }

    /// Handles a packet from inside that is addressed to the outside.
    mutating func outbound(_ packet: IPPacket, now: Instant, random: inout SeededRandom) -> Outcome {
        switch EgressRule.verdict(of: configuration.rules, on: packet) {
        case .accept: break
        case .drop: return .dropped(.forbidden)
        case .reject:
            let gateway = configuration.gateways.first { $0.bitWidth == packet.source.bitWidth }
            return gateway.flatMap { packet.prohibition(from: $0) }.map { .enters($0) } ?? .dropped(.forbidden)
        }
        var packet = packet
        guard !packet.staysOnLink, packet.countHop() else { return .dropped(.notForwarded) }
        if packet.isIPv4, translation != nil {
            return translatedOutbound(packet, now: now, random: &random)
        }
        if let flow = packet.flow {
            _ = firewall?.outbound(flow, now: now, random: &random)
        }
        return .leaves(packet)
    }

    /// Handles a packet from outside that is addressed to this router or a network behind it.
    mutating func inbound(_ packet: IPPacket, now: Instant) -> Outcome {
        var packet = packet
        guard !packet.staysOnLink, packet.countHop() else { return .dropped(.notForwarded) }
        if packet.isIPv4, translation != nil {
            return translatedInbound(packet, now: now)
        }
        guard !configuration.addresses.contains(packet.destination) else { return .dropped(.noRoute) }
        guard firewall != nil else { return .enters(packet) }
        if let flow = packet.flow {
            return firewall?.inbound(flow, now: now) == nil ? .dropped(.filtered) : .enters(packet)
        }
        if let quoted = packet.quotedFlow {
            let inside = firewall?.inside(of: quoted.source, quoted.transport, now: now)
            return inside == nil ? .dropped(.filtered) : .enters(packet)
        }
        return .dropped(.filtered)
    }

    private mutating func translatedOutbound(
        _ packet: IPPacket,
        now: Instant,
        random: inout SeededRandom
    ) -> Outcome {
        var packet = packet
        guard let flow = packet.flow else {
            // This is an error about an inbound packet. It names the inside endpoint and has to come from the outside
            // one.
            guard let quoted = packet.quotedFlow,
                let outside = translation?.existingOutside(of: quoted.reversed, now: now)
            else { return .dropped(.untranslatable) }
            packet.disguiseError(as: outside)
            return .leaves(packet)
        }
        let isHairpin = flow.destination.address == translation?.outside
        if isHairpin, translation?.behavior.hairpinning != true { return .dropped(.noHairpin) }
        guard let outside = translation?.outbound(flow, now: now, random: &random) else {
            return .dropped(.untranslatable)
        }
        packet.rewriteSource(to: outside)
        return isHairpin ? translatedInbound(packet, now: now) : .leaves(packet)
    }

    private mutating func translatedInbound(_ packet: IPPacket, now: Instant) -> Outcome {
        var packet = packet
        if let flow = packet.flow {
            guard let inside = translation?.inbound(flow, now: now) else { return .dropped(.filtered) }
            packet.rewriteDestination(to: inside)
            return .enters(packet)
        }
        guard let quoted = packet.quotedFlow,
            let inside = translation?.inside(of: quoted.source, quoted.transport, now: now)
        else { return .dropped(.untranslatable) }
        packet.redirectError(to: inside)
        return .enters(packet)
    }
}
