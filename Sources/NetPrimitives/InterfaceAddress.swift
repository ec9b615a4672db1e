/// An address of one of this machine's network interfaces.
package struct InterfaceAddress: Hashable, Sendable {
    /// The interface's name, such as `eth0`.
    package var interface: String
    /// The address.
    package var address: IPAddress
    /// The number of leading bits that name the network.
    package var prefixLength: Int

    /// An address of the interface called `interface`.
    package init(interface: String, address: IPAddress, prefixLength: Int) {
        self.interface = interface
        self.address = address
        self.prefixLength = prefixLength
    }
}
