/// Why a message was refused. Its sender is told and loses the connection.
package struct MessageError: Error, Hashable, Sendable {
    /// `BAD_MESSAGE` or `VERSION_MISMATCH`.
    package let code: ErrorCode
    /// The field that is wrong, nil when the message as a whole is.
    package let field: String?
    /// What is wrong, as the sender reads it.
    package let message: String

    /// The message as a whole is no message of this protocol; a binary one, for example.
    package static func malformed(_ problem: String) -> MessageError {
        MessageError(code: .badMessage, field: nil, message: problem)
    }

    /// The field `field` is missing or wrong.
    static func field(_ field: String, _ problem: String) -> MessageError {
        MessageError(code: .badMessage, field: field, message: "`\(field)` \(problem)")
    }

    /// The client speaks another version.
    package static func version(_ version: Int64) -> MessageError {
        MessageError(
            code: .versionMismatch,
            field: "protocol",
            message: "This server speaks protocol \(SignalingLimits.protocolVersion), not \(version). Reload the page."
        )
    }
}
