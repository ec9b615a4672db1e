package import NetPrimitives

extension TURNServer {
    /// The server's place in the network, as far as its shell knows it. Changes while it runs: laptops move.
    package struct LocalNetwork: Hashable, Sendable {
        /// An address under which an address of the server is known outside (`--external-ip IP[/LOCAL]`).
        package struct External: Hashable, Sendable {
            /// The address outside.
            package var address: IPAddress
            /// The server's own address behind it; nil for all of the family.
            package var local: IPAddress?

            /// `address` stands for `local`.
            package init(_ address: IPAddress, for local: IPAddress? = nil) {
                self.address = address.unmapped
                self.local = local?.unmapped
            }
        }

        /// The addresses of the server's interfaces, loopback among them.
        package var interfaces: [InterfaceAddress]
        /// Where the server is known under others.
        package var external: [External]
        /// Further addresses that lead to the server. They are its own, and announced to nobody.
        package var aliases: [IPAddress]

        /// The place with these addresses.
        package init(interfaces: [InterfaceAddress], external: [External] = [], aliases: [IPAddress] = []) {
            self.interfaces = interfaces
            self.external = external
            self.aliases = aliases.map(\.unmapped)
        }
    }
}
