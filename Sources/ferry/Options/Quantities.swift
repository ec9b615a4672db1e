import ArgumentParser

/// A number of bytes that must not be passed, or none: `500MB`, `20GB`, `none`. Units are decimal.
struct ByteLimit: ExpressibleByArgument {
    /// Nil: no limit.
    let bytes: Int?

    private static let units = [
        "": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
    ]
    /// What a page can count exactly.
    private static let highest = 1 << 53

    init(bytes: Int?) {
        self.bytes = bytes
    }

    init?(argument: String) {
        if argument == "none" {
            bytes = nil
            return
        }
        guard let (number, unit) = quantity(argument), let factor = Self.units[unit.uppercased()] else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow, product > 0, product < Self.highest else { return nil }
        bytes = product
    }

    var defaultValueDescription: String {
        guard let bytes else { return "none" }
        let unit = Self.units.filter { $0.key != "" && bytes % $0.value == 0 }.max { $0.value < $1.value }
        return unit.map { "\(bytes / $0.value)\($0.key)" } ?? "\(bytes)"
    }
}

/// A time: `90s`, `30m`, `12h`, `2d`.
struct TimeLimit: ExpressibleByArgument {
    /// The time.
    let duration: Duration

    private static let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    /// A year, in seconds.
    private static let longest = 366 * 86_400

    init(_ duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        guard let (number, unit) = quantity(argument), let factor = Self.units[unit], number > 0,
            number <= Self.longest / factor
        else { return nil }
        duration = .seconds(number * factor)
    }

    var defaultValueDescription: String {
        let seconds = Int(duration.components.seconds)
        let unit = Self.units.filter { seconds % $0.value == 0 }.max { $0.value < $1.value }
        return unit.map { "\(seconds / $0.value)\($0.key)" } ?? "\(seconds)s"
    }
}

private func quantity(_ text: String) -> (number: Int, unit: String)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    return Int(digits).map { ($0, String(text[digits.endIndex...])) }
}
