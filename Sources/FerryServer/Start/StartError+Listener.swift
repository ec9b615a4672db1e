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
        self.init(code: error.errnoCode, host: listener.host, port: listener.port, option: listener.portOption)
    }

    /// What the system's error `code` means for people, when `port` of `host`, set by `option`, could not be listened
    /// on.
    init(code: CInt, host: String, port: UInt16, option: String) {
        switch code {
        case EADDRINUSE: self = .portTaken(port, option: option)
        case EACCES, EPERM: self = .portPrivileged(port, option: option)
        case EADDRNOTAVAIL: self = .addressUnavailable(host)
        default: self = .cannotListen("\(host) port \(port)", reason: String(cString: strerror(code)))
        }
    }
}
