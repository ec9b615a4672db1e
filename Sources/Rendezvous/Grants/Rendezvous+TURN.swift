import Signaling

extension Rendezvous {
    mutating func requestTURN(from device: DeviceID, for peer: DeviceID) {
        guard canReach(peer, from: device) else {
            return fail(device, ErrorReport(.peerNotFound, "This device is not there", peer: peer))
        }
        guard let connection = devices[device]?.connection else { return }
        actions.append(.send(connection, .turn(peer: peer, iceServers: [], seconds: 0)))
    }
}
