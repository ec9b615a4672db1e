import NetPrimitives
import Signaling

/// The pairings of the relay: which token is good for which side, and which socket took it.
struct PairingTable {
    /// One half of a pairing.
    enum Half: Equatable {
        /// Its token was not used yet.
        case expected(token: String)
        /// Its socket is being upgraded.
        case admitted(ConnectionID)
        /// Its socket waits, or is joined.
        case open(ConnectionID)
        /// Its socket has ended.
        case ended

        /// The socket, while there is one.
        var socket: ConnectionID? {
            switch self {
            case .admitted(let connection), .open(let connection): connection
            case .expected, .ended: nil
            }
        }

        /// The token, until it is used.
        var token: String? {
            if case .expected(let token) = self { token } else { nil }
        }
    }

    /// Two devices that may be joined.
    struct Pairing {
        /// The device that asked and the one that agreed.
        let devices: [DeviceID]
        /// Where they are.
        let networks: Set<NetworkPrefix>
        /// Their halves, in the same order.
        var halves: [Half]
        var state = State.waiting
    }

    /// How far a pairing has come.
    enum State: Equatable {
        /// Not both sockets are there.
        case waiting
        /// Both were there and have been joined.
        case joined
        /// It is of no use any more; sockets that are left are being closed.
        case over
    }

    private struct Place {
        let pairing: Int
        let half: Int
    }

    private var pairings: [Int: Pairing] = [:]
    private var tokens: [String: Place] = [:]
    private var places: [ConnectionID: Place] = [:]
    private var nextNumber = 0

    var count: Int { pairings.count }

    /// The sockets of all pairings.
    var sockets: [ConnectionID] { Array(places.keys) }

    subscript(number: Int) -> Pairing? { pairings[number] }

    /// A pairing of two devices that nothing has come to yet.
    func waiting(_ devices: [DeviceID]) -> Int? {
        pairings.first { _, pairing in
            Set(pairing.devices) == Set(devices) && pairing.halves.allSatisfy { $0.socket == nil }
        }?.key
    }

    /// The pairings that wait for `device` to use its token.
    func expecting(_ device: DeviceID) -> [Int] {
        pairings.compactMap { number, pairing in
            guard pairing.state == .waiting else { return nil }
            return zip(pairing.devices, pairing.halves).contains { $0 == device && $1.token != nil } ? number : nil
        }
    }

    /// The pairings of `device`.
    func count(of device: DeviceID) -> Int {
        pairings.values.count { $0.devices.contains(device) }
    }

    /// The pairings of devices in `network`.
    func count(in network: NetworkPrefix) -> Int {
        pairings.values.count { $0.networks.contains(network) }
    }

    /// Adds a pairing and returns its number.
    mutating func add(_ devices: [DeviceID], in networks: Set<NetworkPrefix>, tokens texts: [String]) -> Int {
        nextNumber += 1
        pairings[nextNumber] = Pairing(
            devices: devices,
            networks: networks,
            halves: texts.map { .expected(token: $0) }
        )
        for (half, token) in texts.enumerated() {
            tokens[token] = Place(pairing: nextNumber, half: half)
        }
        return nextNumber
    }

    /// Uses a token up; false when it is not one.
    mutating func admit(_ connection: ConnectionID, token: String) -> Bool {
        guard let place = tokens.removeValue(forKey: token) else { return false }
        places[connection] = place
        pairings[place.pairing]?.halves[place.half] = .admitted(connection)
        return true
    }

    /// Notes that an admitted socket is open. Returns both sockets of its pairing, in the order of its devices, when
    /// that was the second.
    mutating func open(_ connection: ConnectionID) -> (number: Int, first: ConnectionID, second: ConnectionID)? {
        guard let place = places[connection], pairings[place.pairing]?.state == .waiting else { return nil }
        pairings[place.pairing]?.halves[place.half] = .open(connection)
        guard let halves = pairings[place.pairing]?.halves, case .open(let first) = halves[0],
            case .open(let second) = halves[1]
        else { return nil }
        pairings[place.pairing]?.state = .joined
        return (place.pairing, first, second)
    }

    /// Notes the end of a socket and returns the number of its pairing.
    mutating func end(_ connection: ConnectionID) -> Int? {
        guard let place = places.removeValue(forKey: connection) else { return nil }
        pairings[place.pairing]?.halves[place.half] = .ended
        return place.pairing
    }

    /// Ends a pairing: takes back the tokens that were not used, and forgets it when no socket of it is left.
    /// - Returns: these tokens, and the sockets that are left.
    mutating func revoke(_ number: Int) -> (tokens: [String], sockets: [ConnectionID]) {
        guard let pairing = pairings[number] else { return ([], []) }
        let unused = pairing.halves.compactMap(\.token)
        for token in unused { tokens[token] = nil }
        pairings[number]?.state = .over
        let sockets = pairing.halves.compactMap(\.socket)
        if sockets.isEmpty {
            pairings[number] = nil
        }
        return (unused, sockets)
    }
}
