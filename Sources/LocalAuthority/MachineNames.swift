/// The present names and addresses of a machine, for which its certificate has to be valid.
package struct MachineNames: Sendable, Equatable {
    /// DNS names in lower case, without a trailing dot. `localhost` need not be among them.
    package var dnsNames: [String]
    /// IP addresses, as 4 or 16 octets in network order.
    package var addresses: [[UInt8]]

    /// These names and addresses.
    package init(dnsNames: [String], addresses: [[UInt8]]) {
        self.dnsNames = dnsNames
        self.addresses = addresses
    }
}
