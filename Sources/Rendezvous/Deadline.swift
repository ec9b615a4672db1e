import Signaling
import TURNGrants

/// A timer of ``Rendezvous``, named after what it waits for.
enum Deadline: Hashable {
    /// The `hello` on a new socket.
    case hello(ConnectionID)
    /// The return of a device.
    case grace(DeviceID)
    /// More changes in a room.
    case room(RoomKey)
    /// More changes among the devices linked to this one.
    case links(DeviceID)
    /// The answer to a call.
    case call(from: DeviceID, to: DeviceID)
    /// The use of a code.
    case code(slot: Int)
    /// The end of a grant.
    case grant(GrantID)
    /// The end of a probe.
    case probe(GrantID)
    /// Both sockets of a pairing.
    case pairing(Int)
}
