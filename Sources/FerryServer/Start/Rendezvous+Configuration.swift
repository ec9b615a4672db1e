import Rendezvous
import Signaling

extension Rendezvous.Configuration {
    /// The core's part of the operator's configuration.
    init(_ server: ServerConfiguration) {
        self.init(version: Version.current)
        publicGrouping = server.groupPublic
        ownAuthority = server.tls == .auto
        roomMembers = server.roomMembers
        iceServers = server.iceServers.map {
            IceServer(urls: [$0.url], username: $0.username, credential: $0.credential)
        }
        relay = server.relay.map { limits in
            var relay = Relay()
            relay.pairs = limits.pairs
            relay.bytes = limits.bytes ?? 0
            relay.time = limits.time
            return relay
        }
    }
}
