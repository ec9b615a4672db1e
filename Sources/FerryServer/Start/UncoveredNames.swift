import LocalAuthority
import NetPrimitives
import StateDirectory

/// Sentences about the names and addresses that our own authority's certificate does not cover.
struct UncoveredNames {
    /// Sentences about names, with what to do.
    let names: [String]
    /// Sentences about public addresses, for which nothing can be done.
    let addresses: [String]

    /// The sentences about `uncovered`, for an authority stored in `state`.
    init(_ uncovered: MachineNames, state: StateDirectory) {
        let names = uncovered.dnsNames.joined(separator: ", ")
        self.names =
            names.isEmpty
            ? []
            : [
                "HTTPS does not work under \(names): this machine was not called so when its authority was made. For a "
                    + "new one, which every device must trust anew, delete \(state.path)/authority.pem and start again."
            ]
        let addresses = uncovered.addresses.compactMap { IPAddress(octets: $0)?.description }.joined(separator: ", ")
        self.addresses =
            addresses.isEmpty
            ? []
            : ["HTTPS does not work at \(addresses): this machine's authority may sign for private addresses alone."]
    }
}
