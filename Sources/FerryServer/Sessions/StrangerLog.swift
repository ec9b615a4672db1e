package import Logging
package import NetPrimitives

/// The log for lines that any client can cause. It limits them per minute, for each address and in all, so that a
/// client cannot fill the disk or bury other lines.
package struct StrangerLog {
    /// Lines per minute about one IPv4 address or IPv6 /64, and as many about events without an address.
    private static let linesForAddress = 10
    /// Lines per minute in all, since a client can have many addresses.
    private static let linesInAll = 100
    private static let period = Duration.seconds(60)

    /// The key for all lines together, and for lines without an address.
    private static let anybody = IPAddress.v4(IPv4Address(0, 0, 0, 0))

    private let logger: Logger
    private let addresses = RateLimit(count: linesForAddress, per: period)
    private let all = RateLimit(count: linesInAll, per: period)
    private var leftOut = 0

    /// A log that writes to `logger`.
    package init(_ logger: Logger) {
        self.logger = logger
    }

    /// Writes a line, or leaves it out. The first line that is left out is replaced by a notice, and the next line that
    /// is written tells how many were left out.
    package mutating func write(
        _ level: Logger.Level,
        _ message: @autoclosure () -> Logger.Message,
        about address: IPAddress? = nil,
        _ metadata: @autoclosure () -> Logger.Metadata,
        now: Instant
    ) {
        guard logger.logLevel <= level else { return }
        guard addresses.allows(address ?? Self.anybody, now: now), all.allows(Self.anybody, now: now) else {
            if leftOut == 0 { logger.log(level: level, "Too many lines of this kind: further ones are left out.") }
            leftOut += 1
            return
        }
        var metadata = metadata()
        if let address { metadata["address"] = "\(address)" }
        if leftOut > 0 { metadata["left_out"] = "\(leftOut)" }
        leftOut = 0
        logger.log(level: level, message(), metadata: metadata)
    }

    /// Logs how many lines were left out since the last line.
    package mutating func close() {
        if leftOut > 0 { logger.info("Lines about clients were left out.", metadata: ["lines": "\(leftOut)"]) }
        leftOut = 0
    }
}
