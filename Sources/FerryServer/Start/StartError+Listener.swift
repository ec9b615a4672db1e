import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension StartError {
    /// What `error` means for people, when `listener` could not start.
    init(_ error: IOError, listener: Listener) {
        switch error.errnoCode {
        case EADDRINUSE: self = .portTaken(listener.port, option: listener.portOption)
        case EACCES, EPERM: self = .portPrivileged(listener.port, option: listener.portOption)
        case EADDRNOTAVAIL: self = .addressUnavailable(listener.host)
        default:
            self = .cannotListen(
                "\(listener.host) port \(listener.port)",
                reason: String(cString: strerror(error.errnoCode))
            )
        }
    }
}
