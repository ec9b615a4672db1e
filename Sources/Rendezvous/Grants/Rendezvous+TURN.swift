import NetPrimitives
import Signaling
import TURNGrants

extension Rendezvous {
    /// A device asks for servers for a conversation with `peer`.
    mutating func requestTURN(from device: DeviceID, for peer: DeviceID, on connection: ConnectionID) {
        guard canReach(peer, from: device) else {
            return fail(device, ErrorReport(.peerNotFound, "This device is not there", peer: peer))
        }
        introduce(peer, to: device)
        let mayAsk = connections[connection]?.turnRequests.take(configuration.turn.requestRate, now: now) == true
        issue(mayAsk ? grant(device, towards: peer) : nil, to: device, for: peer, on: connection)
    }

    /// An offer is about to be passed on. The device that is called may not have asked for servers, and needs them to
    /// answer; and both sides' addresses are noted from now on.
    mutating func prepareTURN(from caller: DeviceID, to callee: DeviceID, isNewCall: Bool) {
        _ = grant(caller, towards: callee)
        guard hasTURN(callee), let connection = devices[callee]?.connection else { return }
        let older = grants.name(callee, towards: caller).flatMap { grants[$0] }
        let name = grant(callee, towards: caller)
        let current = name.flatMap { grants[$0] }
        let knows = name != nil && current?.issuedOn == connection && current?.expires == older?.expires
        guard isNewCall || !knows else { return }
        introduce(caller, to: callee)
        issue(name, to: callee, for: caller, on: connection)
    }

    /// Notes the addresses in what `sender` is about to say to `receiver`, who may send there from now on.
    ///
    /// Public ones only: whoever names a private address names one in the networks of this server, where the server sees
    /// the devices that are there. Else two strangers could reach what else there is in them.
    mutating func noteAddresses(_ addresses: [IPAddress], from sender: DeviceID, to receiver: DeviceID) {
        let addresses = addresses.filter { $0.scope == .public }
        guard !addresses.isEmpty, let name = grants.name(receiver, towards: sender) else { return }
        let limit = configuration.turn.addresses
        if grants.update(name, { $0.add(addresses, atMost: limit) }) == true { tellAddresses(of: name) }
    }

    /// Notes the addresses in an offer or answer.
    mutating func noteAddresses(inDescription sdp: String, from sender: DeviceID, to receiver: DeviceID) {
        guard grants.name(receiver, towards: sender) != nil else { return }
        let limit = configuration.turn.addresses
        noteAddresses(SessionDescription.candidateAddresses(in: sdp, atMost: limit), from: sender, to: receiver)
    }

    /// An Allocate request under `grant`, authenticated, came from `address`.
    ///
    /// Credentials of a conversation, which hold for hours, only show where the device can be sent to: a room is for who
    /// is there now, and whoever is given such credentials must not be able to put their owner into rooms.
    mutating func see(_ grant: GrantID, from address: IPAddress, _ placement: Result<RoomKey, NoRoomReason>) {
        guard let device = grants[grant]?.pair.device ?? probes[grant].flatMap({ connections[$0]?.device }),
            devices[device]?.connection != nil
        else { return }
        let address = address.unmapped
        if devices[device]?.addresses.learn(address) == true {
            for name in grants.aimed(at: device).sorted() { tellAddresses(of: name) }
        }
        if probes[grant] != nil, case .success(let room) = placement { joinSecondRoom(device, room) }
    }

    /// Tells a device which servers it may use; none without a grant.
    private mutating func issue(
        _ name: GrantID?,
        to device: DeviceID,
        for peer: DeviceID,
        on connection: ConnectionID
    ) {
        guard let name, let grant = grants[name] else {
            return actions.append(.send(connection, .turn(peer: peer, iceServers: [], seconds: 0)))
        }
        _ = grants.update(name) { $0.issuedOn = connection }
        actions.append(.issueTURN(connection, peer: peer, grant: name, lifetime: grant.expires - now))
    }
}
