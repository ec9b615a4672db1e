import NetPrimitives
import Signaling
import TURNGrants

extension Rendezvous {
    /// Handles a request for the servers of a conversation with `peer`.
    mutating func requestTURN(from device: DeviceID, for peer: DeviceID, on connection: ConnectionID) {
        guard canReach(peer, from: device) else {
            return fail(device, ErrorReport(.peerNotFound, "This device is not there", peer: peer))
        }
        introduce(peer, to: device)
        let mayAsk = connections[connection]?.turnRequests.take(configuration.turn.requestRate, now: now) == true
        issue(mayAsk ? grant(device, towards: peer) : nil, to: device, for: peer, on: connection)
    }

    /// Prepares TURN before an offer is forwarded. The called device may not have asked for servers, and needs them to
    /// answer; the addresses of both sides are recorded from now on.
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

    /// Records addresses that `sender` signals to `receiver`, which may send there from now on.
    ///
    /// Only public ones are recorded: a private address would be in the networks of this server, where the server
    /// itself sees the address of each device. Otherwise two strangers could reach other machines there.
    mutating func noteAddresses(_ addresses: [IPAddress], from sender: DeviceID, to receiver: DeviceID) {
        let addresses = addresses.filter { $0.scope == .public }
        guard !addresses.isEmpty, let name = grants.name(receiver, towards: sender) else { return }
        let limit = configuration.turn.addresses
        if grants.update(name, { $0.add(addresses, atMost: limit) }) == true { tellAddresses(of: name) }
    }

    /// Records the addresses in an offer or answer.
    mutating func noteAddresses(inDescription sdp: String, from sender: DeviceID, to receiver: DeviceID) {
        guard grants.name(receiver, towards: sender) != nil else { return }
        let limit = configuration.turn.addresses
        noteAddresses(SessionDescription.candidateAddresses(in: sdp, atMost: limit), from: sender, to: receiver)
    }

    /// Handles an authenticated Allocate request under `grant` from `address`.
    ///
    /// Only a probe moves its device into a room. The credentials of a conversation are valid for hours, and a third
    /// party that has them must not be able to put their owner into rooms; they only show an address to send to.
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

    /// Tells a device the servers that it may use; none without a grant.
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
