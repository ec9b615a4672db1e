/// The reason why the server does not start. Its description says what to do.
package enum StartError: Error, Equatable, CustomStringConvertible {
    /// Another program listens on the port.
    case portTaken(UInt16, option: String)
    /// The port is below 1024 and needs administrator rights.
    case portPrivileged(UInt16, option: String)
    /// The address is not this machine's.
    case addressUnavailable(String)
    /// Listening failed for another reason.
    case cannotListen(String, reason: String)
    /// The process may open fewer descriptors than a server needs.
    case fewDescriptors(Int, needed: Int)
    /// The certificate or its key cannot be used.
    case badCertificate(file: String, reason: String)

    package var description: String {
        switch self {
        case .portTaken(let port, let option):
            "port \(port) is in use by another program: end that, or choose another port with \(option)."
        case .portPrivileged(let port, let option):
            "port \(port) needs administrator rights: choose one of 1024 or above with \(option), or allow it with "
                + "setcap cap_net_bind_service=+ep on the ferry binary."
        case .addressUnavailable(let host):
            "\(host) is not an address of this machine: leave --host out to listen on all, or name one that "
                + "'ip address' shows."
        case .cannotListen(let place, let reason):
            "cannot listen on \(place): \(reason)."
        case .fewDescriptors(let limit, let needed):
            "this process may have only \(limit) files and sockets open at once, and needs \(needed) or more: raise the "
                + "limit with 'ulimit -n' in the shell, or LimitNOFILE= in a systemd unit, before starting it."
        case .badCertificate(let file, let reason):
            "\(file) cannot be used for HTTPS: \(reason)."
        }
    }
}
