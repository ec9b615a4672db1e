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
