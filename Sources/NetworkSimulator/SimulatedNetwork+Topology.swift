package import NetPrimitives

extension SimulatedNetwork {
    /// Adds a segment. With `isolatesHosts`, its hosts reach only routers, as in guest networks.
    package mutating func addSegment(isolatesHosts: Bool = false) -> SegmentID {
        segments.append(Segment(isolatesHosts: isolatesHosts))
        return SegmentID(index: segments.count - 1)
    }

    /// Adds a host with a link of its own to a segment.
    package mutating func addHost(
        on segment: SegmentID,
        addresses: [IPAddress],
        up: LinkProperties = .ideal,
        down: LinkProperties = .ideal
    ) -> HostID {
        let host = HostID(index: hostCount)
        hostCount += 1
        add(Plug(attachment: .host(host), segment: segment, addresses: addresses, up: Link(up), down: Link(down)))
        return host
    }

    /// Adds a router between the segment that it serves and the segment of its uplink. `up` and `down` are its line on
    /// the uplink.
    package mutating func addRouter(
        inside: SegmentID,
        outside: SegmentID,
        _ configuration: RouterConfiguration,
        up: LinkProperties = .ideal,
        down: LinkProperties = .ideal
    ) -> RouterID {
        routers.append(Router(configuration))
        let router = RouterID(index: routers.count - 1)
        add(
            Plug(
                attachment: .inside(router),
                segment: inside,
                addresses: configuration.gateways,
                up: Link(.ideal),
                down: Link(.ideal)
            )
        )
        add(
            Plug(
                attachment: .outside(router),
                segment: outside,
                addresses: configuration.addresses,
                routes: configuration.routes,
                up: Link(up),
                down: Link(down)
            )
        )
        return router
    }

    /// The configuration of `router`.
    package func configuration(of router: RouterID) -> RouterConfiguration {
        routers[router.index].configuration
    }

    /// Replaces the configuration of a router, as a restart or a new address from its provider does. The router forgets
    /// its bindings.
    package mutating func reconfigure(_ router: RouterID, _ configuration: RouterConfiguration) {
        routers[router.index].configuration = configuration
        routers[router.index].reset()
        change(.inside(router)) { $0.addresses = configuration.gateways }
        change(.outside(router)) {
            $0.addresses = configuration.addresses
            $0.routes = configuration.routes
        }
    }

    /// Replaces the addresses of a host, and plugs it into `segment` unless that is nil.
    package mutating func move(_ host: HostID, to segment: SegmentID? = nil, addresses: [IPAddress]) {
        change(.host(host)) {
            $0.segment = segment ?? $0.segment
            $0.addresses = addresses
        }
    }

    /// The properties of a link; nil when nothing is attached there.
    package func link(of attachment: Attachment, _ direction: LinkDirection) -> LinkProperties? {
        plugNumbers[attachment].map { direction == .up ? plugs[$0].up.properties : plugs[$0].down.properties }
    }

    /// Changes a link for packets sent from now on.
    package mutating func setLink(
        of attachment: Attachment,
        _ direction: LinkDirection,
        to properties: LinkProperties
    ) {
        guard let number = plugNumbers[attachment] else { return }
        switch direction {
        case .up: plugs[number].up.properties = properties
        case .down: plugs[number].down.properties = properties
        }
    }

    private mutating func add(_ plug: Plug) {
        plugNumbers[plug.attachment] = plugs.count
        plugs.append(plug)
        updateSegments()
    }

    private mutating func change(_ attachment: Attachment, _ body: (inout Plug) -> Void) {
        guard let number = plugNumbers[attachment] else { return }
        body(&plugs[number])
        updateSegments()
    }

    private mutating func updateSegments() {
        for index in segments.indices {
            segments[index].update(number: index, from: plugs)
        }
    }
}
