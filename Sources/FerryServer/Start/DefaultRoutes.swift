import NetPrimitives

/// The interfaces of the default routes.
package struct DefaultRoutes: Sendable, Equatable {
    /// The interface for IPv4; nil without a route.
    package var ipv4: String?
    /// The interface for IPv6; nil without a route.
    package var ipv6: String?

    /// Routes by these interfaces.
    package init(ipv4: String?, ipv6: String?) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
    }

    /// Reads the routes from the text of `/proc/net/route` and `/proc/net/ipv6_route` (proc(5)). Of several, the one
    /// with the lowest metric counts; invalid lines are skipped.
    package init(ipv4Table: String, ipv6Table: String) {
        self.init(
            ipv4: Self.best(ipv4Table, Self.ipv4Route),
            ipv6: Self.best(ipv6Table, Self.ipv6Route)
        )
    }

    /// Reads the routes from the system.
    static func read() -> DefaultRoutes {
        DefaultRoutes(
            ipv4Table: SmallFile.read("/proc/net/route") ?? "",
            ipv6Table: SmallFile.read("/proc/net/ipv6_route") ?? ""
        )
    }

    /// Whether the default route for the family of `address` leads through `interface`.
    func lead(by interface: String, for address: IPAddress) -> Bool {
        interface == (address.bitWidth == 32 ? ipv4 : ipv6)
    }

    /// `RTF_REJECT` of Linux's `route.h`: a route that refuses packets.
    private static let rejects: UInt32 = 0x200

    private static func best(
        _ table: String,
        _ route: ([Substring]) -> (interface: Substring, metric: UInt32)?
    ) -> String? {
        let routes = table.split(separator: "\n").compactMap { line in
            route(line.split { $0 == " " || $0 == "\t" })
        }
        return routes.min { $0.metric < $1.metric }.map { String($0.interface) }
    }

    /// `Iface Destination Gateway Flags RefCnt Use Metric Mask …`; the metric is decimal.
    private static func ipv4Route(_ fields: [Substring]) -> (interface: Substring, metric: UInt32)? {
        guard fields.count > 7, fields[1] == "00000000", fields[7] == "00000000",
            let flags = UInt32(fields[3], radix: 16), flags & rejects == 0, let metric = UInt32(fields[6])
        else { return nil }
        return (fields[0], metric)
    }

    /// `destination length source length gateway metric refcnt use flags interface`; all numbers are hexadecimal.
    private static func ipv6Route(_ fields: [Substring]) -> (interface: Substring, metric: UInt32)? {
        guard fields.count > 9, fields[1] == "00", fields[3] == "00", fields[0].allSatisfy({ $0 == "0" }),
            let flags = UInt32(fields[8], radix: 16), flags & rejects == 0,
            let metric = UInt32(fields[5], radix: 16)
        else { return nil }
        return (fields[9], metric)
    }
}
