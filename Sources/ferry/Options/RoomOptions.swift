import ArgumentParser
import FerryServer

/// Rooms, and the ICE servers for devices on different networks.
struct RoomOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Whether devices behind the same public address see each other. Strangers can share one: off leaves them "
                + "codes only.",
            valueName: "on|off"
        )
    )
    var groupPublic: Toggle = .on

    @Flag(help: "Let devices behind the same address of 100.64.0.0/10, which providers share out, see each other.")
    var groupCGNAT = false

    @Option(
        help: ArgumentHelp("Devices in one room, 2 at least. By default 200.", valueName: "count"),
        transform: Arguments.count
    )
    var roomMembers = 200

    @Option(
        help: ArgumentHelp(
            "A further STUN or TURN server for devices on different networks: stun:HOST:PORT or "
                + "turn:USER:PASSWORD@HOST:PORT, both with an s for TLS. May be repeated, 8 times at most. Without it "
                + "browsers are sent to no server but this one.",
            valueName: "url"
        ),
        transform: Arguments.iceServer
    )
    var iceServer: [ServerConfiguration.ICEServer] = []

    func validate() throws {
        guard roomMembers > 1 else {
            throw ValidationError("--room-members must be at least 2: a room is for meeting.")
        }
        guard iceServer.count <= Self.mostICEServers else {
            throw ValidationError("--ice-server can be given \(Self.mostICEServers) times at most: browsers ask all.")
        }
    }

    /// A page accepts 16 servers, among them this server's own, and some browsers warn above five.
    private static let mostICEServers = 8
}
