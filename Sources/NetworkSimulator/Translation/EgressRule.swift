package import NetPrimitives

/// A rule of a router on outbound packets. The first rule that matches decides; a packet that matches none is accepted.
package struct EgressRule: Hashable, Sendable {
    /// The action for a matching packet.
    package enum Verdict: String, Hashable, Sendable, Codable {
        /// Forwards it.
        case accept
        /// Drops it silently.
        case drop
        /// Drops it and sends an ICMP error to its sender.
        case reject
    }

    /// The protocol that matches; nil for all, including those without ports.
    package var transport: TransportProtocol?
    /// The destinations that match, nil for all.
    package var destination: NetworkPrefix?
    /// The destination port that matches, nil for all.
    package var port: UInt16?
    /// The action.
    package var verdict: Verdict

    /// A rule for packets that match all of these.
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

    /// The verdict of `rules` on `packet`.
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
