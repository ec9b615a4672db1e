/// Writes metrics in the Prometheus text exposition format, version 0.0.4.
package struct PrometheusText {
    /// `Content-Type` of what is written.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// How a metric behaves.
    package enum Kind: String {
        case counter, gauge
    }

    /// One line of a metric: its label, if it has one, and its number.
    package struct Sample {
        let label: (name: String, value: String)?
        let value: Double

        /// A sample without a label.
        package init(_ value: Double) {
            label = nil
            self.value = value
        }

        /// A sample of the series `value` of the label `name`.
        package init(_ name: String, _ value: String, _ number: Double) {
            label = (name, value)
            self.value = number
        }
    }

    /// What has been written.
    package private(set) var text = ""

    /// Starts an empty text.
    package init() {}

    /// Writes a metric with its explanation. A metric without samples is left out.
    package mutating func write(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += name
            if let label = sample.label { text += "{\(label.name)=\"\(Self.escaped(label.value))\"}" }
            text += " \(Self.number(sample.value))\n"
        }
    }

    /// Writes a metric with one number.
    package mutating func write(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        write(name, kind, help, [Sample(value)])
    }

    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }

    private static func escaped(_ value: String) -> String {
        var escaped = ""
        for character in value.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
