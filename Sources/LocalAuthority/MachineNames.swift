/// What a machine is called at present: what its certificate has to be good for.
package struct MachineNames: Sendable, Equatable {
    /// DNS names in lower case, without a trailing dot. `localhost` need not be among them.
    package var dnsNames: [String]
    /// IP addresses, as 4 or 16 octets in network order.
    package var addresses: [[UInt8]]

    /// Names and addresses as given.
    package init(dnsNames: [String], addresses: [[UInt8]]) {
        self.dnsNames = dnsNames
        self.addresses = addresses
    }
}
