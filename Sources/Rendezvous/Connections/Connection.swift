import NetPrimitives
import Signaling
import TURNGrants

/// An open signaling socket.
struct Connection {
    var context: ClientContext
    var bucket: TokenBucket
    /// The rate limit on its requests for TURN servers.
    var turnRequests: TokenBucket
    /// The probe by which it shows its address of the other family.
    var probe: GrantID?
    /// The device of the socket, once it has sent `hello`.
    var device: DeviceID?
}
