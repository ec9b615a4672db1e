import ArgumentParser
import FerryServer

/// The way through the server, for devices that cannot reach each other.
struct RelayOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Whether the server passes data on when there is no direct way.", valueName: "on|off"))
    var relay: Toggle = .on

    @Option(help: ArgumentHelp("Relayed pairs of devices at once.", valueName: "count"))
    var relayPairs = ServerConfiguration.Relay.standard.pairs

    @Option(help: ArgumentHelp("Bytes for one pair: 500MB, 20GB, 1TB, or none for no limit.", valueName: "bytes"))
    var relayBytes = ByteLimit(bytes: ServerConfiguration.Relay.standard.bytes)

    @Option(help: ArgumentHelp("Time for one pair: 90s, 30m, 12h, 2d.", valueName: "time"))
    var relayTime = TimeLimit(ServerConfiguration.Relay.standard.time)

    /// What the options together ask for.
    var configuration: ServerConfiguration.Relay? {
        guard relay == .on else { return nil }
        return ServerConfiguration.Relay(pairs: relayPairs, bytes: relayBytes.bytes, time: relayTime.duration)
    }

    func validate() throws {
        guard relayPairs > 0 else { throw ValidationError("--relay-pairs must be at least 1; --relay off for none.") }
    }
}
