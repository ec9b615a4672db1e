package import NetPrimitives

/// The bindings of a translator, or of a stateful firewall, which filters without translating.
package struct BindingTable: Sendable {
    /// The behavior towards mapping and filtering.
    package private(set) var behavior: NATBehavior
    /// The outside address of all bindings; nil when inside endpoints keep their own.
    package private(set) var outside: IPAddress?

    private var bindings: [Int: Binding] = [:]
    private var byInside: [InsideKey: Int] = [:]
    private var byOutside: [OutsideKey: Int] = [:]
    private var nextNumber = 0
    private var countBeforeSweep = 1_024
    private var lastPort = Self.ports.lowerBound

    /// Outside ports: all except the well-known ones, which RFC 6056 keeps for services.
    private static let ports: ClosedRange<UInt16> = 1_024...65_535

    private struct InsideKey: Hashable, Sendable {
        var transport: TransportProtocol
        var inside: TransportAddress
        var remote: RemotePart
    }

    private struct OutsideKey: Hashable, Sendable {
        var transport: TransportProtocol
        var outside: TransportAddress
    }

    /// A table without bindings. With `outside` nil it filters without translating, and the ports and mapping of
    /// `behavior` do not matter.
    package init(_ behavior: NATBehavior, outside: IPAddress?) {
        self.behavior = behavior
        self.outside = outside
    }

    /// Number of bindings, including expired ones that were not removed yet.
    package var count: Int { bindings.count }

    /// The outside endpoint for a packet from inside; nil when no port is free. Creates or extends the binding, and
    /// permits the remote end to answer.
    package mutating func outbound(_ flow: Flow, now: Instant, random: inout SeededRandom) -> TransportAddress? {
        let key = insideKey(of: flow)
        let expiry = now + behavior.lifetime(of: flow.transport)
        guard let number = live(byInside[key], now: now) ?? bind(key, now: now, random: &random) else { return nil }
        let permitted = RemotePart(of: flow.destination, flow.transport, for: behavior.filtering)
        bindings[number]?.expiry = expiry
        bindings[number]?.permit(permitted, until: expiry, now: now)
        return bindings[number]?.outside
    }

    /// The inside endpoint for a packet from outside; nil when there is no binding, or the sender may not use it.
    package mutating func inbound(_ flow: Flow, now: Instant) -> TransportAddress? {
        let key = OutsideKey(transport: flow.transport, outside: flow.destination)
        guard let number = live(byOutside[key], now: now), let binding = bindings[number] else { return nil }
        let remote = RemotePart(of: flow.source, flow.transport, for: behavior.filtering)
        guard binding.permits(remote, now: now) else { return nil }
        if behavior.inboundRefresh {
            let expiry = now + behavior.lifetime(of: flow.transport)
            bindings[number]?.expiry = expiry
            bindings[number]?.permit(remote, until: expiry, now: now)
        }
        return binding.inside
    }

    /// The inside endpoint of a binding, regardless of the sender; nil when there is none. For errors, which routers on
    /// the way send as well as the remote end.
    package mutating func inside(of outside: TransportAddress, _ transport: TransportProtocol, now: Instant)
        -> TransportAddress?
    {
        let key = OutsideKey(transport: transport, outside: outside)
        return live(byOutside[key], now: now).flatMap { bindings[$0]?.inside }
    }

    /// The outside endpoint for the source of `flow`; creates no binding.
    package mutating func existingOutside(of flow: Flow, now: Instant) -> TransportAddress? {
        live(byInside[insideKey(of: flow)], now: now).flatMap { bindings[$0]?.outside }
    }

    /// Forgets all bindings, as a router does after a restart or with a new address.
    package mutating func reset(outside: IPAddress?, behavior: NATBehavior? = nil) {
        self.outside = outside
        self.behavior = behavior ?? self.behavior
        bindings = [:]
        byInside = [:]
        byOutside = [:]
    }

    private func insideKey(of flow: Flow) -> InsideKey {
        let remote =
            outside == nil
            ? RemotePart.anyone : RemotePart(of: flow.destination, flow.transport, for: behavior.mapping)
        return InsideKey(transport: flow.transport, inside: flow.source, remote: remote)
    }

    private mutating func bind(_ key: InsideKey, now: Instant, random: inout SeededRandom) -> Int? {
        if bindings.count >= countBeforeSweep {
            sweep(now: now)
        }
        guard let outside = freeOutside(for: key, now: now, random: &random) else { return nil }
        let number = nextNumber
        nextNumber += 1
        bindings[number] = Binding(
            transport: key.transport,
            inside: key.inside,
            outside: outside,
            remote: key.remote,
            expiry: now
        )
        byInside[key] = number
        byOutside[OutsideKey(transport: key.transport, outside: outside)] = number
        return number
    }

    private mutating func freeOutside(
        for key: InsideKey,
        now: Instant,
        random: inout SeededRandom
    ) -> TransportAddress? {
        guard let address = outside else { return key.inside }
        var port = firstPort(for: key.inside.port, random: &random)
        for _ in Self.ports {
            let candidate = TransportAddress(address, port: port)
            let taken = byOutside[OutsideKey(transport: key.transport, outside: candidate)]
            if live(taken, now: now) == nil {
                lastPort = port
                return candidate
            }
            port = Self.next(port)
        }
        return nil
    }

    private func firstPort(for inside: UInt16, random: inout SeededRandom) -> UInt16 {
        switch behavior.ports {
        case .preserving: Self.ports.contains(inside) ? inside : Self.ports.lowerBound
        case .sequential: Self.next(lastPort)
        case .random: UInt16.random(in: Self.ports, using: &random)
        }
    }

    private static func next(_ port: UInt16) -> UInt16 {
        port == ports.upperBound ? ports.lowerBound : port + 1
    }

    /// Returns `number` if that binding is alive, and removes it if it has expired.
    private mutating func live(_ number: Int?, now: Instant) -> Int? {
        guard let number, let binding = bindings[number] else { return nil }
        guard binding.expiry <= now else { return number }
        remove(number, binding)
        return nil
    }

    private mutating func remove(_ number: Int, _ binding: Binding) {
        bindings[number] = nil
        let inside = InsideKey(transport: binding.transport, inside: binding.inside, remote: binding.remote)
        byInside[inside] = nil
        byOutside[OutsideKey(transport: binding.transport, outside: binding.outside)] = nil
    }

    private mutating func sweep(now: Instant) {
        for (number, binding) in bindings where binding.expiry <= now {
            remove(number, binding)
        }
        countBeforeSweep = max(1_024, 2 * bindings.count)
    }
}
