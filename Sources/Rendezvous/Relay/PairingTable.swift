import NetPrimitives
import Signaling

/// The pairings of the relay, and the sockets that took their seats.
///
///     waiting ──both seats are taken──► joined
///        │                                │
///        └──► over ◄──a socket has ended──┘
///
/// A pairing that waits is over as well when its time has passed, its device leaves, or the two ask again. One that is
/// over is forgotten as soon as no socket of it is left.
struct PairingTable {
    /// One side of a pairing, with its seat.
    enum Half: Equatable {
        /// No socket has taken the seat.
        case vacant
        /// A socket has the seat; it waits, or is joined.
        case taken(ConnectionID)
        /// The socket has ended.
        case left

        /// The socket, if it has one.
        var socket: ConnectionID? {
            if case .taken(let connection) = self { connection } else { nil }
        }
    }

    /// Two devices whose sockets may be joined.
    struct Pairing {
        /// The device that asked for the relay, and the one that agreed.
        let devices: [DeviceID]
        /// The networks of the two devices.
        let networks: Set<NetworkPrefix>
        /// Their halves, in the same order.
        var halves: [Half] = [.vacant, .vacant]
        var state = State.waiting
    }

    /// The state of a pairing.
    enum State: Equatable {
        /// At least one socket is missing.
        case waiting
        /// Both sockets have been joined.
        case joined
        /// The pairing has ended; remaining sockets are being closed.
        case over
    }

    private var pairings: [Int: Pairing] = [:]
    private var seats: [ConnectionID: RelaySeat] = [:]
    private var nextNumber = 0

    var count: Int { pairings.count }

    /// The sockets of all pairings.
    var sockets: [ConnectionID] { Array(seats.keys) }

    subscript(number: Int) -> Pairing? { pairings[number] }

    /// The pairing of two devices whose sockets have not connected yet.
    func waiting(_ devices: [DeviceID]) -> Int? {
        pairings.first { _, pairing in
            Set(pairing.devices) == Set(devices) && pairing.halves.allSatisfy { $0.socket == nil }
        }?.key
    }

    /// The pairings that wait until `device` takes its seat.
    func expecting(_ device: DeviceID) -> [Int] {
        pairings.compactMap { number, pairing in
            guard pairing.state == .waiting else { return nil }
            return zip(pairing.devices, pairing.halves).contains { $0 == device && $1 == .vacant } ? number : nil
        }
    }

    /// The number of pairings of `device`.
    func count(of device: DeviceID) -> Int {
        pairings.values.count { $0.devices.contains(device) }
    }

    /// The number of pairings of devices in `network`.
    func count(in network: NetworkPrefix) -> Int {
        pairings.values.count { $0.networks.contains(network) }
    }

    /// Adds a pairing and returns its number.
    mutating func add(_ devices: [DeviceID], in networks: Set<NetworkPrefix>) -> Int {
        nextNumber += 1
        pairings[nextNumber] = Pairing(devices: devices, networks: networks)
        return nextNumber
    }

    /// Gives a seat to a socket. Returns false when the seat is taken or the pairing no longer waits.
    mutating func take(_ seat: RelaySeat, _ connection: ConnectionID) -> Bool {
        guard let pairing = pairings[seat.pairing], pairing.state == .waiting, pairing.halves[seat.side] == .vacant
        else { return false }
        pairings[seat.pairing]?.halves[seat.side] = .taken(connection)
        seats[connection] = seat
        return true
    }

    /// Joins a waiting pairing when both seats are taken. Returns its sockets in the order of its devices.
    mutating func join(_ number: Int) -> (first: ConnectionID, second: ConnectionID)? {
        guard let pairing = pairings[number], pairing.state == .waiting, let first = pairing.halves[0].socket,
            let second = pairing.halves[1].socket
        else { return nil }
        pairings[number]?.state = .joined
        return (first, second)
    }

    /// Records the end of a socket and returns the number of its pairing.
    mutating func end(_ connection: ConnectionID) -> Int? {
        guard let seat = seats.removeValue(forKey: connection) else { return nil }
        pairings[seat.pairing]?.halves[seat.side] = .left
        return seat.pairing
    }

    /// Ends a pairing, and forgets it when no socket of it is left.
    /// - Returns: The seats that no socket has taken, and the remaining sockets.
    mutating func revoke(_ number: Int) -> (unused: [RelaySeat], sockets: [ConnectionID]) {
        guard let pairing = pairings[number] else { return ([], []) }
        let unused = pairing.halves.indices.filter { pairing.state == .waiting && pairing.halves[$0] == .vacant }
        pairings[number]?.state = .over
        let sockets = pairing.halves.compactMap(\.socket)
        if sockets.isEmpty {
            pairings[number] = nil
        }
        return (unused.map { RelaySeat(pairing: number, side: $0) }, sockets)
    }
}
