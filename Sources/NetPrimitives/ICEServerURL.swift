/// The URL of a STUN or TURN server for a browser (RFC 7064 section 3.1, RFC 7065 section 3.1). Browsers refuse a whole
/// configuration for one URL outside of that grammar.
package struct ICEServerURL: Hashable, Sendable {
    /// The protocol; with `s`, over TLS.
    package enum Scheme: String, Hashable, Sendable, CaseIterable {
        case stun, stuns, turn, turns

        /// Whether the server relays; it then asks for credentials.
        package var isTURN: Bool { self == .turn || self == .turns }
    }

    /// The transport between the client and a TURN server.
    package enum Transport: String, Hashable, Sendable {
        case udp, tcp
    }

    /// The reason why a text is not such a URL.
    package enum Fault: Error, Hashable, Sendable {
        /// It begins with none of the four schemes.
        case noScheme
        /// Two slashes follow the scheme, as in the URL of a page.
        case slashes(Scheme)
        /// The host is missing, or is neither a name nor an address.
        case badHost(String)
        /// An IPv6 address without brackets.
        case noBrackets(IPv6Address)
        /// Browsers cannot reach a server at this address: the reason is a noun phrase.
        case noServer(IPAddress, String)
        /// The port is not a number from 1 to 65535.
        case badPort(String)
        /// Something follows `?` that is not a transport of TURN.
        case badQuery(String)
        /// STUN takes no `?transport=`.
        case stunWithQuery(Scheme)
        /// TURN over TLS goes over TCP alone.
        case turnsOverUDP
    }

    /// The protocol.
    package let scheme: Scheme
    /// The server's host and port; without a port, the scheme's default applies.
    package let place: HostAndPort
    /// The transport, for TURN only; nil leaves the choice to the browser.
    package let transport: Transport?

    /// Reads `stun:HOST[:PORT]`, or `turn:HOST[:PORT][?transport=udp|tcp]`, and the same with `stuns` and `turns`. The
    /// case of the scheme does not matter.
    package init(_ text: String) throws(Fault) {
        let (scheme, rest) = try Self.split(text)
        try self.init(scheme: scheme, rest: rest)
    }

    /// Reads `rest`, the text behind the colon of a URL with this scheme.
    package init(scheme: Scheme, rest: Substring) throws(Fault) {
        guard !rest.hasPrefix("//") else { throw .slashes(scheme) }
        self.scheme = scheme
        let end = rest.firstIndex(of: "?") ?? rest.endIndex
        place = try Self.place(rest[..<end])
        transport = try Self.transport(rest[end...], scheme)
    }

    /// The scheme of `text`, and the text behind its colon.
    package static func split(_ text: String) throws(Fault) -> (scheme: Scheme, rest: Substring) {
        guard let colon = text.firstIndex(of: ":"), let scheme = Scheme(rawValue: text[..<colon].lowercased()) else {
            throw .noScheme
        }
        return (scheme, text[text.index(after: colon)...])
    }

    private static func place(_ text: Substring) throws(Fault) -> HostAndPort {
        if let address = IPv6Address(String(text)) { throw .noBrackets(address) }
        // The host ends behind the bracket of an IPv6 address, or at the first colon.
        let hostEnd = text.hasPrefix("[") ? text.firstIndex(of: "]") : text.startIndex
        guard let hostEnd else { throw .badHost(String(text)) }
        let colon = text[hostEnd...].firstIndex(of: ":") ?? text.endIndex
        guard let host = HostAndPort(String(text[..<colon])), host.port == nil else {
            throw .badHost(String(text[..<colon]))
        }
        if case .address(let address) = host.host, let reason = address.whyNoMachine {
            throw .noServer(address, reason)
        }
        guard colon < text.endIndex else { return host }
        let digits = text[text.index(after: colon)...]
        guard let number = HostAndPort(String(text))?.port, number > 0 else { throw .badPort(String(digits)) }
        return HostAndPort(host: host.host, port: number)
    }

    private static func transport(_ query: Substring, _ scheme: Scheme) throws(Fault) -> Transport? {
        guard !query.isEmpty else { return nil }
        guard scheme.isTURN else { throw .stunWithQuery(scheme) }
        let name = "?transport="
        guard query.hasPrefix(name), let transport = Transport(rawValue: String(query.dropFirst(name.count))) else {
            throw .badQuery(String(query))
        }
        guard scheme != .turns || transport != .udp else { throw .turnsOverUDP }
        return transport
    }
}

extension ICEServerURL: CustomStringConvertible {
    /// The form that browsers parse.
    package var description: String {
        "\(scheme.rawValue):\(place)" + (transport.map { "?transport=\($0.rawValue)" } ?? "")
    }
}

extension ICEServerURL.Fault: CustomStringConvertible {
    /// The fault, and the correct form.
    package var description: String {
        switch self {
        case .noScheme:
            "begin with stun:, stuns:, turn: or turns:, such as stun:stun.example.org:3478."
        case .slashes(let scheme):
            "leave out the //: \(scheme.rawValue):HOST:PORT."
        case .badHost(""):
            "the host is missing: write a name or an address behind the scheme, such as stun:stun.example.org:3478."
        case .badHost(let host):
            "'\(host)' is neither a host name nor an address."
        case .noBrackets(let address):
            "write an IPv6 address in brackets: [\(address)]."
        case .noServer(let address, let reason):
            "\(address) is \(reason), where no browser can reach a server."
        case .badPort(let port):
            "'\(port)' is no port: write a number from 1 to 65535, or no colon for the usual port."
        case .badQuery(let query):
            "'\(query)' is not known to browsers: write ?transport=udp or ?transport=tcp, or nothing."
        case .stunWithQuery(let scheme):
            "\(scheme.rawValue): takes nothing behind the port; ?transport= is for TURN."
        case .turnsOverUDP:
            "turns: goes over TLS and so over TCP: write ?transport=tcp, or nothing."
        }
    }
}
