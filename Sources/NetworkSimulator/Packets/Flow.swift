package import NetPrimitives

/// Who talks to whom: the five values by which translators tell packets apart.
package struct Flow: Hashable, Sendable {
    /// The protocol.
    package var transport: TransportProtocol
    /// The sender. An echo has its identifier as port.
    package var source: TransportAddress
    /// The receiver. An echo has its identifier as port.
    package var destination: TransportAddress

    /// The flow of these five values.
    package init(transport: TransportProtocol, source: TransportAddress, destination: TransportAddress) {
        self.transport = transport
        self.source = source
        self.destination = destination
    }

    /// The flow of the answers.
    package var reversed: Flow {
        Flow(transport: transport, source: destination, destination: source)
    }
}
