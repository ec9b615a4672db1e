import NetPrimitives

// The forms of values that occur in messages of both directions.

extension JSONForm where Value == DeviceID {
    static var deviceID: JSONForm {
        text(atMost: DeviceID.textLength, DeviceID.init, back: { $0.description }, problem: "is not the id of a device")
    }
}

extension JSONForm where Value == CallID {
    static var callID: JSONForm {
        text(
            atMost: SignalingLimits.callBytes,
            CallID.init,
            back: { $0.text },
            problem: "is not 1 to \(SignalingLimits.callBytes) characters of A-Z, a-z, 0-9, - and _"
        )
    }
}

extension JSONForm where Value == RelayKey {
    static var relayKey: JSONForm {
        text(
            atMost: RelayKey.textLength,
            RelayKey.init,
            back: { $0.text },
            problem: "is not \(RelayKey.byteCount) bytes in base64url"
        )
    }
}

extension JSONForm where Value == PageInstance {
    static var pageInstance: JSONForm {
        text(
            atMost: PageInstance.textLength,
            PageInstance.init,
            back: { $0.text },
            problem: "is not \(PageInstance.textLength) characters of A-Z, a-z, 0-9, - and _"
        )
    }
}

extension JSONForm where Value == String {
    /// Random bits from the server, as `count` characters of base64url.
    static func random(characters count: Int) -> JSONForm {
        text(
            atMost: count,
            { $0.utf8.count == count && $0.utf8.allSatisfy(Base64URL.contains) ? $0 : nil },
            back: { $0 },
            problem: "is not \(count) characters of A-Z, a-z, 0-9, - and _"
        )
    }
}

extension JSONForm where Value == DeviceName {
    /// A name as a device sends it. The server cleans it and cuts it to ``SignalingLimits/nameBytes``.
    static var rawName: JSONForm { name(atMost: SignalingLimits.rawNameBytes) }

    /// A name as the server sends it. It is cleaned again, because a device must not trust its server to have done so.
    static var shownName: JSONForm { name(atMost: SignalingLimits.nameBytes) }

    private static func name(atMost limit: Int) -> JSONForm {
        JSONForm<String>.text(atMost: limit).mapped({ DeviceName(cleaning: $0) }, back: { $0.text })
    }
}

extension JSONForm where Value == ErrorCode {
    /// An error in a message of a server, which may be newer than this version and use codes that it does not know.
    static var errorCode: JSONForm {
        text(
            atMost: SignalingLimits.errorCodeBytes,
            ErrorCode.init(rawValue:),
            back: { $0.rawValue },
            problem: "is not 1 to \(SignalingLimits.errorCodeBytes) characters of A-Z and _"
        )
    }

    /// An error of this version of the protocol.
    static var knownErrorCode: JSONForm {
        word("is not an error of this protocol") { ErrorCode.allCases.contains($0) }
    }

    /// An error that a device may send to another.
    static var deviceErrorCode: JSONForm { word("is not an error a device reports") { $0.isForDevices } }

    /// An error that `isAllowed`. Any other is refused with `problem`.
    private static func word(
        _ problem: String,
        _ isAllowed: @escaping @Sendable (ErrorCode) -> Bool
    ) -> JSONForm {
        word(problem).mapped { (code) throws(MessageError) in
            guard isAllowed(code) else { throw .malformed(problem) }
            return code
        } back: {
            $0
        }
    }
}

extension JSONForm where Value == Int64 {
    /// The protocol version in a message of a device.
    static var clientVersion: JSONForm { version { .version($0) } }

    /// The protocol version in a message of a server.
    static var serverVersion: JSONForm {
        version { _ in .malformed("is not \(SignalingLimits.protocolVersion)") }
    }

    private static func version(_ error: @escaping @Sendable (Int64) -> MessageError) -> JSONForm {
        integer.mapped { (version) throws(MessageError) in
            guard version == SignalingLimits.protocolVersion else { throw error(version) }
            return version
        } back: {
            $0
        }
    }
}

extension JSONForm where Value == UInt16 {
    /// The index of a media line.
    fileprivate static var line: JSONForm {
        JSONForm<Int64>.integer.mapped { (number) throws(MessageError) in
            guard let line = UInt16(exactly: number) else { throw .malformed("is not 0 to 65,535") }
            return line
        } back: {
            Int64($0)
        }
    }
}

extension IceCandidate {
    static let fields = Fields(
        Fields(.candidate, .text(atMost: SignalingLimits.candidateBytes)),
        .nullable(.mid, .text(atMost: SignalingLimits.midBytes)),
        .nullable(.line, .line),
        .nullable(.ufrag, .text(atMost: SignalingLimits.ufragBytes)),
        make: { IceCandidate(candidate: $0, mid: $1, line: $2, ufrag: $3) },
        split: { ($0.candidate, $0.mid, $0.line, $0.ufrag) }
    )
}
