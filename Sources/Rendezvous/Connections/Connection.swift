import Signaling

/// An open signaling socket.
struct Connection {
    let context: ClientContext
    var bucket: TokenBucket
    /// The device behind it, once it has said `hello`.
    var device: DeviceID?
}
