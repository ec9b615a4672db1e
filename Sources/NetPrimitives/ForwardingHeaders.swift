/// The request headers by which a proxy shows itself and names the client.
package struct ForwardingHeaders: Hashable, Sendable {
    /// One list of nodes for each of `X-Forwarded-For` and `Forwarded` that is present, the client's end first.
    package private(set) var chains: [[ForwardedNode]] = []
    /// The scheme of the client's request to the nearest proxy, by `X-Forwarded-Proto`; nil when the header is missing
    /// or has another value. Only its last element counts: the client may have written the ones before.
    package private(set) var scheme: RequestScheme?
    /// Whether the request has none of these headers.
    package private(set) var isEmpty = true

    /// Headers that only a proxy writes, in lower case. Only their presence counts; their values are ignored.
    private static let signs: Set<String> = [
        "x-real-ip", "x-client-ip", "x-cluster-client-ip", "true-client-ip", "cf-connecting-ip", "cf-ray",
        "fastly-client-ip", "x-forwarded-host", "x-forwarded-port", "x-forwarded-server",
        "x-original-forwarded-for", "x-envoy-external-address", "x-appengine-user-ip", "via", "cdn-loop",
    ]

    /// The number of nodes of a chain that are looked at, from the right. No honest chain is longer.
    private static let nodeLimit = 32

    /// Picks the headers out of all `fields` of a request, in their order; names in any case.
    package init(_ fields: some Sequence<(name: String, value: String)>) {
        var forwardedFor: [String] = []
        var forwarded: [String] = []
        for (name, value) in fields {
            switch name.lowercased() {
            case "x-forwarded-for": forwardedFor.append(value)
            case "forwarded": forwarded.append(value)
            case "x-forwarded-proto":
                isEmpty = false
                scheme = Self.lastScheme(value)
            case let name where Self.signs.contains(name): isEmpty = false
            default: break
            }
        }
        if !forwardedFor.isEmpty {
            add(ForwardedNode.xForwardedFor(forwardedFor.joined(separator: ",")))
        }
        if !forwarded.isEmpty {
            add(ForwardedNode.forwarded(forwarded.joined(separator: ",")))
        }
    }

    /// Splits bytes, not characters, as ``ForwardedNode/forwarded(_:)`` does.
    private static func lastScheme(_ value: String) -> RequestScheme? {
        let elements = value.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return elements.last.flatMap { RequestScheme(rawValue: Substring($0).trimmingSpaces.lowercased()) }
    }

    private mutating func add(_ chain: [ForwardedNode]) {
        isEmpty = false
        chains.append(Array(chain.suffix(Self.nodeLimit)))
    }
}
