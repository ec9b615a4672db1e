import DatagramIO
import NIOCore
import NetPrimitives
import TURN

/// The relay sockets, by their slot.
struct TURNRelays {
    private var sockets: [Socket?] = []

    private struct Socket {
        let relay: TURNServer.RelayID
        let endpoint: DatagramEndpoint
        /// The source address of its datagrams.
        let local: IPAddress?
    }

    /// Sends from the socket of `relay`, if it is open.
    func send(_ bytes: RawSpan, from relay: TURNServer.RelayID, to peer: TransportAddress) {
        guard let socket = socket(of: relay) else { return }
        socket.endpoint.send(bytes, to: peer, from: socket.local)
    }

    private func socket(of relay: TURNServer.RelayID) -> Socket? {
        let slot = Int(relay.slot)
        guard slot < sockets.count, let socket = sockets[slot], socket.relay == relay else { return nil }
        return socket
    }

    /// Opens a socket for one address family, whose datagrams leave from `local`.
    mutating func open(
        _ relay: TURNServer.RelayID,
        at address: TransportAddress,
        sendingFrom local: IPAddress?,
        loop: DatagramLoop,
        receiver: RelayReceiver
    ) throws(DatagramBindError) {
        let endpoint = try DatagramEndpoint(bind: address, loop: loop, receiver: receiver)
        let slot = Int(relay.slot)
        if slot >= sockets.count { sockets += Array(repeating: nil, count: slot + 1 - sockets.count) }
        sockets[slot] = Socket(relay: relay, endpoint: endpoint, local: local)
    }

    /// Closes the socket of `relay`, if it is open.
    mutating func close(_ relay: TURNServer.RelayID) {
        guard let socket = socket(of: relay) else { return }
        socket.endpoint.close()
        sockets[Int(relay.slot)] = nil
    }

    /// Closes all sockets.
    mutating func closeAll() {
        for socket in sockets { socket?.endpoint.close() }
        sockets = []
    }
}

/// Forwards the datagrams of one relay socket to the driver.
final class RelayReceiver: DatagramReceiver {
    private let relay: TURNServer.RelayID
    /// The driver closes all relay sockets before it is released.
    private unowned let driver: TURNDriver

    init(relay: TURNServer.RelayID, driver: TURNDriver) {
        self.relay = relay
        self.driver = driver
    }

    func received(
        _ bytes: ByteBuffer,
        from source: TransportAddress,
        to destination: IPAddress?,
        at endpoint: DatagramEndpoint
    ) {
        driver.received(bytes, from: source, at: relay)
    }

    func burstEnded(at endpoint: DatagramEndpoint) {
        driver.relayBurstEnded()
    }

    func failed(_ endpoint: DatagramEndpoint, _ error: any Error) {
        driver.relayFailed(relay, error)
    }
}
