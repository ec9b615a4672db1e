import ArgumentParser
import FerryServer

/// Who sees whom, and how they connect.
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

    @Option(help: ArgumentHelp("Devices in one room.", valueName: "count"))
    var roomMembers = 200

    @Option(
        help: ArgumentHelp(
            "A further STUN or TURN server for devices on different networks: stun:HOST:PORT or "
                + "turn:USER:PASSWORD@HOST:PORT. May be repeated. Without it browsers are sent to no server but this one.",
            valueName: "url"
        ),
        transform: Arguments.iceServer
    )
    var iceServer: [ServerConfiguration.ICEServer] = []

    func validate() throws {
        guard roomMembers > 1 else {
            throw ValidationError("--room-members must be at least 2: a room is for meeting.")
        }
    }
}
