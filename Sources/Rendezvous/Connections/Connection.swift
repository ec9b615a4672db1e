import NetPrimitives
import Signaling
import TURNGrants

/// An open signaling socket.
struct Connection {
    var context: ClientContext
    var bucket: TokenBucket
    /// Limits how often it may ask for TURN servers.
    var turnRequests: TokenBucket
    /// What it was given to show its other address.
    var probe: GrantID?
    /// The device behind it, once it has said `hello`.
    var device: DeviceID?
}
