#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A failed system call on the state folder or a file in it: the action, its object, and the reason.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The action in words, such as `create /var/lib/ferry`.
    package let action: String
    /// `errno` after the call.
    package let code: CInt

    /// The failure of `action` with the present `errno`, or with a `code` kept earlier.
    package init(_ action: String, code: CInt = errno) {
        self.action = action
        self.code = code
    }

    package var description: String {
        "cannot \(action) (\(String(cString: strerror(code)))): name another folder with --state"
    }
}
