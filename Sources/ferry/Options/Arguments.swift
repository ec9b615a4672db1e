import ArgumentParser
import FerryServer
import NetPrimitives

/// A switch that is said out loud, so that a default can be stated and turned around.
enum Toggle: String, ExpressibleByArgument, CaseIterable {
    case on, off
}

/// Reads the values of options, and says what is wrong with them.
enum Arguments {
    /// `10.0.0.0/8`, or an address alone.
    static func network(_ text: String) throws -> NetworkPrefix {
        guard let network = NetworkPrefix(text) else {
            throw ValidationError("write an address or a network, such as 10.0.0.2 or 10.0.0.0/8 or fd00::/8.")
        }
        return network
    }

    /// `nas.example.org`, without scheme and port.
    static func host(_ text: String) throws -> HostAndPort.Host {
        guard let authority = HostAndPort(text), authority.port == nil else {
            throw ValidationError("write a host name alone, such as nas.example.org.")
        }
        return authority.host
    }

    /// `turn.example.org:3478`, or a name or an address alone.
    static func hostAndPort(_ text: String) throws -> HostAndPort {
        guard let place = HostAndPort(text) else {
            throw ValidationError("write a host, and a port if it is another one, such as turn.example.org:3478.")
        }
        return place
    }

    /// `203.0.113.7`, or `203.0.113.7/10.0.0.2`.
    static func external(_ text: String) throws -> ServerConfiguration.TURN.External {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let addresses = parts.compactMap { IPAddress(String($0))?.unmapped }
        guard addresses.count == parts.count, let address = addresses.first, parts.count <= 2,
            addresses.allSatisfy({ $0.bitWidth == address.bitWidth })
        else {
            throw ValidationError(
                "write an address, and one of this machine's of the same family if it stands for that one alone, such "
                    + "as 203.0.113.7 or 203.0.113.7/10.0.0.2."
            )
        }
        return ServerConfiguration.TURN.External(address: address, local: addresses.count == 2 ? addresses[1] : nil)
    }

    /// `50000-50100`.
    static func ports(_ text: String) throws -> ClosedRange<UInt16> {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
        guard ends.count == 2, let low = ends[0], let high = ends[1], low >= 1024, low < high else {
            throw ValidationError("write the lowest and the highest port, 1024 or above, such as 50000-50100.")
        }
        return low...high
    }

    /// `https://ferry.example.org`.
    static func publicURL(_ text: String) throws -> WebOrigin {
        guard let origin = WebOrigin(text) else {
            throw ValidationError(
                "write scheme and host, and a port if it is not the usual one, such as https://ferry.example.org. "
                    + "Ferry cannot be served below a path."
            )
        }
        return origin
    }

    /// `stun:HOST[:PORT]`, or `turn:USER:PASSWORD@HOST[:PORT]`.
    static func iceServer(_ text: String) throws -> ServerConfiguration.ICEServer {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["stun", "stuns", "turn", "turns"].contains(parts[0]), !parts[1].isEmpty else {
            throw ValidationError("write stun:HOST, stun:HOST:PORT or turn:USER:PASSWORD@HOST:PORT.")
        }
        let isTURN = parts[0].hasPrefix("turn")
        // A password may hold an @, a host cannot.
        guard let mark = parts[1].lastIndex(of: "@") else {
            guard !isTURN else { throw ValidationError("a TURN server wants turn:USER:PASSWORD@HOST:PORT.") }
            return ServerConfiguration.ICEServer(url: text, username: nil, credential: nil)
        }
        let user = parts[1][..<mark].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard isTURN, user.count == 2 else {
            throw ValidationError("only TURN servers take a user and a password: turn:USER:PASSWORD@HOST:PORT.")
        }
        return ServerConfiguration.ICEServer(
            url: "\(parts[0]):\(parts[1][mark...].dropFirst())",
            username: String(user[0]),
            credential: String(user[1])
        )
    }
}
