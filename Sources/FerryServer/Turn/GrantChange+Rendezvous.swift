import Rendezvous
import Signaling
import TURN

extension TURNServer.GrantChange {
    /// What the rendezvous decided, in the words of the TURN server; nil for a name that is no grant's.
    init?(_ change: TURNChange) {
        switch change {
        case .granted(let grant, let holder, let until):
            guard let grant = TURNServer.GrantID(grant.text) else { return nil }
            self = .granted(grant, to: TURNServer.Holder(holder), until: until)
        case .peerAddresses(let grant, let addresses):
            guard let grant = TURNServer.GrantID(grant.text) else { return nil }
            self = .peerAddresses(grant, addresses)
        case .suspended(let grant, let until):
            guard let grant = TURNServer.GrantID(grant.text) else { return nil }
            self = .suspended(grant, until: until)
        case .resumed(let grant):
            guard let grant = TURNServer.GrantID(grant.text) else { return nil }
            self = .resumed(grant)
        case .revoked(let grant):
            guard let grant = TURNServer.GrantID(grant.text) else { return nil }
            self = .revoked(grant)
        case .probe(let grant, let until):
            guard let grant = TURNServer.GrantID(grant.text) else { return nil }
            self = .probe(grant, until: until)
        }
    }
}

extension TURNServer.Holder {
    fileprivate init(_ holder: GrantHolder) {
        self.init(
            device: .init(high: holder.device.high, low: holder.device.low),
            peer: .init(high: holder.peer.high, low: holder.peer.low),
            network: holder.network
        )
    }
}
