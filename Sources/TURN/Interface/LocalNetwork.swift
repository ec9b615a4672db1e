package import NetPrimitives

extension TURNServer {
    /// The server's addresses, as far as its shell knows them. They change while it runs: laptops move.
    package struct LocalNetwork: Hashable, Sendable {
        /// An external address of one of the server's own addresses (`--external-ip IP[/LOCAL]`).
        package struct External: Hashable, Sendable {
            /// The external address.
            package var address: IPAddress
            /// The server's own address; nil for all of the family.
            package var local: IPAddress?

            /// The external address `address` of `local`.
            package init(_ address: IPAddress, for local: IPAddress? = nil) {
                self.address = address.unmapped
                self.local = local?.unmapped
            }
        }

        /// The addresses of the server's interfaces, including loopback.
        package var interfaces: [InterfaceAddress]
        /// The server's external addresses.
        package var external: [External]
        /// Further addresses that lead to the server. They count as its own, and are never announced.
        package var aliases: [IPAddress]

        /// A network with these addresses.
        package init(interfaces: [InterfaceAddress], external: [External] = [], aliases: [IPAddress] = []) {
            self.interfaces = interfaces
            self.external = external
            self.aliases = aliases.map(\.unmapped)
        }
    }
}
