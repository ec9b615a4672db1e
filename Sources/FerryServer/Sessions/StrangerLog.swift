package import Logging
package import NetPrimitives

/// The log for lines that strangers can cause: so many a minute about an address and about all of them, so that nobody
/// can fill a disk with them or bury other lines under them.
package struct StrangerLog {
    /// Lines a minute about one IPv4 address or IPv6 /64, and as many about what has no address.
    private static let linesForAddress = 10
    /// Lines a minute in all; addresses are easy to come by.
    private static let linesInAll = 100
    private static let period = Duration.seconds(60)

    /// Stands for everybody, and for what has no address.
    private static let anybody = IPAddress.v4(IPv4Address(0, 0, 0, 0))

    private let logger: Logger
    private let addresses = RateLimit(count: linesForAddress, per: period)
    private let all = RateLimit(count: linesInAll, per: period)
    private var leftOut = 0

    /// Writes to `logger`.
    package init(_ logger: Logger) {
        self.logger = logger
    }

    /// Writes a line, or leaves it out. The first one that is left out is told in its place, and the next that is
    /// written says how many there were.
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

    /// Says how many lines were left out, when no later one will.
    package mutating func close() {
        if leftOut > 0 { logger.info("Lines about clients were left out.", metadata: ["lines": "\(leftOut)"]) }
        leftOut = 0
    }
}
