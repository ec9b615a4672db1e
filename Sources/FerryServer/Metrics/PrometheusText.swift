/// A writer of the Prometheus text exposition format, version 0.0.4.
package struct PrometheusText {
    /// The `Content-Type` of the format.
    package static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The type of a metric.
    package enum Kind: String {
        case counter, gauge
    }

    /// One line of a metric: a label, if it has one, and a number.
    package struct Sample {
        let label: (name: String, value: String)?
        let value: Double

        /// A sample without a label.
        package init(_ value: Double) {
            label = nil
            self.value = value
        }

        /// A sample for the value `value` of the label `name`.
        package init(_ name: String, _ value: String, _ number: Double) {
            label = (name, value)
            self.value = number
        }
    }

    /// The text written so far.
    package private(set) var text = ""

    /// A writer with an empty text.
    package init() {}

    /// Writes a metric with its help text. A metric without samples is left out.
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
