import ArgumentParser

/// A limit in bytes, or none: `500MB`, `20GB`, `none`. Units are decimal.
struct ByteLimit {
    /// The limit, nil for none.
    let bytes: Int?

    private static let units = [
        "": 1, "B": 1, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
    ]
    /// The first number beyond the integers that a page counts exactly: 2^53, about 9 PB.
    private static let highest = 1 << 53

    /// Reads the value of an option.
    init(_ text: String) throws {
        if text == "none" {
            bytes = nil
            return
        }
        guard let (number, unit) = quantity(text), let factor = Self.units[unit.uppercased()] else {
            throw ValidationError("write a whole number with B, KB, MB, GB or TB behind it, such as 500MB, or none.")
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow, product > 0, product < Self.highest else {
            throw ValidationError("write 1B to 9000TB, or none for no limit.")
        }
        bytes = product
    }
}

/// A time: `90s`, `30m`, `12h`, `2d`.
struct TimeLimit {
    /// The time.
    let duration: Duration

    private static let units = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    /// The longest time, a year, in seconds.
    private static let longest = 366 * 86_400

    /// Reads the value of an option.
    init(_ text: String) throws {
        guard let (number, unit) = quantity(text), let factor = Self.units[unit] else {
            throw ValidationError("write a whole number with s, m, h or d behind it, such as 90s or 12h.")
        }
        guard number > 0, number <= Self.longest / factor else { throw ValidationError("write 1s to 366d.") }
        duration = .seconds(number * factor)
    }
}

private func quantity(_ text: String) -> (number: Int, unit: String)? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    return Int(digits).map { ($0, String(text[digits.endIndex...])) }
}
