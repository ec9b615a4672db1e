/// An address of one of this machine's network interfaces.
package struct InterfaceAddress: Hashable, Sendable {
    /// The interface's name, such as `eth0`.
    package var interface: String
    /// The address.
    package var address: IPAddress
    /// How many of its leading bits are the network's.
    package var prefixLength: Int

    /// An address of these values.
    package init(interface: String, address: IPAddress, prefixLength: Int) {
        self.interface = interface
        self.address = address
        self.prefixLength = prefixLength
    }
}
