import NetPrimitives

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The names of this machine on its network.
package enum MachineName {
    /// All names, in lower case: the host name; its first label, alone, with `.local` (multicast DNS), and in the
    /// network's search domains. The network is not asked, so that a start never waits for a broken resolver.
    package static func all() -> [String] {
        all(hostname: hostname(), resolver: SmallFile.read("/etc/resolv.conf") ?? "")
    }

    /// The names for a host name and the text of `resolv.conf`, as ``all()`` returns them.
    package static func all(hostname: String, resolver: String) -> [String] {
        guard case .name(let full)? = HostAndPort(hostname)?.host, full != "localhost" else { return [] }
        let short = String(full.prefix { $0 != "." })
        var names = [full]
        for name in [short, short + ".local"] + domains(resolver).map({ "\(short).\($0)" })
        where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// The most search domains; more are a mistake (resolv.conf(5) allows six).
    private static let mostDomains = 6

    private static func domains(_ resolver: String) -> [String] {
        var domains: [String] = []
        for line in resolver.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == "\t" }
            guard let keyword = words.first, keyword == "search" || keyword == "domain" else { continue }
            // The last such line counts.
            domains = words.dropFirst().compactMap { word in
                guard case .name(let name)? = HostAndPort(String(word))?.host else { return nil }
                return name
            }
        }
        return Array(domains.prefix(mostDomains))
    }

    private static func hostname() -> String {
        // POSIX allows 255 bytes.
        var bytes = [CChar](repeating: 0, count: 256)
        guard gethostname(&bytes, bytes.count - 1) == 0 else { return "" }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
