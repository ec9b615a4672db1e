#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A call to the operating system about the state folder or a file in it that failed: which one, on what, and why.
package struct SystemError: Error, Equatable, CustomStringConvertible {
    /// What was tried, in words: `create /var/lib/ferry`.
    package let action: String
    /// `errno` after the call.
    package let code: CInt

    /// Describes the failure of `action` by the present `errno` or a `code` kept earlier.
    package init(_ action: String, code: CInt = errno) {
        self.action = action
        self.code = code
    }

    package var description: String {
        "cannot \(action) (\(String(cString: strerror(code)))): name another folder with --state"
    }
}
