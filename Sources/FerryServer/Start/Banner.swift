import QRCodes

/// The text that is printed once the server answers.
package struct Banner: Sendable {
    /// The display of the QR code.
    package enum QR: Sendable {
        case hidden
        case shown(colored: Bool)
    }

    /// The whole text, with line breaks.
    package let text: String

    /// The banner of `running`.
    package init(running: RunningServer, qr: QR) {
        var lines = ["", "Ferry \(Version.current)", ""]
        if let best = running.published.urls.first {
            lines += ["  Open this address on the other device:", "", "    \(best)", ""]
            lines += Self.code(of: best, qr)
            lines += Self.others(running)
        } else {
            lines += ["  Only this machine can open it:", "", "    http://localhost:\(running.port)", ""]
        }
        lines += Self.authority(running)
        lines += running.warnings.flatMap { ["  Note: \($0)", ""] }
        lines += ["  Control-C ends it.", ""]
        text = lines.map { $0 + "\n" }.joined()
    }

    /// The most further addresses listed; the page has all of them.
    private static let mostOthers = 6

    private static func code(of url: String, _ qr: QR) -> [String] {
        guard case .shown(let colored) = qr, let code = try? QRCode(encoding: url) else { return [] }
        return code.terminalLines(colored: colored).map { "    " + $0 } + [""]
    }

    private static func others(_ running: RunningServer) -> [String] {
        let others = running.published.urls.dropFirst()
        guard !others.isEmpty else { return [] }
        return ["  Also:"] + others.prefix(mostOthers).map { "    \($0)" } + [""]
    }

    private static func authority(_ running: RunningServer) -> [String] {
        guard let fingerprint = running.authorityFingerprint else { return [] }
        let address = running.published.urls.first { $0.hasPrefix("http:") } ?? "http://localhost:\(running.port)"
        let middle = fingerprint.index(fingerprint.startIndex, offsetBy: fingerprint.count / 2 + 1)
        return [
            "  HTTPS needs each device to trust this server once:", "    \(address)/trust",
            "  SHA-256 fingerprint of its certificate:", "    \(fingerprint[..<middle])",
            "    \(fingerprint[middle...])", "",
        ]
    }
}
