import ArgumentParser
import FerryServer

/// The command line.
@main
struct Ferry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ferry",
        abstract: "Carries files and text between any two devices that have a browser.",
        version: Version.current,
        subcommands: [Serve.self]
    )
}
