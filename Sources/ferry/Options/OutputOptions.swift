public import ArgumentParser
public import Logging

/// Output to the terminal and the log.
struct OutputOptions: ParsableArguments {
    /// When to print a QR code of the address.
    enum QR: String, ExpressibleByArgument, CaseIterable {
        case auto, always, never
    }

    @Option(help: ArgumentHelp("When to print a QR code; auto: to a terminal.", valueName: "auto|always|never"))
    var qr: QR = .auto

    @Option(help: ArgumentHelp("How much to log.", valueName: "level"))
    var logLevel: Logger.Level = .info
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
