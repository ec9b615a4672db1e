import ArgumentParser
import FerryServer
import NetPrimitives

/// A switch with an explicit value, so that the help can name its default and a script can state either value.
enum Toggle: String, ExpressibleByArgument, CaseIterable {
    case on, off
}

/// Parsers of option values, with errors that say what to write instead.
enum Arguments {
    /// Reads `10.0.0.0/8`, or an address alone.
    static func network(_ text: String) throws -> NetworkPrefix {
        guard let network = NetworkPrefix(text) else {
            throw ValidationError("write an address or a network, such as 10.0.0.2 or 10.0.0.0/8 or fd00::/8.")
        }
        return network
    }

    /// Reads `nas.example.org`, without scheme and port.
    static func host(_ text: String) throws -> HostAndPort.Host {
        guard let authority = HostAndPort(text), authority.port == nil else {
            throw ValidationError("write a host name alone, such as nas.example.org.")
        }
        return authority.host
    }

    /// Reads `turn.example.org:3478`, or a name or an address alone, under which others reach this machine.
    static func hostAndPort(_ text: String) throws -> HostAndPort {
        guard let place = HostAndPort(text), place.port != 0 else {
            throw ValidationError(
                "write a host, and a port from 1 to 65535 if it is another one, such as turn.example.org:3478 or "
                    + "[2001:db8::1]:3478."
            )
        }
        if case .address(let address) = place.host { try refuseNoMachine(address) }
        return place
    }

    /// Reads `203.0.113.7`, or `203.0.113.7/10.0.0.2`.
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
        try addresses.forEach(refuseNoMachine)
        return ServerConfiguration.TURN.External(address: address, local: addresses.count == 2 ? addresses[1] : nil)
    }

    private static func refuseNoMachine(_ address: IPAddress) throws {
        guard let reason = address.whyNoMachine else { return }
        throw ValidationError("\(address) is \(reason), where no other device can reach this machine.")
    }

    /// Reads a port to listen on.
    static func port(_ text: String) throws -> UInt16 {
        guard let port = UInt16(text) else {
            throw ValidationError("write a number from 0 to 65535; 0 takes any free port.")
        }
        return port
    }

    /// Reads a number of things, one at least.
    static func count(_ text: String) throws -> Int {
        guard let count = Int(text), (1...mostOfAnything).contains(count) else {
            throw ValidationError("write a whole number from 1 to \(mostOfAnything).")
        }
        return count
    }

    /// The largest count: more than any machine can have, and small enough that sums of limits do not overflow.
    private static let mostOfAnything = 1_000_000_000

    /// Reads `50000-50100`.
    static func ports(_ text: String) throws -> ClosedRange<UInt16> {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
        guard ends.count == 2, let low = ends[0], let high = ends[1] else {
            throw ValidationError("write the lowest and the highest port, 1024 to 65535, such as 50000-50100.")
        }
        guard low >= 1024 else {
            throw ValidationError("ports below 1024 belong to the system's own services: begin at 1024 or above.")
        }
        guard low <= high else { throw ValidationError("the lower port comes first: \(high)-\(low).") }
        guard low < high else {
            throw ValidationError("TURN wants two ports at least, one for each device: \(low)-\(UInt32(low) + 1).")
        }
        return low...high
    }

    /// Reads `https://ferry.example.org`.
    static func publicURL(_ text: String) throws -> WebOrigin {
        guard let origin = WebOrigin(text), origin.port != 0 else {
            throw ValidationError(
                "write scheme and host, and a port if it is not the usual one, such as https://ferry.example.org. "
                    + "Ferry cannot be served below a path."
            )
        }
        if case .address(let address) = origin.host { try refuseNoMachine(address) }
        return origin
    }

    /// Reads `stun:HOST[:PORT]`, or `turn:USER:PASSWORD@HOST[:PORT][?transport=udp|tcp]`.
    static func iceServer(_ text: String) throws -> ServerConfiguration.ICEServer {
        do {
            let (scheme, rest) = try ICEServerURL.split(text)
            // A password may contain an @, a host cannot.
            let mark = rest.lastIndex(of: "@")
            let url = try ICEServerURL(scheme: scheme, rest: mark.map { rest[rest.index(after: $0)...] } ?? rest)
            guard scheme.isTURN else {
                guard mark == nil else { throw ValidationError("STUN takes no user and no password: \(url).") }
                return ServerConfiguration.ICEServer(url: url.description, username: nil, credential: nil)
            }
            guard let mark else { throw missingCredentials(url) }
            let user = rest[..<mark].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard user.count == 2, user.allSatisfy({ (1...longestCredential).contains($0.utf8.count) }) else {
                throw missingCredentials(url)
            }
            return ServerConfiguration.ICEServer(
                url: url.description,
                username: String(user[0]),
                credential: String(user[1])
            )
        } catch let fault as ICEServerURL.Fault {
            throw ValidationError(fault.description)
        }
    }

    /// The longest user name and password in bytes: the limit of a user name (RFC 8489 section 14.3), and more than any
    /// password has.
    private static let longestCredential = 508

    private static func missingCredentials(_ url: ICEServerURL) -> ValidationError {
        ValidationError(
            "a TURN server wants a user and a password, each of 1 to \(longestCredential) bytes: "
                + "\(url.scheme.rawValue):USER:PASSWORD@\(url.description.dropFirst(url.scheme.rawValue.count + 1))"
        )
    }

    /// Refuses options that have no effect. `options` maps the name of each to whether it was given.
    ///
    /// - Parameter circumstance: The reason why they have no effect, such as `with --relay off`.
    static func refuseIdle(_ options: KeyValuePairs<String, Bool>, _ circumstance: String) throws {
        guard let idle = options.first(where: \.value) else { return }
        throw ValidationError("\(idle.key) has no effect \(circumstance)")
    }
}
