#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Whether `inet_pton` reads `text`, which must not contain NUL, as an IPv4 or IPv6 address.
func isAddressForSystem(_ text: String) -> Bool {
    var v4 = in_addr()
    var v6 = in6_addr()
    return inet_pton(AF_INET, text, &v4) == 1 || inet_pton(AF_INET6, text, &v6) == 1
}
