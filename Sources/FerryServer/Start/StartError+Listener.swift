import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension StartError {
    /// The error for people when `listener` could not start because of `error`.
    init(_ error: IOError, listener: Listener) {
        self.init(code: error.errnoCode, host: listener.host, port: listener.port, option: listener.portOption)
    }

    /// The error for people when listening on `port` of `host`, set by `option`, failed with the system's error `code`.
    init(code: CInt, host: String, port: UInt16, option: String) {
        switch code {
        case EADDRINUSE: self = .portTaken(port, option: option)
        case EACCES, EPERM: self = .portPrivileged(port, option: option)
        case EADDRNOTAVAIL: self = .addressUnavailable(host)
        default: self = .cannotListen("\(host) port \(port)", reason: String(cString: strerror(code)))
        }
    }
}
