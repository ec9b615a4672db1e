package import NetPrimitives

/// A rule of a router about what may leave through it. The first that fits decides; what none fits may leave.
package struct EgressRule: Hashable, Sendable {
    /// What becomes of a packet that fits.
    package enum Verdict: String, Hashable, Sendable, Codable {
        /// It may leave.
        case accept
        /// It vanishes.
        case drop
        /// It vanishes, and its sender is told by an ICMP error.
        case reject
    }

    /// The protocol it is about, nil for all, those without ports included.
    package var transport: TransportProtocol?
    /// The destinations it is about, nil for all.
    package var destination: NetworkPrefix?
    /// The destination port it is about, nil for all.
    package var port: UInt16?
    /// What it says.
    package var verdict: Verdict

    /// A rule about the packets that have all of these.
    package init(
        _ verdict: Verdict,
        _ transport: TransportProtocol? = nil,
        to destination: NetworkPrefix? = nil,
        port: UInt16? = nil
    ) {
        self.verdict = verdict
        self.transport = transport
        self.destination = destination
        self.port = port
    }

    /// What `rules` say about `packet`.
    static func verdict(of rules: [EgressRule], on packet: IPPacket) -> Verdict {
        guard !rules.isEmpty else { return .accept }
        let flow = packet.flow
        return rules.first { $0.fits(packet, flow) }?.verdict ?? .accept
    }

    private func fits(_ packet: IPPacket, _ flow: Flow?) -> Bool {
        if let transport, flow?.transport != transport { return false }
        if let destination, !destination.contains(packet.destination) { return false }
        if let port, flow?.destination.port != port { return false }
        return true
    }
}
