import LocalAuthority
import NetPrimitives
import StateDirectory

/// The sentences about what HTTPS by our own authority does not work under.
struct UncoveredNames {
    /// About names: what to do.
    let names: [String]
    /// About public addresses, where nothing is to be done.
    let addresses: [String]

    /// The sentences about `uncovered`, for an authority that is kept in `state`.
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
